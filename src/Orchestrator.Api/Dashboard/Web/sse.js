/**
 * Server-sent events read with fetch, because an EventSource cannot send the header with the key. The reader says from
 * where to go on, so that half a list that was cut off is never taken for a whole one.
 * See https://html.spec.whatwg.org/multipage/server-sent-events.html.
 */
import { ask, headers } from './api.js';
import { Problem } from './problem.js';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
// The server sends a comment every 15 seconds; a connection that is silent for longer than three of them is dead.
const SILENCE_MS = 45_000;

/**
 * @typedef {{ event: string, id?: string, data: string }} Message
 * @typedef {{ kind: 'connecting'|'live'|'ended' }|{ kind: 'lost', retryAt: number, retry: () => void }|{ kind: 'refused', problem: Problem }} Connection
 */

/**
 * Follows a stream until it is aborted, refused, or over.
 * @param {string} path
 * @param {object} reader
 * @param {() => string|undefined} reader.lastId The last event that is wholly known.
 * @param {(message: Message) => void} reader.take
 * @param {() => boolean} [reader.isOver] Whether the end of the stream is its real end.
 * @param {(connection: Connection) => void} reader.show
 * @param {AbortSignal} signal
 */
export async function follow(path, reader, signal) {
  reader.show({ kind: 'connecting' });
  for (let failures = 0; !signal.aborted;) {
    try {
      await readOnce(path, reader, signal, () => (failures = 0));
    } catch (error) {
      if (signal.aborted) return;
      // A busy server, a gateway in front of one that starts, or none at all: worth another try. The rest is an answer.
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429 && error.status !== 408) {
        reader.show({ kind: 'refused', problem: error });
        return;
      }
    }
    if (signal.aborted) return;
    if (reader.isOver?.()) {
      reader.show({ kind: 'ended' });
      return;
    }
    await waitToRetry(failures++, reader, signal);
  }
}

/**
 * Splits the text of a stream into messages.
 * @param {(message: Message) => void} take
 * @param {() => void} [hear] Told of every message and comment: the server can read what it tells of.
 * @returns {(text: string) => void} Takes the next piece of text.
 */
export function parser(take, hear) {
  let [rest, event, id, data] = ['', '', /** @type {string|undefined} */ (undefined), /** @type {string[]} */ ([])];
  const line = text => {
    if (text === '') {
      if (data.length > 0) {
        hear?.();
        take({ event: event || 'message', id, data: data.join('\n') });
      }
      [event, id, data] = ['', undefined, []];
      return;
    }
    const colon = text.indexOf(':');
    if (colon === 0) {
      hear?.();
      return;
    }
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1));
    if (name === 'event') event = value;
    else if (name === 'id') id = value;
    else if (name === 'data') data.push(value);
  };
  return text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const each of lines) line(each.endsWith('\r') ? each.slice(0, -1) : each);
  };
}

async function readOnce(path, reader, signal, onLive) {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  signal.addEventListener('abort', stop);
  let silence = window.setTimeout(stop, SILENCE_MS);
  try {
    const lastId = reader.lastId();
    const response = await ask(path, { headers: headers({ accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) }), signal: attempt.signal });
    if (!response.body || response.status === 204) return;
    let isLive = false;
    const read = parser(reader.take, () => {
      if (isLive) return;
      isLive = true;
      reader.show({ kind: 'live' });
      onLive();
    });
    const decoder = new TextDecoder();
    const body = response.body.getReader();
    for (let piece = await body.read(); !piece.done; piece = await body.read()) {
      window.clearTimeout(silence);
      silence = window.setTimeout(stop, SILENCE_MS);
      read(decoder.decode(piece.value, { stream: true }));
    }
  } finally {
    window.clearTimeout(silence);
    signal.removeEventListener('abort', stop);
  }
}

// Each wait is about twice the last; the random part keeps twenty viewers from coming back at the same moment.
function waitToRetry(failures, reader, signal) {
  return new Promise(resolve => {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.75 + Math.random() / 2);
    const done = () => {
      window.clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve(undefined);
    };
    const timer = window.setTimeout(done, wait);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
    reader.show({ kind: 'lost', retryAt: Date.now() + wait, retry: done });
  });
}
