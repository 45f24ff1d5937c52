// How many opportunities were found by when, as a line that only rises.

import { draw, set } from './svg.js';

export function createFound(holder) {
  const line = draw('polyline', { fill: 'none' });
  const svg = draw('svg', { class: 'found', viewBox: '0 0 120 28', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, line);
  holder.append(svg);

  /** @param instants When each was found, in milliseconds; in any order. */
  return function show(instants, from, to) {
    svg.style.visibility = instants.length > 0 ? 'visible' : 'hidden';
    const sorted = [...instants].sort((one, other) => one - other);
    const x = (instant) => (Math.min(1, Math.max(0, (instant - from) / Math.max(1, to - from))) * 118 + 1).toFixed(1);
    const y = (count) => (27 - (count / Math.max(1, sorted.length)) * 25).toFixed(1);
    const steps = sorted.flatMap((instant, i) => [`${x(instant)},${y(i)}`, `${x(instant)},${y(i + 1)}`]);
    set(line, { points: [`1,${y(0)}`, ...steps, `${x(to)},${y(sorted.length)}`].join(' ') });
  };
}
