// The opportunities on a plane: profit against confidence, capital as size, risk as colour. The table below it says the same in words.

import { plain, share, usd, wholeUsd } from '../words.js';
import { draw, set, ticks } from './svg.js';

const [width, height] = [640, 260];
const edge = { left: 64, right: 14, top: 14, bottom: 40 };

/** @param onChosen Called with the place of the opportunity that was chosen, by mouse or keyboard. */
export function createMap(figure, onChosen) {
  const svg = draw('svg', { viewBox: `0 0 ${width} ${height}`, class: 'map', role: 'group', 'aria-label': 'Opportunities by profit and confidence' });
  const [axes, dots] = [draw('g', { class: 'axes', 'aria-hidden': 'true' }), draw('g', { class: 'dots' })];
  svg.append(axes, dots);
  figure.prepend(svg);

  return function show(items, keepsPlace) {
    figure.hidden = items.length === 0 && !keepsPlace;
    const profit = nice(Math.max(...items.map((item) => item.profit_potential_usd), 1));
    const confidences = items.map((item) => item.confidence_score);
    const [low, high] = span(confidences);
    const capital = Math.max(...items.map((item) => item.required_capital_usd), 1);
    const x = (value) => edge.left + ((value - low) / (high - low)) * (width - edge.left - edge.right);
    const y = (value) => height - edge.bottom - (value / profit) * (height - edge.top - edge.bottom);
    drawAxes(profit, low, high, x, y);
    while (dots.children.length > items.length) dots.lastElementChild.remove();
    items.forEach((item, i) => {
      const dot = dots.children[i] ?? dots.appendChild(makeDot(() => onChosen(Number(dot.dataset.place))));
      dot.dataset.place = i;
      set(dot, {
        cx: x(item.confidence_score).toFixed(1), cy: y(item.profit_potential_usd).toFixed(1),
        r: (5 + 15 * Math.sqrt(item.required_capital_usd / capital)).toFixed(1), class: `dot risk-${item.risk_level}`, 'aria-label': words(item),
      });
      dot.firstChild.textContent = words(item);
    });
  };

  function drawAxes(profit, low, high, x, y) {
    const lines = ticks(profit).flatMap((value) => [
      draw('line', { x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
      draw('text', { x: edge.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, wholeUsd(value)),
    ]);
    const marks = [low, (low + high) / 2, high].map((value) => draw('text', { x: x(value), y: height - edge.bottom + 18, 'text-anchor': 'middle' }, share(value)));
    axes.replaceChildren(...lines, ...marks, draw('text', { x: (edge.left + width) / 2, y: height - 4, 'text-anchor': 'middle' }, 'Confidence'),
      draw('text', { x: edge.left, y: 10, 'text-anchor': 'start' }, 'Profit, USD'));
  }
}

function makeDot(choose) {
  const dot = draw('circle', { tabindex: 0, role: 'button' }, draw('title'));
  dot.addEventListener('click', choose);
  dot.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  });
  return dot;
}

const words = (item) => `${item.symbol}, ${item.side === 'none' ? 'both sides' : item.side}: ${usd(item.profit_potential_usd)} at ${share(item.confidence_score)}, `
  + `${wholeUsd(item.required_capital_usd)} capital, ${plain(item.risk_level)} risk`;

/** A range of confidence that all values are well inside of. */
function span(values) {
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return [Math.max(0, Math.floor(least * 20 - 1) / 20), Math.min(1, Math.ceil(most * 20 + 1) / 20)];
}

const nice = (most) => {
  const [, step = most] = ticks(most);
  return Math.ceil(most / step) * step;
};
