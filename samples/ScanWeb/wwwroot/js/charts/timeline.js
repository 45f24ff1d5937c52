// When a strategy ran within its scan, how far it is, and where an attempt before was cut short.

import { draw, set } from './svg.js';

/** An empty bar. */
export function createBar() {
  const svg = draw('svg', { class: 'timeline', viewBox: '0 0 100 10', preserveAspectRatio: 'none', role: 'img' });
  svg.append(draw('rect', { class: 'lost', y: 3, height: 4 }), draw('rect', { class: 'track', y: 0, height: 10 }), draw('rect', { class: 'done', y: 0, height: 10 }));
  return svg;
}

/** Draws a strategy of a scan as it is at an instant. */
export function showBar(svg, strategy, scan, now) {
  const [lost, track, done] = svg.children;
  const begun = Date.parse(scan.started_at ?? scan.created_at);
  const whole = Math.max(1, (scan.ended_at ? Date.parse(scan.ended_at) : now) - begun);
  const at = strategy.started_at ? Date.parse(strategy.started_at) : null;
  const end = at == null ? null : strategy.elapsed_seconds == null ? begun + whole : at + strategy.elapsed_seconds * 1000;
  const place = (instant) => Math.min(100, Math.max(0, ((instant - begun) / whole) * 100));
  const [from, to] = at == null ? [0, 0] : [place(at), Math.max(place(end), place(at) + 0.7)];
  const filled = ['succeeded', 'not_applicable'].includes(strategy.status) ? 1 : strategy.elapsed_seconds == null ? strategy.progress ?? 0 : 1;
  set(lost, { x: 0, width: strategy.attempt > 1 ? from.toFixed(2) : 0 });
  set(track, { x: from.toFixed(2), width: (to - from).toFixed(2) });
  set(done, { x: from.toFixed(2), width: ((to - from) * filled).toFixed(2) });
  set(svg, { class: `timeline ${strategy.status}`, 'aria-label': words(strategy, at == null ? null : (at - begun) / 1000) });
}

function words(strategy, after) {
  if (after == null) return `${strategy.name} has not begun`;
  const progress = strategy.elapsed_seconds == null && strategy.progress != null ? `, ${Math.round(strategy.progress * 100)} % done` : '';
  return `${strategy.name} began ${after.toFixed(1)} s after the scan${progress}`;
}
