// The opportunities: the best so far while the scan runs, pages of all when it has ended.

import { createMap } from '../charts/map.js';
import { byId, make, setText, showEach } from '../dom.js';
import { calendarDay, days, left, plain, price, sentence, share, usd, wholeUsd } from '../words.js';

const section = byId('opportunities');
const previous = byId('previous');
const next = byId('next');
const sort = byId('sort');
const headers = [...document.querySelectorAll('button.sort')];
const drawMap = createMap(byId('map'), reveal);
const labels = ['#', 'Symbol', 'Side', 'Profit', 'Confidence', 'Capital', 'Risk', 'Days, expires', 'Enter, leave at', 'Why'];
let rows = []; // what the table shows
let mapped = []; // what the map shows
setInterval(() => rows.forEach((item, i) => setText(byId('opportunity-rows').children[i].children[7].lastChild, left(item.expires_at))), 20_000);

export function listen(onSort, onPrevious, onNext, onExport) {
  sort.addEventListener('change', onSort);
  for (const header of headers) {
    header.addEventListener('click', () => {
      sort.value = header.dataset.sort;
      onSort();
    });
  }

  byId('export-csv').addEventListener('click', () => onExport('csv'));
  byId('export-json').addEventListener('click', () => onExport('json'));
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
  map(scan.partial_results, true);
  draw(scan.partial_results, 1, names, found === 0 ? 'Nothing yet.' : `None of the ${found} found so far passes the filters.`);
}

/** A page of a scan that has ended. */
export function showPage(page, first, hasPrevious, names) {
  open('Opportunities', false);
  const all = page.total_opportunities;
  draw(page.opportunities, first, names, all === 0 ? 'Nothing was found.' : `None of the ${all} found passes the filters.`);
  const shown = page.opportunities.length;
  const expired = page.expired > 0 ? `, ${page.expired} more expired` : '';
  const matching = page.total_matching === all ? `${all} found in all` : `${page.total_matching} match, ${all} found in all`;
  setText(byId('page'), shown === 0 ? '' : `${first} to ${first + shown - 1}; ${matching}${expired}`);
  enable(previous, hasPrevious);
  enable(next, page.next_cursor != null);
}

/** Shows on the map all that passes the filters. */
export function map(opportunities, isLive = false) {
  mapped = opportunities;
  drawMap(opportunities, isLive); // while more may come it has its place, so that nothing below it moves
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
  byId('pager').hidden = byId('exports').hidden = live;
  for (const header of headers) {
    header.disabled = live;
    header.closest('th').ariaSort = live || header.dataset.sort !== sort.value ? null : header.dataset.sort === 'capital' || header.dataset.sort === 'score' ? 'ascending' : 'descending';
  }
}

/** Moves to the row of a dot, if it is on this page; says what it is in any case. */
function reveal(place) {
  const row = rows.findIndex((item) => item.symbol === mapped[place]?.symbol && item.strategy_id === mapped[place]?.strategy_id && item.side === mapped[place]?.side);
  const tr = byId('opportunity-rows').children[row];
  if (!tr) return;
  for (const other of byId('opportunity-rows').children) other.classList.toggle('chosen', other === tr);
  tr.scrollIntoView({ block: 'center', behavior: 'smooth' });
}

function draw(opportunities, first, names, nothing) {
  showEach(byId('opportunity-rows'), opportunities, row, (tr, item, i) => {
    const [rank, symbol, side, profit, confidence, capital, risk, time, prices, why] = tr.children;
    setText(rank, first + i);
    setText(symbol.firstChild, item.symbol);
    setText(symbol.lastChild, item.strategy_name ?? names.get(item.strategy_id) ?? sentence(item.strategy_id));
    setText(side, item.side === 'none' ? '–' : item.side);
    setText(profit, usd(item.profit_potential_usd));
    setText(confidence, share(item.confidence_score));
    setText(capital, wholeUsd(item.required_capital_usd));
    setText(risk, plain(item.risk_level));
    setText(time.firstChild, days(item.estimated_timeframe));
    setText(time.lastChild, left(item.expires_at));
    setText(prices.firstChild, price(item.entry_price));
    setText(prices.lastChild, item.exit_price == null ? '' : price(item.exit_price));
    showWhy(why, item);
  });
  rows = opportunities;
  setText(byId('as-of'), asOf(opportunities));
  setText(byId('no-opportunities'), opportunities.length === 0 ? nothing : '');
}

function row() {
  const cell = (isNumber) => make('td', isNumber ? { className: 'number' } : {});
  const symbol = make('th', { scope: 'row' }, make('span'), make('small'));
  const double = () => make('td', { className: 'number' }, make('span'), make('small'));
  const tr = make('tr', {}, cell(true), symbol, ...[false, true, true, true, false].map(cell), double(), double(),
    make('td', { className: 'why' }, make('details', {}, make('summary'), make('dl'))));
  [...tr.children].forEach((td, i) => td.dataset.label = labels[i]);
  return tr;
}

/** The reason, and on demand whatever else the strategy says. */
function showWhy({ firstChild: details }, item) {
  const { why, ...rest } = item.metadata ?? {};
  setText(details.firstChild, why ?? 'More');
  const facts = Object.entries(rest);
  showEach(details.lastChild, facts, () => make('div', {}, make('dt'), make('dd')), ({ firstChild: name, lastChild: value }, [key, said]) => {
    setText(name, sentence(key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)));
    setText(value, typeof said === 'object' ? JSON.stringify(said) : typeof said === 'number' ? Number(said.toPrecision(6)) : said);
  });
}

/** Of which days the prices are. */
function asOf(opportunities) {
  const seen = opportunities.map((item) => item.metadata?.asOf).filter((day) => day).sort();
  if (seen.length === 0) return '';
  const from = seen[0] < seen.at(-1) ? `${calendarDay(seen[0])} to ` : '';
  return `As of ${from}${calendarDay(seen.at(-1))}: these are recorded prices, not today's.`;
}

/** Turns a button on or off without losing the focus that is on it. */
function enable(button, is) {
  button.setAttribute('aria-disabled', String(!is));
}
