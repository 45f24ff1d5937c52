// The scan that is open: followed while it runs, paged when it has ended.

import * as api from './api.js';
import { onFrame } from './dom.js';
import { follow } from './follow.js';
import { csv, save } from './exports.js';
import { explain, explainOnce } from './problems.js';
import { instant } from './words.js';
import * as opportunities from './views/opportunities.js';
import * as outcomes from './views/outcomes.js';
import * as progress from './views/progress.js';

const pageSize = 5; // each with its reasons
const mostDots = 300;

/** @param names The names of strategies by id. @param onSnapshot Called with what is shown. @param onSignedOut Called when the token is refused. @param onAgain Called with a scan that is to be started once more. */
export function createOpenScan({ names, onSnapshot, onSignedOut, onAgain }) {
  let id = null;
  let query = new URLSearchParams();
  let scan = null;
  let seenAt = null;
  let following = new AbortController();
  let paging = new AbortController();
  let cursors = [null]; // those of the pages up to the one that is shown
  let nextCursor = null;
  const draw = onFrame(() => scan && show());

  opportunities.listen(() => firstPage(), () => turn(-1), () => turn(1), keep);
  progress.listen(cancel, onAgain);
  return { open, filter, id: () => id };

  /** Opens another scan, or none. */
  function open(scanId, filters) {
    stop();
    [id, query, scan, seenAt] = [scanId, filters, null, null];
    outcomes.hide();
    opportunities.hide();
    progress.line('');
    if (!id) return progress.none();
    progress.opening();
    start();
  }

  /** Shows other opportunities of the same scan. */
  function filter(filters) {
    query = filters;
    if (!scan) return;
    if (progress.ended(scan)) return firstPage();
    following.abort();
    start();
  }

  function stop() {
    following.abort();
    paging.abort();
  }

  function start() {
    const { signal } = following = new AbortController();
    follow(id, query, {
      onSnapshot: (snapshot) => {
        if (scan && snapshot.version < scan.version) return;
        [scan, seenAt] = [snapshot, new Date()];
        draw();
      },
      onLine: (error) => error ? interrupted(error) : progress.line(''),
      onRefused: refused,
    }, signal);
  }

  function show() {
    progress.show(scan);
    outcomes.show(scan);
    onSnapshot(scan);
    if (progress.ended(scan)) firstPage();
    else opportunities.showLive(scan, names);
  }

  function interrupted(error) {
    if (error.lastKnown && (!scan || error.lastKnown.version > scan.version)) {
      [scan, seenAt] = [error.lastKnown, new Date()];
      draw();
    }

    progress.line(`${explain(error)}${seenAt ? ` What you see is as of ${instant(seenAt)}.` : ''}`);
  }

  function refused(error) {
    if (error.code === 'unauthorized') return onSignedOut();
    if (scan) return progress.line(explainOnce(error));
    progress.none(explainOnce(error));
  }

  async function cancel() {
    progress.cancelling(true);
    try {
      await api.cancel(id);
    } catch (error) {
      progress.cancelling(false);
      refused(error);
    }
  }

  function firstPage() {
    cursors = [null];
    drawAll();
    return readPage();
  }

  /** What is wanted of the ranking: what has expired is no opportunity any more. */
  function wanted() {
    return new URLSearchParams([...query, ['sort', opportunities.order()], ['valid_at', 'now']]);
  }

  /** Draws what all of the ranking says. */
  async function drawAll() {
    const { signal } = following;
    try {
      const { opportunities: all } = await api.allResults(id, wanted(), signal);
      if (signal.aborted) return;
      opportunities.map(all.slice(0, mostDots));
      progress.showFound(all.map((item) => Date.parse(item.discovered_at)), Date.parse(scan.ended_at));
    } catch (error) {
      if (!signal.aborted) refused(error);
    }
  }

  /** Saves the ranking as a file. */
  async function keep(kind) {
    try {
      const answer = await api.allResults(id, wanted());
      if (kind === 'csv') save(csv(answer.opportunities), 'text/csv', `${id}.csv`);
      else save(JSON.stringify(answer, null, 2), 'application/json', `${id}.json`);
    } catch (error) {
      refused(error);
    }
  }

  function turn(by) {
    if (by < 0 ? cursors.length < 2 : nextCursor == null) return;
    cursors = by < 0 ? cursors.slice(0, -1) : [...cursors, nextCursor];
    readPage();
  }

  async function readPage() {
    paging.abort();
    const { signal } = paging = new AbortController();
    const page = wanted();
    page.set('limit', pageSize);
    if (cursors.at(-1)) page.set('cursor', cursors.at(-1));
    opportunities.busy(true);
    try {
      const answer = await api.results(id, page, signal);
      nextCursor = answer.next_cursor;
      opportunities.showPage(answer, (cursors.length - 1) * pageSize + 1, cursors.length > 1, names);
      progress.line('');
    } catch (error) {
      if (!signal.aborted) refused(error);
    } finally {
      if (!signal.aborted) opportunities.busy(false);
    }
  }
}
