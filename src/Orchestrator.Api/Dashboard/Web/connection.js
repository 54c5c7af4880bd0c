/** The one place that says whether what the page shows is alive. */
import { h, memo, setText } from './dom.js';
import { shape } from './states.js';
import { duration } from './format.js';
import { now, ticking, timeOf } from './clock.js';

const NEWS_MS = 1_500;

const element = /** @type {HTMLElement} */ (document.getElementById('connection'));
const update = memo(element);
let [lastHeard, wasLost] = [0, false];

/** Notes that something has arrived. */
export function heard() {
  lastHeard = now();
}

/**
 * Shows how the connection is. The countdown is for the eye: a screen reader is told once that it is lost.
 * @param {import('./sse.js').Connection|{ kind: 'none' }} connection
 */
export function showConnection(connection) {
  document.documentElement.dataset.connection = connection.kind;
  switch (connection.kind) {
    case 'none':
      update('none', () => []);
      break;
    case 'connecting':
      if (!wasLost) update('connecting', () => [shape('ring'), h('span', {}, 'Connecting')]);
      break;
    case 'live':
      heard();
      update(`live ${wasLost}`, () => [shape('dot'), h('span', {}, wasLost ? 'Live again, nothing missed' : 'Live')]);
      wasLost = false;
      break;
    case 'ended':
      update('ended', () => [shape('check'), h('span', {}, 'Ended, nothing more to come')]);
      break;
    case 'lost':
      wasLost = true;
      update(['lost', connection.retryAt], () => [
        shape('warning'), h('span', {}, 'Connection lost, trying again'),
        h('span', { class: 'aside', 'aria-hidden': 'true' }, ticking(() => `in ${waitUntil(connection.retryAt)}`)),
        lastHeard ? h('span', { class: 'aside' }, 'This is from ', timeOf(lastHeard)) : null,
        h('button', { type: 'button', class: 'small', onclick: connection.retry }, 'Try now')]);
      break;
    case 'refused':
      update('refused', () => [shape('cross'), h('span', {}, 'Not connected')]);
      break;
  }
}

const waitUntil = time => duration(Math.max(0, Math.ceil((time - Date.now()) / 1000)) * 1000);

let forget = 0;

/**
 * Tells a screen reader something that the eye sees anyway. It is taken away again, so that nobody who moves through
 * the page finds old news at its end.
 * @param {string} text
 */
export function announce(text) {
  const news = document.getElementById('news');
  if (!news) return;
  setText(news, text);
  window.clearTimeout(forget);
  forget = window.setTimeout(() => setText(news, ''), NEWS_MS);
}
