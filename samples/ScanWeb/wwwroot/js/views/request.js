// What to scan, and what to show of it.

import { byId, make, setText } from '../dom.js';
import { marketName, plain } from '../words.js';

const form = byId('request');
const button = byId('start');
const amounts = { min_profit_potential: byId('min-profit'), max_required_capital: byId('max-capital') };
const search = byId('symbol-search');
const choices = { filter_by_risk_level: byId('risks'), preferred_timeframes: byId('timeframes') };

/** Offers what there is. */
export function offer(catalog) {
  byId('symbols').append(...Map.groupBy(catalog.symbols, (symbol) => symbol.market).entries().flatMap(([market, symbols]) => [
    make('p', { className: 'market' }, marketName(market)), ...symbols.map((symbol) => check(symbol.name, symbol.name)),
  ]));
  byId('strategies').append(...catalog.strategies.flatMap(described));
  choices.filter_by_risk_level.append(...catalog.risk_levels.map((level) => check(level, plain(level))));
  choices.preferred_timeframes.append(...catalog.timeframes.map((time) => check(time, time.replace(/d$/, ''))));
}

/** Calls `onStart` with a request, and `onFilter` whenever a filter changes. */
export function listen(onStart, onFilter) {
  for (const name of ['symbols', 'strategies']) byId(name).addEventListener('change', () => summarize(name));
  byId('filters').addEventListener('change', () => amountsAreValid() && onFilter());
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    setText(button, 'Starting');
    await onStart(read());
    button.disabled = false;
    setText(button, 'Start scan');
  });
}

/** The filters, as the API wants them in its query. */
export function filters() {
  const query = new URLSearchParams();
  for (const [name, input] of Object.entries(amounts)) {
    if (input.value !== '' && input.validity.valid) query.set(name, input.value);
  }

  for (const [name, group] of Object.entries(choices)) {
    if (chosen(group).length > 0) query.set(name, chosen(group).join(','));
  }

  const symbols = search.value.split(/[\s,;]+/).filter((symbol) => symbol !== '');
  if (symbols.length > 0) query.set('symbols', symbols.join(','));
  return query;
}

/** Chooses what a scan was asked, so that it can be asked again. */
export function choose({ symbols = [], strategies = [] }) {
  for (const [name, values] of Object.entries({ symbols, strategies })) {
    for (const box of boxes(byId(name))) box.checked = values.includes(box.value);
    summarize(name);
  }
}

/** What is asked for. */
export const wanted = (forceRefresh) => ({ ...read(), force_refresh: forceRefresh || byId('force-refresh').checked });

/** Sets the filters to those of an address. */
export function setFilters(query) {
  for (const [name, input] of Object.entries(amounts)) input.value = query.get(name) ?? '';
  search.value = query.get('symbols') ?? '';
  for (const [name, group] of Object.entries(choices)) {
    const values = query.get(name)?.split(',') ?? [];
    for (const box of boxes(group)) box.checked = values.includes(box.value);
  }
}

export const say = (message) => setText(byId('request-message'), message);

function read() {
  const request = { force_refresh: byId('force-refresh').checked, symbols: chosen(byId('symbols')), strategy_ids: chosen(byId('strategies')) };
  for (const [name, value] of filters()) if (name !== 'symbols') request[name] = name in amounts ? Number(value) : value.split(',');
  return request;
}

function summarize(name) {
  const names = boxes(byId(name)).filter((box) => box.checked).map((box) => box.parentElement.textContent.trim());
  setText(byId(`${name}-summary`), names.length === 0 ? 'all' : names.length > 3 ? `${names.length} chosen` : names.join(', '));
}

const amountsAreValid = () => Object.values(amounts).every((input) => input.reportValidity());
const boxes = (group) => [...group.querySelectorAll('input')];
const chosen = (group) => boxes(group).filter((box) => box.checked).map((box) => box.value);
const check = (value, label) => make('label', { className: 'check' }, make('input', { type: 'checkbox', value }), ` ${label}`);

/** A strategy to choose, and what it does. */
function described(strategy) {
  const label = check(strategy.strategy_id, strategy.name);
  const about = make('p', { className: 'hint about', id: `about-${strategy.strategy_id}` }, strategy.description);
  label.firstChild.setAttribute('aria-describedby', about.id);
  return [label, about];
}
