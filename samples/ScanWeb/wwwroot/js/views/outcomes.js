// What has become of each strategy, and why.

import { byId, make, setClass, setText, showEach } from '../dom.js';
import { duration, plain, status } from '../words.js';

const section = byId('outcomes');

export function show(strategies) {
  section.hidden = false;
  showEach(byId('outcome-rows'), strategies, row, update);
}

export function hide() {
  section.hidden = true;
  byId('outcome-rows').replaceChildren();
}

function row() {
  return make('tr', {},
    make('th', { scope: 'row' }, make('span'), make('span', { className: 'reason' })),
    make('td', {}, make('span')),
    make('td', { className: 'bar' }, make('progress', { max: 1 })),
    make('td', { className: 'number' }),
    make('td', { className: 'number' }));
}

function update(tr, strategy) {
  const [name, state, bar, found, time] = tr.children;
  const [word, colour] = status(strategy.status);
  setText(name.firstChild, strategy.name);
  setText(name.lastChild, reason(strategy));
  setText(state.firstChild, word);
  setClass(state.firstChild, `badge ${colour}`);
  bar.firstChild.value = ['succeeded', 'not_applicable'].includes(strategy.status) ? 1 : strategy.progress ?? 0;
  bar.firstChild.setAttribute('aria-label', `Progress of ${strategy.name}`);
  setText(found, strategy.found);
  setText(time, duration(strategy.elapsed_seconds));
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
