// What things are called, and how numbers are shown.

const statuses = {
  scanning: ['Running', 'running'], complete: ['Complete', 'good'], failed: ['Failed', 'bad'], timed_out: ['Timed out', 'warn'], cancelled: ['Cancelled', 'warn'],
  queued: ['Waiting', ''], cancelling: ['Cancelling', 'warn'],
  pending: ['Waiting', ''], running: ['Running', 'running'], succeeded: ['Done', 'good'], skipped: ['Never ran', ''],
  not_applicable: ['Not applicable', ''],
};

/** The word for a status, and the class that colours it. */
export const status = (name) => statuses[name] ?? [sentence(name ?? ''), ''];

/** The status of a scan; its phase says more while it runs. */
export const scanStatus = (scan) => status(scan.status === 'scanning' && scan.phase && scan.phase !== 'running' ? scan.phase : scan.status);

const zeroes = {
  no_strategy_ran: 'No strategy ran before the scan ended.', all_failed: 'No strategy ran to its end.',
  found_none: 'No strategy has a signal today whose like paid in the past beyond chance.', all_rejected: 'All that was found broke a rule.',
  none_applicable: 'No strategy has anything to say about what was asked.',
};

/** Why a scan that has ended found nothing. */
export const zero = (reason) => zeroes[reason] ?? 'Nothing was found.';

/** `very_high` as people write it. */
export const plain = (name) => name.replaceAll('_', ' ').replaceAll('-', ' ');

export const sentence = (name) => plain(name).replace(/^./, (first) => first.toUpperCase());

const markets = { dow30: 'Dow Jones 30', sp500: 'S&P 500', europe: 'Europe' };

export const marketName = (market) => markets[market] ?? market;

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const wholeDollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const prices = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const shares = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const usd = (amount) => (amount == null ? '–' : dollars.format(amount));
export const wholeUsd = (amount) => (amount == null ? '–' : wholeDollars.format(amount));
export const price = (amount) => (amount == null ? '–' : prices.format(amount));
export const share = (part) => (part == null ? '–' : shares.format(part));

/** `21d` without its unit, which the column names. */
export const days = (timeframe) => timeframe?.replace(/d$/, '') ?? '–';

/** A duration: `0.4 s`, `12 s`, `3:05`. */
export function duration(seconds) {
  if (seconds == null) return '';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
}

const calendar = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** A day of the calendar: `2 Jan 2001`. */
export const calendarDay = (day) => calendar.format(new Date(`${day}T00:00:00Z`));

/** How long until an instant: `3 d`, `5 h`, `12 min`; `expired` after it. */
export function left(instant) {
  if (instant == null) return '–';
  const minutes = (Date.parse(instant) - Date.now()) / 60_000;
  if (minutes <= 0) return 'expired';
  if (minutes < 60) return `in ${Math.ceil(minutes)} min`;
  return minutes < 48 * 60 ? `in ${Math.round(minutes / 60)} h` : `in ${Math.round(minutes / 1440)} d`;
}

/** An instant: the time of day, with the day unless it is today. */
export function instant(text) {
  const time = new Date(text);
  return (time.toDateString() === new Date().toDateString() ? clock : dayAndClock).format(time);
}

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
