/** Measurements that are kept while somebody watches, and what follows from them: rates and remaining times. */

/** @typedef {{ at: number, value: number }} Sample */

const RATE_WINDOW_MS = 20_000;
const SHORTEST_MS = 800;

/** A series of measurements, oldest first; when it is full, every second of the older half goes. */
export class Series {
  /** @type {Sample[]} */
  samples = [];

  /** @param {number} [limit] */
  constructor(limit = 600) {
    this.limit = limit;
  }

  /** @param {number} at @param {number|null|undefined} value What is not known is not noted. */
  add(at, value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    const last = this.samples[this.samples.length - 1];
    if (last && at <= last.at) return;
    this.samples.push({ at, value });
    if (this.samples.length <= this.limit) return;
    const half = this.limit / 2;
    this.samples = this.samples.filter((_, index) => index >= half || index % 2 === 0);
  }

  /** @returns {Sample|undefined} */
  get last() {
    return this.samples[this.samples.length - 1];
  }
}

/** How far a step was at which time. */
export class ProgressRate {
  /** @type {Sample[]} */
  #samples = [];

  /** @param {number} at @param {number} completed */
  add(at, completed) {
    const last = this.#samples[this.#samples.length - 1];
    if (last && completed < last.value) this.#samples = []; // a new attempt, or a new pass
    this.#samples.push({ at, value: completed });
    while (this.#samples.length > 2 && at - this.#samples[0].at > RATE_WINDOW_MS) this.#samples.shift();
  }

  /** @returns {number|null} Units a second; null before there is something to measure. */
  get perSecond() {
    const [first, last] = [this.#samples[0], this.#samples[this.#samples.length - 1]];
    if (!first || last.at - first.at < SHORTEST_MS) return null;
    return ((last.value - first.value) * 1000) / (last.at - first.at);
  }

  /**
   * How long the rest takes at this rate.
   * @param {import('./types.js').Progress} progress
   * @returns {number|null} Milliseconds.
   */
  remaining(progress) {
    const rate = this.perSecond;
    if (!rate || rate <= 0 || !progress.total || progress.total < progress.completed) return null;
    return ((progress.total - progress.completed) / rate) * 1000;
  }
}
