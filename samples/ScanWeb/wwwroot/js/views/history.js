// The scans of before. Each is a link, so that it opens like one.

import { list } from '../api.js';
import { of } from '../address.js';
import { byId, make, setClass, setText, showEach } from '../dom.js';
import { count, instant, scanStatus } from '../words.js';

const more = byId('more-scans');
let scans = [];
let cursor = null;
let reading = 0;

export const listen = (onMore) => more.addEventListener('click', onMore);

/** Reads the newest again. */
export async function read() {
  const turn = ++reading;
  const page = await list();
  if (turn !== reading) return;
  scans = page.scans;
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
    setText(text, summary(scan.progress));
  });
  byId('no-scans').hidden = scans.length > 0;
  more.hidden = cursor == null;
}

/** Takes over what has become known of one of them. */
export function update(scan) {
  scans = scans.map((other) => (other.scan_id === scan.scan_id && other.version < scan.version ? scan : other));
}

export function clear() {
  scans = [];
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
const summary = (progress) => `${progress.strategies_completed} of ${count(progress.total_strategies, 'strategy', 'strategies')}, ${progress.opportunities_found_so_far} found`;
