// What is open, in the part of the address behind the #: a reload, a bookmark or the back button brings it back.

const names = ['min_profit_potential', 'max_required_capital', 'filter_by_risk_level', 'preferred_timeframes', 'symbols'];

/** The scan that is open, if any, and the filters, as the API wants them in its query. */
export function read() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const filters = new URLSearchParams();
  for (const name of names) {
    if (hash.get(name)) filters.set(name, hash.get(name));
  }

  const scan = hash.get('scan');
  return { scan: /^[\w.~-]{1,128}$/.test(scan ?? '') ? scan : null, filters };
}

/** The address of a scan with these filters. */
export function of(scan, filters) {
  const hash = new URLSearchParams(scan ? { scan } : {});
  filters.forEach((value, name) => hash.set(name, value));
  return hash.size > 0 ? `#${hash}` : location.pathname;
}
