// The opportunities: the best so far while the scan runs, pages of all when it has ended.

import { byId, make, setText, showEach } from '../dom.js';
import { days, plain, price, sentence, share, usd, wholeUsd } from '../words.js';

const section = byId('opportunities');
const previous = byId('previous');
const next = byId('next');
const sort = byId('sort');

export function listen(onSort, onPrevious, onNext) {
  sort.addEventListener('change', onSort);
  previous.addEventListener('click', onPrevious);
  next.addEventListener('click', onNext);
}

export const order = () => sort.value;

/** Says what all figures rest on, a line each. */
export function assume(lines) {
  byId('assumptions').replaceChildren(...lines.map((line) => make('span', {}, line)));
}

/** The best of a scan that runs. */
export function showLive(scan, names) {
  open('Best so far', true);
  const found = scan.progress.opportunities_found_so_far;
  draw(scan.partial_results, 1, names, found === 0 ? 'Nothing yet.' : `None of the ${found} found so far passes the filters.`);
}

/** A page of a scan that has ended. */
export function showPage(page, first, hasPrevious, names) {
  open('Opportunities', false);
  const all = page.total_opportunities;
  draw(page.opportunities, first, names, all === 0 ? 'Nothing was found.' : `None of the ${all} found passes the filters.`);
  const shown = page.opportunities.length;
  setText(byId('page'), shown === 0 ? '' : `${first} to ${first + shown - 1}; ${all} found in all`);
  enable(previous, hasPrevious);
  enable(next, page.next_cursor != null);
}

/** A page is asked for. */
export function busy(is) {
  section.setAttribute('aria-busy', String(is));
}

export function hide() {
  section.hidden = true;
  byId('opportunity-rows').replaceChildren();
}

function open(heading, live) {
  section.hidden = false;
  section.classList.toggle('live', live);
  setText(byId('opportunities-title'), heading);
  sort.closest('p').hidden = live;
  byId('pager').hidden = live;
}

function draw(opportunities, first, names, nothing) {
  showEach(byId('opportunity-rows'), opportunities, row, (tr, item, i) => {
    const [rank, symbol, side, profit, confidence, capital, risk, time, enter, leave, why] = tr.children;
    setText(rank, first + i);
    const name = names.get(item.strategy_id) ?? sentence(item.strategy_id);
    setText(symbol.firstChild, item.symbol);
    setText(symbol.lastChild, name);
    setText(side, item.side === 'none' ? '–' : item.side);
    setText(profit, usd(item.profit_potential_usd));
    setText(confidence, share(item.confidence_score));
    setText(capital, wholeUsd(item.required_capital_usd));
    setText(risk, plain(item.risk_level));
    setText(time, days(item.estimated_timeframe));
    setText(enter, price(item.entry_price));
    setText(leave, price(item.exit_price));
    setText(why, item.metadata?.why ?? '');
  });
  setText(byId('no-opportunities'), opportunities.length === 0 ? nothing : '');
}

function row() {
  const cell = (isNumber) => make('td', isNumber ? { className: 'number' } : {});
  const symbol = make('th', { scope: 'row' }, make('span'), make('small'));
  return make('tr', {}, cell(true), symbol, ...[false, true, true, true, false, true, true, true].map(cell), make('td', { className: 'why' }));
}

/** Turns a button on or off without losing the focus that is on it. */
function enable(button, is) {
  button.setAttribute('aria-disabled', String(!is));
}
