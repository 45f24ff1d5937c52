// Small helpers to draw with. Text is only ever set as text, and colours come from the style sheet.

const space = 'http://www.w3.org/2000/svg';

/** A new SVG element with attributes and children; a string becomes text. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(space, tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

/** Sets attributes; what is null is removed. */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null) element.removeAttribute(name);
    else element.setAttribute(name, String(value));
  }
}

/** Round numbers that divide a range from zero, about so many. */
export function ticks(most, about = 4) {
  if (!(most > 0)) return [0];
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * 10 ** Math.floor(Math.log10(most / about))).find((size) => most / size <= about + 1);
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
}
