// How far the open scan is.

import { createFound } from '../charts/found.js';
import { byId, setClass, setText } from '../dom.js';
import { count, duration, instant, scanStatus, zero } from '../words.js';

const title = byId('scan-title');
const badge = byId('scan-status');
const button = byId('cancel');
let announced = -1;
let shown = null; // the scan, and when it came
setInterval(() => shown && !ended(shown.scan) && tick(), 500);
const drawFound = createFound(byId('found-line'));
const again = byId('again');
let instants = []; // when opportunities were found, as far as this page saw it

export function listen(onCancel, onAgain) {
  button.addEventListener('click', onCancel);
  again.addEventListener('click', () => shown && onAgain(shown.scan));
}

/** Nothing is known yet of the scan that is being opened. */
export function opening() {
  announced = -1;
  shown = null;
  instants = [];
  setText(byId('last-update'), '');
  setText(title, 'Opening the scan');
  setText(byId('scan-message'), '');
  badge.hidden = button.hidden = again.hidden = byId('scan-body').hidden = true;
}

/** There is nothing to show, for this reason. */
export function none(message = 'Press “Start scan” to have all strategies look at all symbols, which takes about half a minute; or open an earlier scan.') {
  opening();
  setText(title, 'No scan is open');
  setText(byId('scan-message'), message);
}

export function show(scan) {
  const [word, colour] = scanStatus(scan);
  const { progress } = scan;
  while (instants.length < progress.opportunities_found_so_far) instants.push(Date.now());
  shown = { scan, at: performance.now() };
  setText(title, `Scan of ${instant(scan.created_at)}`);
  setText(badge, word);
  setClass(badge, `badge ${colour}`);
  setText(byId('scan-message'), ended(scan) && progress.opportunities_found_so_far === 0 ? zero(scan.zero_reason) : scan.message);
  badge.hidden = byId('scan-body').hidden = false;
  button.hidden = ended(scan);
  again.hidden = !ended(scan);
  button.disabled = scan.phase === 'cancelling';
  byId('scan-progress').value = progress.percentage;
  setText(byId('done'), `${progress.strategies_completed} of ${progress.total_strategies}`);
  setText(byId('found'), progress.opportunities_found_so_far);
  setText(byId('unsuccessful'), troubles(progress));
  setText(byId('time-label'), ended(scan) ? 'Time taken' : 'Time left');
  setText(byId('time'), time(shown));
  setText(byId('last-update'), '');
  showFound(instants, scan.ended_at ? Date.parse(scan.ended_at) : Date.now());
  announce(scan, word);
}

/** Draws when what was found was found. */
export function showFound(times, until) {
  if (shown?.scan.started_at) drawFound(times, Date.parse(shown.scan.started_at), until);
}

/** Counts on between two words of the server, and says so when the last one is some time ago. */
function tick() {
  setText(byId('time'), time(shown));
  const since = Math.floor((performance.now() - shown.at) / 1000);
  setText(byId('last-update'), since < 5 ? '' : `Last change ${since} s ago.`);
}

/** Says what became of the line to the server; nothing when all is well. */
export function line(message) {
  const notice = byId('connection');
  setClass(notice, 'notice warn');
  setText(notice, message);
}

/** Asked to cancel; the answer has yet to come. */
export function cancelling(is) {
  button.disabled = is;
}

/** Moves to the scan, so that keyboard and screen reader go on from there. */
export function focus() {
  title.focus({ preventScroll: true });
  title.closest('section').scrollIntoView({ block: innerWidth < 960 ? 'start' : 'nearest', behavior: 'smooth' });
}

export const ended = (scan) => scan.phase === 'ended';

/** How long it took, or will probably take: counted down from the last word of the server. */
function time({ scan, at }) {
  if (!ended(scan)) return left(scan.estimate, (performance.now() - at) / 1000);
  return scan.started_at ? duration((new Date(scan.ended_at) - new Date(scan.started_at)) / 1000) : 'never started';
}

function left(estimate, since) {
  const most = estimate && (estimate.p90_seconds ?? estimate.p50_seconds) - since;
  if (estimate == null || most <= 0) return 'not known';
  const [from, to] = [duration(Math.max(0, estimate.p50_seconds - since)), duration(most)];
  return from === to ? `about ${from}` : `${from} to ${to}`;
}

function troubles(progress) {
  const parts = [[progress.failed, 'failed'], [progress.timed_out, 'late'], [progress.cancelled, 'cancelled'], [progress.skipped, 'never ran']];
  return parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`).join(', ') || '0';
}

/** Read out: the start, each quarter, and the end; not every change. */
function announce(scan, word) {
  const { progress } = scan;
  const step = ended(scan) ? 5 : Math.floor(progress.percentage / 25);
  if (step === announced) return;
  announced = step;
  const done = `${progress.strategies_completed} of ${count(progress.total_strategies, 'strategy', 'strategies')} done`;
  setText(byId('announcer'), `Scan: ${word}. ${done}, ${count(progress.opportunities_found_so_far, 'opportunity', 'opportunities')} found.`);
}
