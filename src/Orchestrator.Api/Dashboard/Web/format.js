/** Numbers, sizes and durations as people read them. */

const COUNT = new Intl.NumberFormat('en');
const SIZES = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
const DURATION = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/;

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/**
 * Reads an ISO 8601 duration such as PT0.5S.
 * @param {string|undefined|null} text
 * @returns {number|null} Milliseconds.
 */
export function parseDuration(text) {
  const parts = DURATION.exec(text ?? '');
  if (!parts) return null;
  const [, sign, years, months, days, hours, minutes, seconds] = parts;
  const of = (value, unit) => (value ? Number(value) * unit : 0);
  const length = of(years, 365 * DAY) + of(months, 30 * DAY) + of(days, DAY) + of(hours, HOUR) + of(minutes, MINUTE) + of(seconds, SECOND);
  return sign ? -length : length;
}

/**
 * A duration in at most two units: "350 ms", "4.2 s", "3 min 20 s", "2 h 5 min", "6 d 3 h".
 * @param {number} ms
 */
export function duration(ms) {
  const length = Math.max(0, ms);
  if (length === 0) return '0 s';
  if (length < SECOND) return `${Math.round(length)} ms`;
  if (length < 10 * SECOND) return `${(length / SECOND).toFixed(1)} s`;
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return two(length, MINUTE, 'min', SECOND, 's');
  if (length < DAY) return two(length, HOUR, 'h', MINUTE, 'min');
  return two(length, DAY, 'd', HOUR, 'h');
}

/**
 * A stopwatch: "0:04.2", "12:30.0", "1:02:03".
 * @param {number} ms
 */
export function stopwatch(ms) {
  const tenths = Math.floor(Math.max(0, ms) / 100);
  const [hours, minutes, seconds] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, Math.floor(tenths / 10) % 60];
  const pad = value => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}.${tenths % 10}`;
}

/** @param {number} value */
export const count = value => COUNT.format(Math.round(value));

/**
 * A size with three digits: "1.24 MB".
 * @param {number} value
 */
export function bytes(value) {
  let [size, unit] = [Math.abs(value), 0];
  for (; size >= 1000 && unit < SIZES.length - 1; unit++) size /= 1000;
  const digits = unit === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${value < 0 ? '−' : ''}${size.toFixed(digits)} ${SIZES[unit]}`;
}

/**
 * An amount of whatever is counted.
 * @param {number} value
 * @param {string} unit "bytes", "rows", "files" …
 */
export const amount = (value, unit) => (unit === 'bytes' ? bytes(value) : `${count(value)} ${unit}`);

/**
 * "1 step", "3 steps".
 * @param {number} value
 * @param {string} one
 * @param {string} [many]
 */
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/**
 * "a", "a and b", "a, b and c".
 * @param {string[]} items
 */
export const list = items => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`);

/**
 * The beginning of a hash, long enough to be compared by eye.
 * @param {string|undefined} hash
 */
export function shortHash(hash) {
  const digits = (hash ?? '').replace(/^sha256:/, '');
  return digits.length > 12 ? `${digits.slice(0, 12)}…` : digits;
}

function two(length, big, bigName, small, smallName) {
  const rest = Math.floor((length % big) / small);
  return `${Math.floor(length / big)} ${bigName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}
