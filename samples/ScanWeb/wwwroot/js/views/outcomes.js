// What has become of each strategy, and why.

import { createBar, showBar } from '../charts/timeline.js';
import { byId, make, setClass, setText, showEach } from '../dom.js';
import { duration, plain, status } from '../words.js';

const section = byId('outcomes');

let shown = null; // the scan, and how far the server's clock is ahead of this one's
setInterval(() => shown && shown.scan.phase !== 'ended' && drawAll(), 500);

export function show(scan) {
  section.hidden = false;
  const begun = scan.strategies.map((strategy) => Date.parse(strategy.started_at ?? 0)).reduce((latest, instant) => Math.max(latest, instant), 0);
  shown = { scan, ahead: Math.max(shown?.scan.scan_id === scan.scan_id ? shown.ahead : 0, begun - Date.now()) };
  drawAll();
}

function drawAll() {
  const now = Date.now() + shown.ahead;
  showEach(byId('outcome-rows'), shown.scan.strategies, row, (tr, strategy) => update(tr, strategy, now));
}

export function hide() {
  section.hidden = true;
  shown = null;
  byId('outcome-rows').replaceChildren();
}

function row() {
  return make('tr', {},
    make('th', { scope: 'row' }, make('span'), make('span', { className: 'reason' })),
    make('td', {}, make('span')),
    make('td', { className: 'bar' }, createBar()),
    make('td', { className: 'number' }),
    make('td', { className: 'number' }));
}

function update(tr, strategy, now) {
  const [name, state, bar, found, time] = tr.children;
  const [word, colour] = status(strategy.status);
  setText(name.firstChild, strategy.name);
  setText(name.lastChild, reason(strategy));
  setText(state.firstChild, word);
  setClass(state.firstChild, `badge ${colour}`);
  showBar(bar.firstChild, strategy, shown.scan, now);
  setText(found, strategy.found);
  setText(time, duration(strategy.elapsed_seconds ?? (strategy.started_at ? Math.max(0, now - Date.parse(strategy.started_at)) / 1000 : null)));
}

/** Why it is as it is, where that needs saying. */
function reason(strategy) {
  const parts = [];
  if (strategy.message) parts.push(strategy.status === 'failed' ? `${strategy.message} (${strategy.error_code})` : strategy.message);
  if (strategy.attempt > 1) parts.push(`Taken up again by another worker (attempt ${strategy.attempt}).`);
  for (const [why, number] of Object.entries(strategy.rejections ?? {})) parts.push(`${number} rejected: ${plain(why)}.`);
  if (strategy.merged > 0) parts.push(`${strategy.merged} merged with another.`);
  return parts.join(' ');
}
