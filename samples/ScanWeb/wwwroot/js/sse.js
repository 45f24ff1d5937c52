// Reads a stream of server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html
// The browser's own EventSource cannot send a token.

/** The events of a body. `onBytes` is called whenever anything arrives, be it a comment that only says that the line is alive. */
export async function* readEvents(body, onBytes = () => {}) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = {};
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return; // what has no empty line behind it is not whole
      onBytes();
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      for (const line of lines) {
        if (line !== '') take(event, line);
        else if (Object.keys(event).length > 0) {
          yield event;
          event = {};
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function take(event, line) {
  const colon = line.indexOf(':');
  if (colon === 0) return; // a comment
  const field = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  event[field] = field === 'data' && event.data !== undefined ? `${event.data}\n${value}` : value;
}
