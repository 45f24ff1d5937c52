// Small helpers over the document. Text is only ever set as text.

export const byId = (id) => document.getElementById(id);

/** A new element with properties and children; a string becomes text. */
export function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Sets the text of an element if it is another one: what has not changed is not drawn, nor read out, again. */
export function setText(element, value) {
  const text = value == null ? '' : String(value);
  if (element.textContent !== text) element.textContent = text;
}

export function setClass(element, value) {
  if (element.className !== value) element.className = value;
}

/** Makes the children of `parent` stand for `items`, one each: keeps those that are there, so that neither focus nor selection is lost. */
export function showEach(parent, items, create, update) {
  items.forEach((item, i) => {
    const child = parent.children[i] ?? parent.appendChild(create());
    update(child, item, i);
  });
  while (parent.children.length > items.length) parent.lastElementChild.remove();
}

/** Draws with the next frame, and only the newest of what came in between. */
export function onFrame(draw) {
  let waiting = false;
  let newest;
  return (value) => {
    newest = value;
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw(newest);
    });
  };
}

/** Waits so long, or until the signal says that nobody is waiting any more. */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
