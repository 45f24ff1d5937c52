// The ranking as a file: what passes the filters, in the order that is shown.

const columns = ['strategy_id', 'strategy_name', 'opportunity_type', 'symbol', 'exchange', 'side', 'profit_potential_usd', 'confidence_score', 'risk_level',
  'required_capital_usd', 'estimated_timeframe', 'entry_price', 'exit_price', 'discovered_at', 'expires_at'];

/** Rows of comma-separated values (RFC 4180). */
export function csv(opportunities) {
  const rows = opportunities.map((item, i) => [i + 1, ...columns.map((name) => item[name])]);
  return [['rank', ...columns], ...rows].map((row) => `${row.map(quoted).join(',')}\r\n`).join('');
}

/** Has the browser keep a text as a file. */
export function save(text, type, name) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function quoted(value) {
  const text = value == null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
