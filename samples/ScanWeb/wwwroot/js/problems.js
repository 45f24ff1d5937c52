// What people are told when something goes wrong.

const sentences = {
  not_found: 'There is no such scan among yours. It may belong to another account.',
  expired: 'This scan is over, and its results are no longer kept. Start a new one.',
  store_unavailable: 'The server cannot reach its store just now. Trying again.',
  unreachable: 'The connection was lost. Connecting again.',
  rate_limited: 'Too many attempts.',
  owner_limit: 'You have too many scans running. Wait for one to end, or cancel one.',
  queue_full: 'The server has too many scans waiting. Try again in a moment.',
  idempotency_conflict: 'This start was already used for another request. Start again.',
  internal: 'The server made a mistake.',
};

/** A sentence or two for an error of the API. */
export function explain(error) {
  const sentence = sentences[error.code] ?? error.detail ?? 'Something unexpected happened.';
  return error.code === 'rate_limited' && error.retryAfter ? `${sentence} Try again in ${error.retryAfter} seconds.` : sentence;
}

/** The same for something that was asked once, and is not asked again by itself. */
export function explainOnce(error) {
  if (error.code === 'unreachable') return 'The server did not answer. Check the connection and try again.';
  if (error.code === 'store_unavailable') return 'The server cannot reach its store just now. Try again in a moment.';
  return explain(error);
}
