/** The server's clock as the viewer's machine knows it, one tick for everything that runs, and times as people read them. */
import { h, setText } from './dom.js';
import { DAY, duration } from './format.js';

const TICK_MS = 100;
const ZONE = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
const LOCAL = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const LOCAL_DATE = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit' });

let offset = 0;
/** @type {Set<() => void>} */
const listeners = new Set();
let timer = 0;

/** The present moment by the server's clock, in milliseconds. */
export const now = () => Date.now() + offset;

/**
 * Learns the server's time from the header `Date`, which counts whole seconds. A difference that this and the
 * way there explain is none: it would make the clock jump with every answer.
 * @param {string|null} header
 */
export function learnFromHeader(header) {
  const time = Date.parse(header ?? '');
  if (!Number.isNaN(time) && Math.abs(time + 500 - now()) > 1_500) offset = time + 500 - Date.now();
}

/**
 * Learns the server's time from a moment that it measured just now.
 * @param {number} time
 */
export function learn(time) {
  offset = time - Date.now();
}

/**
 * Calls back ten times a second until it is stopped, and at once.
 * @param {() => void} listener
 * @returns {() => void} Stops it.
 */
export function onTick(listener) {
  listeners.add(listener);
  timer ||= window.setInterval(() => listeners.forEach(each => each()), TICK_MS);
  listener();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = 0;
  };
}

/**
 * A moment in the viewer's zone with UTC beside it. The style sheet leaves out the date of today, except on paper.
 * @param {string|number|Date} when
 * @returns {HTMLTimeElement}
 */
export function timeOf(when) {
  const time = new Date(when);
  const iso = time.toISOString();
  const [date, utcDate, utc] = [LOCAL_DATE.format(time), iso.slice(0, 10), `${iso.slice(11, 19)} UTC`];
  const isUtc = time.getTimezoneOffset() === 0;
  return h('time', { datetime: iso, title: iso },
    h('span', { class: isSameDay(time) ? 'date today' : 'date' }, `${date} `),
    h('span', { class: 'local' }, isUtc ? utc : `${LOCAL.format(time)} ${zoneOf(time)}`),
    isUtc ? null : [' ', h('span', { class: 'utc' }, utcDate === date ? utc : `${utcDate} ${utc}`)]);
}

/**
 * A short moment in one line of text, for dense places: "22:04 (21:04 UTC)".
 * @param {string} when
 */
export function shortTime(when) {
  const time = new Date(when);
  const iso = time.toISOString();
  const date = isSameDay(time) ? '' : `${LOCAL_DATE.format(time)} `;
  return time.getTimezoneOffset() === 0 ? `${date}${iso.slice(11, 16)} UTC` : `${date}${LOCAL.format(time).slice(0, 5)} (${iso.slice(11, 16)} UTC)`;
}

/**
 * How long until a moment, or since: "in 3 min 20 s", "12 s ago".
 * @param {string} when
 */
export function distance(when) {
  const left = Date.parse(when) - now();
  if (Math.abs(left) < 1000) return 'now';
  return left > 0 ? `in ${rough(left)}` : `${rough(-left)} ago`;
}

/**
 * A text that is written again with every tick for as long as its element is in the page.
 * @param {() => string} text
 * @param {string} [className]
 */
export function ticking(text, className) {
  const element = h('span', { class: className });
  let wasShown = false;
  const stop = onTick(() => {
    setText(element, text());
    if (wasShown && !element.isConnected) stop();
    wasShown ||= element.isConnected;
  });
  return element;
}

const rough = ms => duration(Math.floor(ms / 1000) * 1000);
const isSameDay = time => LOCAL_DATE.format(time) === LOCAL_DATE.format(now()) && Math.abs(time.getTime() - now()) < DAY;
const zoneOf = time => ZONE.formatToParts(time).find(part => part.type === 'timeZoneName')?.value ?? '';
