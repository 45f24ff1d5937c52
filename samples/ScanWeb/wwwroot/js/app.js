// The page: who is signed in, what is open, and what leads from one to the other.

import * as address from './address.js';
import * as api from './api.js';
import { byId, setText } from './dom.js';
import { createOpenScan } from './openScan.js';
import { explainOnce } from './problems.js';
import * as session from './session.js';
import * as history from './views/history.js';
import * as opportunities from './views/opportunities.js';
import * as progress from './views/progress.js';
import * as request from './views/request.js';
import * as signInForm from './views/signIn.js';

const refusal = 'You were signed out. Sign in again to go on; scans are not affected.';
const names = new Map();
const scan = createOpenScan({ names, onSnapshot, onSignedOut: () => signOut(refusal), onAgain: again });

signInForm.listen((email, token) => {
  session.begin(email, token);
  show(true);
});
request.listen(start, () => go(scan.id(), 'replaceState'));
history.listen(() => showHistory(history.readMore));
byId('sign-out').addEventListener('click', () => signOut());
byId('skip').addEventListener('click', (event) => {
  event.preventDefault(); // the part behind the # says which scan is open
  byId('main').focus();
});
addEventListener('hashchange', open);
addEventListener('popstate', open);

if (session.current()) show(false);
else signInForm.show();

/** Shows the page of somebody who is signed in. */
async function show(justNow) {
  signInForm.hide();
  setText(byId('email'), session.current().email);
  byId('who').hidden = byId('signed-in').hidden = false;
  try {
    if (names.size === 0) {
      const catalog = await api.catalog();
      catalog.strategies.forEach((strategy) => names.set(strategy.strategy_id, strategy.name));
      request.offer(catalog);
      opportunities.assume(catalog.assumptions);
    }

    open();
    if (justNow) byId('main').focus();
    await showHistory(history.read);
  } catch (error) {
    failed(error);
  }
}

function signOut(reason) {
  scan.open(null);
  history.clear();
  session.end();
  byId('who').hidden = byId('signed-in').hidden = true;
  signInForm.show(reason);
}

/** Opens what the address says. */
function open() {
  if (!session.current()) return;
  const { scan: id, filters } = address.read();
  const sameFilters = String(filters) === String(request.filters());
  request.setFilters(filters);
  if (id !== scan.id()) scan.open(id, filters);
  else if (!sameFilters) scan.filter(filters);
  showHistory();
}

/** Puts a scan and the filters into the address, and shows them. */
function go(id, how) {
  const filters = request.filters();
  window.history[how](null, '', address.of(id, filters));
  if (id === scan.id()) scan.filter(filters);
  else scan.open(id, filters);
  showHistory();
}

/** The scan that is open stands among the others, too. */
function onSnapshot(snapshot) {
  history.update(snapshot);
  showHistory();
}

async function start(wanted) {
  request.say('');
  try {
    const started = await api.start(wanted);
    go(started.scan_id, 'pushState');
    progress.focus();
    await showHistory(history.read);
  } catch (error) {
    if (error.code === 'unauthorized') failed(error);
    else request.say(explainOnce(error));
  }
}

/** Asks once more what a scan was asked. */
function again({ filters, strategies }) {
  const all = strategies.length === names.size;
  request.choose({ symbols: filters.symbols ?? [], strategies: all ? [] : strategies.map((strategy) => strategy.strategy_id) });
  return start(request.wanted(true));
}

/** Shows the earlier scans, after reading what is new of them. */
async function showHistory(read) {
  try {
    await read?.();
    history.show(scan.id(), request.filters());
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  if (error.code === 'unauthorized') signOut(refusal);
  else progress.line(explainOnce(error));
}
