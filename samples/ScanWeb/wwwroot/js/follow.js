// Follows a scan to its end, over whatever happens to the line: a dropped stream is opened again, at whichever worker answers, from where it was.

import { ApiError, events } from './api.js';
import { pause } from './dom.js';
import { readEvents } from './sse.js';

const silence = 45_000; // three times the server's keep-alive
const longestPause = 10_000;

/**
 * Calls `onSnapshot` with every newer snapshot up to the terminal one, `onLine` with null when the line is up and with what went wrong when it is down,
 * and `onRefused` when it makes no sense to go on.
 */
export async function follow(id, query, { onSnapshot, onLine, onRefused }, signal) {
  let version = 0;
  let failures = 0;
  while (!signal.aborted) {
    let wait = null;
    try {
      const ended = await readOnce((snapshot) => {
        if (snapshot.version <= version) return;
        version = snapshot.version;
        failures = 0;
        onSnapshot(snapshot);
      });
      if (ended) return;
      onLine(new ApiError('unreachable'));
    } catch (error) {
      if (signal.aborted) return;
      const failure = error instanceof ApiError ? error : new ApiError('unreachable');
      if (!failure.mayPass) return onRefused(failure);
      wait = failure.retryAfter;
      onLine(failure);
    }

    await pause(Math.min(longestPause, wait ? wait * 1000 : 200 * 2 ** Math.min(failures++, 6)) * (0.75 + Math.random() / 2), signal);
  }

  /** Reads one stream; true when the scan has ended and there is nothing more to come. */
  async function readOnce(take) {
    const line = new AbortController();
    let seen = null; // the first event of a connection is a whole snapshot
    const hangUp = () => line.abort();
    signal.addEventListener('abort', hangUp, { once: true });
    let timer = setTimeout(hangUp, silence);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(hangUp, silence);
    };
    try {
      const response = await events(id, query, version, line.signal);
      if (response.status === 204) return true;
      onLine(null);
      for await (const event of readEvents(response.body, alive)) {
        if (signal.aborted) return true;
        const said = event.data && JSON.parse(event.data);
        if (event.event === 'problem') onLine(new ApiError(said.code, said.detail)); // the stream is up, but what is behind it is not
        if (event.event === 'recovered') onLine(null);
        if (event.event !== 'snapshot' && event.event !== 'change') continue;
        onLine(null);
        seen = event.event === 'snapshot' ? said : changed(seen, said);
        take(seen);
        if (seen.phase === 'ended') return true;
      }

      return false;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', hangUp);
      hangUp();
    }
  }
}

/** A snapshot after a change: of objects it has the fields that are different, of strategies those that are, of opportunities the new ones and the places of the others. */
function changed(snapshot, { strategies = [], partial_results = snapshot.partial_results, ...fields }) {
  const changes = new Map(strategies.map((strategy) => [strategy.strategy_id, strategy]));
  return {
    ...merged(snapshot, fields),
    strategies: snapshot.strategies.map((strategy) => merged(strategy, changes.get(strategy.strategy_id) ?? {})),
    partial_results: partial_results.map((item) => (typeof item === 'number' ? snapshot.partial_results[item] : item)),
  };
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

const merged = (before, change) => ({
  ...before,
  ...Object.fromEntries(Object.entries(change).map(([name, value]) => [name, isObject(value) && isObject(before[name]) ? merged(before[name], value) : value])),
});
