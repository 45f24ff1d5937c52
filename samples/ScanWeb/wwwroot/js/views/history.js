// The scans of before. Each is a link, so that it opens like one.

import { list } from '../api.js';
import { of } from '../address.js';
import { byId, make, setClass, setText, showEach } from '../dom.js';
import { count, duration, instant, scanStatus } from '../words.js';

const more = byId('more-scans');
let scans = [];
let cursor = null;
let reading = 0;
let known = false; // whether it was read what there is

export const listen = (onMore) => more.addEventListener('click', onMore);

/** Reads the newest again. */
export async function read() {
  const turn = ++reading;
  const page = await list();
  if (turn !== reading) return;
  scans = page.scans;
  known = true;
  cursor = page.next_cursor;
}

export function show(openScan, filters) {
  showEach(byId('scans'), scans, row, ({ firstChild: link }, scan) => {
    const [word, colour] = scanStatus(scan);
    const [time, badge, text] = link.children;
    link.href = of(scan.scan_id, filters);
    if (scan.scan_id === openScan) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
    setText(time, instant(scan.created_at));
    setText(badge, word);
    setClass(badge, `badge ${colour}`);
    setText(text, summary(scan));
  });
  byId('no-scans').hidden = !known || scans.length > 0;
  more.hidden = cursor == null;
}

/** Takes over what has become known of one of them. */
export function update(scan) {
  scans = scans.map((other) => (other.scan_id === scan.scan_id && other.version < scan.version ? { ...other, ...scan, filters: other.filters } : other));
}

export function clear() {
  reading++; // what is still being read is not for whoever signs in next
  scans = [];
  known = false;
  cursor = null;
  show(null, new URLSearchParams());
}

/** Reads what comes after those that are there. */
export async function readMore() {
  const turn = ++reading;
  const page = await list(cursor);
  if (turn !== reading) return;
  scans = [...scans, ...page.scans];
  cursor = page.next_cursor;
}

const row = () => make('li', {}, make('a', {}, make('span'), make('span'), make('small')));

/** What tells a scan from others: what it looked at, how long it took, what it found, and what went wrong. */
function summary({ progress, filters, started_at: begun, ended_at: end }) {
  const symbols = filters?.symbols ?? [];
  const parts = [
    symbols.length === 0 ? 'All symbols' : symbols.length > 3 ? `${symbols.length} symbols` : symbols.join(', '),
    progress.strategies_completed === progress.total_strategies
      ? count(progress.total_strategies, 'strategy', 'strategies') : `${progress.strategies_completed} of ${count(progress.total_strategies, 'strategy', 'strategies')}`,
    ...(begun && end ? [duration((Date.parse(end) - Date.parse(begun)) / 1000)] : []),
    `${progress.opportunities_found_so_far} found`,
    ...[[progress.failed, 'failed'], [progress.timed_out, 'late'], [progress.cancelled, 'cancelled'], [progress.skipped, 'never ran']]
      .filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`),
  ];
  return parts.join(' · ');
}
