// Everything that a screen reader needs a name for and has none, ids that are there twice, and controls that are too small to hit.
() => {
  const faults = [];
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  const text = (ids) => (ids ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ').trim();
  const name = (e) => e.getAttribute('aria-label') || text(e.getAttribute('aria-labelledby')) || [...(e.labels ?? [])].map((l) => l.textContent.trim()).join(' ')
    || e.textContent.trim();
  for (const e of shown('button, a, summary')) if (!name(e)) faults.push(`no name: ${e.outerHTML}`);
  for (const e of shown('input, select, progress, table, [role=region], nav, section, fieldset')) {
    const named = e.getAttribute('aria-label') || text(e.getAttribute('aria-labelledby')) || [...(e.labels ?? [])].map((l) => l.textContent.trim()).join(' ')
      || e.querySelector(':scope > legend, :scope > caption')?.textContent.trim() || (e.matches('table') && e.parentElement.matches('[aria-labelledby]'));
    if (!named) faults.push(`no label: ${e.outerHTML.slice(0, 120)}`);
  }

  for (const table of shown('table')) {
    if ([...table.querySelectorAll('thead th')].some((th) => th.scope !== 'col')) faults.push('a column without a header');
    if ([...table.querySelectorAll('tbody tr')].some((tr) => !tr.querySelector('th[scope=row]'))) faults.push('a row without a header');
  }

  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`twice: ${id}`);
  if (!document.documentElement.lang) faults.push('no language');
  if (shown('h1').length !== 1) faults.push(`${shown('h1').length} headings of the first level`);
  if (shown('main').length !== 1 || shown('header').length !== 1) faults.push('no landmarks');
  for (const e of shown('button, select, a, summary, input:not([type=checkbox])')) {
    const { width, height } = e.getBoundingClientRect();
    if (!e.matches('.skip') && (width < 24 || height < 24)) faults.push(`too small: ${e.outerHTML.slice(0, 80)} ${width}x${height}`);
  }

  return faults;
}
