/** One migration as the server tells of it: its status from the event stream, its evidence from the report. */
import { get, pathOf } from './api.js';
import { follow } from './sse.js';
import { learn, now } from './clock.js';
import { parseDuration } from './format.js';
import { isFinal } from './states.js';
import { ProgressRate, Series } from './samples.js';

/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Report} Report */

const REPORT_MS = 2_000;
const AGAIN_MS = 5_000;
// What was measured outlives the page, so that going to the evidence and back does not empty the charts.
/** @type {Map<string, ReturnType<typeof newSeries>>} */
const measured = new Map();

export class MigrationModel {
  /** @type {Status|null} */
  status = null;

  /** @type {Report|null} */
  report = null;

  /** @type {Map<string, ProgressRate>} */
  rates = new Map();

  /** @type {string|undefined} */
  #lastId;

  /** What the report was read for: it is read again when a step has ended or somebody has decided. */
  #readFor = '';
  #timer = 0;

  /**
   * @param {string} id
   * @param {AbortSignal} left
   */
  constructor(id, left) {
    this.id = id;
    this.left = left;
    const series = measured.get(id) ?? newSeries();
    measured.set(id, series);
    this.series = series;
    left.addEventListener('abort', () => window.clearTimeout(this.#timer));
  }

  /**
   * Follows it until the page is left.
   * @param {(what: 'status'|'report') => void} changed
   * @param {(connection: import('./sse.js').Connection) => void} show
   */
  follow(changed, show) {
    this.changed = changed;
    const take = message => {
      if (message.event === 'status') this.#takeStatus(JSON.parse(message.data));
      else if (message.event === 'progress') this.#takeProgress(JSON.parse(message.data));
      if (message.id) this.#lastId = message.id;
      changed('status');
    };
    const isOver = () => this.status !== null && (isFinal(this.status.state) || Boolean(this.status.finishedAt));
    return follow(`${pathOf(this.id)}/events`, { lastId: () => this.#lastId, take, isOver, show }, this.left);
  }

  /**
   * Reads the report now.
   * @returns {Promise<Report>}
   */
  async readReport() {
    const report = /** @type {Report} */ (await get(`${pathOf(this.id)}/report`, this.left));
    // An answer that was asked for earlier can come later; older evidence must not stand above a newer hash.
    if (this.report && report.status.revision < this.report.status.revision) return this.report;
    this.report = report;
    if (!this.status || report.status.revision > this.status.revision) this.status = report.status;
    return report;
  }

  /** The budget of a freeze in milliseconds; null when the plan states none. */
  get budget() {
    const stated = parseDuration(this.status?.sync?.freezeBudget) ?? parseDuration(this.report?.plan?.downtime?.tolerance);
    return stated ?? (this.isOnline ? 30_000 : null);
  }

  get isOnline() {
    return this.status?.strategy === 'online';
  }

  #takeStatus(status) {
    this.status = status;
    this.#measure(status.steps);
    this.#learn();
    if (this.#wanted !== this.#readFor) this.#schedule(this.report ? REPORT_MS : 0);
  }

  #takeProgress(progress) {
    const status = this.status;
    if (!status) return;
    const byName = new Map(progress.steps.map(step => [step.name, step.progress]));
    const steps = status.steps.map(step => (byName.has(step.name) ? { ...step, progress: byName.get(step.name) } : step));
    const { writesFrozenFor, lagBytes, sync } = progress;
    this.status = { ...status, steps, writesFrozenFor, lagBytes: lagBytes ?? status.lagBytes, sync: sync ?? status.sync };
    this.#measure(progress.steps);
    this.#learn();
  }

  /** What the evidence depends on. */
  get #wanted() {
    const { state, waitingFor, steps = [], wayBack } = this.status ?? {};
    return JSON.stringify([state, waitingFor, steps.map(step => step.state), wayBack?.checkedAt]);
  }

  #schedule(delay) {
    this.#timer ||= window.setTimeout(() => this.#refreshReport(), delay);
  }

  async #refreshReport() {
    const wanted = this.#wanted;
    let isRead = false;
    try {
      await this.readReport();
      [this.#readFor, isRead] = [wanted, true];
      this.changed?.('report');
    } catch {
      // The evidence that is shown stays until it can be read again; the connection says what is the matter.
    }
    this.#timer = 0;
    if (!this.left.aborted && this.#wanted !== this.#readFor) this.#schedule(isRead ? REPORT_MS : AGAIN_MS);
  }

  #measure(steps) {
    const at = now();
    for (const { name, progress } of steps) {
      if (!progress) continue;
      const rate = this.rates.get(name) ?? new ProgressRate();
      this.rates.set(name, rate);
      rate.add(at, progress.completed);
      if (progress.unit === 'bytes') this.series.rate.add(at, rate.perSecond);
    }
    const { sync } = this.status ?? {};
    if (!sync) return;
    const seen = Date.parse(sync.seenAt);
    this.series.lag.add(seen, sync.lagBytes);
    this.series.rate.add(seen, sync.appliedBytesPerSecond);
    this.series.catchUp.add(seen, seconds(sync.catchUp));
    this.series.freeze.add(seen, seconds(sync.predictedFreeze));
  }

  // The server has just measured for how long writes are frozen: nothing tells its clock more exactly.
  #learn() {
    const { writesFrozenSince, writesFrozenFor } = this.status ?? {};
    const length = parseDuration(writesFrozenFor);
    if (writesFrozenSince && length !== null) learn(Date.parse(writesFrozenSince) + length);
  }
}

const newSeries = () => ({ lag: new Series(), rate: new Series(), catchUp: new Series(), freeze: new Series() });

const seconds = text => {
  const ms = parseDuration(text);
  return ms === null ? null : ms / 1000;
};
