// The scanning API. Every failure is an ApiError with a code.

import { pause } from './dom.js';
import * as session from './session.js';

const scans = '/api/v1/opportunities';

/** An answer that is none, or no answer at all (`unreachable`). */
export class ApiError extends Error {
  constructor(code, detail, { status = 0, retryAfter = null, lastKnown = null } = {}) {
    super(detail ?? code);
    Object.assign(this, { code, detail, status, retryAfter, lastKnown });
  }

  /** Whether it may pass by itself: the same question is worth asking again. */
  get mayPass() {
    return ['unreachable', 'store_unavailable', 'rate_limited'].includes(this.code) || this.status >= 500;
  }
}

export const signIn = (email, password) => send('POST', '/api/v1/auth/login', { body: { email, password }, anonymous: true });
export const catalog = () => send('GET', '/api/v1/catalog');
export const list = (cursor) => send('GET', `${scans}/?${new URLSearchParams(cursor ? { limit: 8, cursor } : { limit: 8 })}`);
export const results = (id, query, signal) => send('GET', `${scans}/results/${id}?${query}`, { signal });
/** All that passes the filters, as far as one answer goes. */
export const allResults = (id, query, signal) => results(id, new URLSearchParams([...query, ['limit', 1000]]), signal);
export const cancel = (id) => send('DELETE', `${scans}/${id}`);

/** The stream of a scan's snapshots, from the first that is newer than `version` on. */
export const events = (id, query, version, signal) => open('GET', `${scans}/events/${id}?${query}`, {
  signal, headers: { Accept: 'text/event-stream', ...(version > 0 && { 'Last-Event-ID': String(version) }) },
});

/** Starts a scan. The key makes it safe to ask again when no answer came: the scan is started once. */
export async function start(request) {
  const headers = { 'Idempotency-Key': randomKey() };
  for (let attempt = 1; ; attempt++) {
    try {
      return await send('POST', `${scans}/discover`, { body: request, headers });
    } catch (error) {
      if (attempt === 4 || !error.mayPass || error.code === 'rate_limited') throw error;
      await pause(250 * 2 ** attempt);
    }
  }
}

async function send(method, url, options) {
  const response = await open(method, url, options);
  return read(response);
}

async function open(method, url, { body, headers, signal, anonymous } = {}) {
  const sent = { Accept: 'application/json', ...headers };
  if (body) sent['Content-Type'] = 'application/json';
  if (!anonymous) sent.Authorization = `Bearer ${session.current()?.token ?? ''}`;
  let response;
  try {
    response = await fetch(url, { method, headers: sent, body: body && JSON.stringify(body), signal, cache: 'no-store' });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('unreachable');
  }

  if (!response.ok) throw await problem(response);
  return response;
}

async function problem(response) {
  const said = await read(response).catch(() => null) ?? {};
  return new ApiError(said.code ?? (response.status >= 500 ? 'unreachable' : 'unexpected'), said.detail ?? said.errors?.[0]?.message, {
    status: response.status, retryAfter: Number(response.headers.get('Retry-After')) || null, lastKnown: said.last_known ?? null,
  });
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    throw new ApiError('unreachable');
  }
}

const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
