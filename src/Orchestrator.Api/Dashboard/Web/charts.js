/** The live figures of a sync: how far the follower is behind, how fast it goes, and when it will have caught up. */
import { h } from './dom.js';
import { bytes, duration, parseDuration } from './format.js';
import { Chart } from './chart.js';

const seconds = value => duration(value * 1000);
const rate = value => `${bytes(value)}/s`;

export class Charts {
  #lag = new Chart('Sync lag', 'chart-lag');
  #rate = new Chart('Transfer and apply rate', 'chart-rate');
  #catchUp = new Chart('Predicted catch-up', 'chart-catch-up');
  #freeze = new Chart('Predicted write freeze', 'chart-freeze');

  element = h('section', { class: 'panel charts', 'aria-labelledby': 'h-charts', hidden: true }, h('h2', { id: 'h-charts' }, 'Sync and transfer'),
    h('div', { class: 'figures' }, this.#lag.element, this.#rate.element, this.#catchUp.element, this.#freeze.element));

  /**
   * Draws what was measured.
   * @param {import('./model.js').MigrationModel} model
   */
  show({ series, status, budget }) {
    const isSync = series.lag.samples.length > 0 || Boolean(status?.sync);
    this.element.hidden = !isSync && series.rate.samples.length === 0;
    if (this.element.hidden) return;
    this.#lag.element.hidden = this.#catchUp.element.hidden = this.#freeze.element.hidden = !isSync;
    this.#rate.draw({ samples: series.rate.samples, format: rate, summary: describe('The transfer rate', series.rate.samples, rate) });
    if (!isSync) return;
    const catchUp = parseDuration(status?.sync?.catchUp);
    this.#lag.draw({ samples: series.lag.samples, predicted: caughtUp(series.lag.samples, catchUp), format: bytes, summary: `${describe('The lag', series.lag.samples, bytes)} ${foretell(catchUp)}` });
    this.#catchUp.draw({ samples: series.catchUp.samples, format: seconds, summary: `${describe('The predicted catch-up', series.catchUp.samples, seconds)} ${foretell(catchUp)}` });
    this.#freeze.draw({ samples: series.freeze.samples, limit: budget ? { value: budget / 1000, text: `budget ${duration(budget)}` } : undefined, format: seconds, summary: `${describe('The predicted write freeze', series.freeze.samples, seconds)} ${budget ? `Its budget is ${duration(budget)}.` : ''}` });
  }
}

/**
 * A series in words: what a chart says to somebody who does not see it.
 * @param {string} name
 * @param {import('./samples.js').Sample[]} samples
 * @param {(value: number) => string} format
 */
export function describe(name, samples, format) {
  if (samples.length === 0) return `${name} was not measured yet.`;
  const [first, last] = [samples[0], samples[samples.length - 1]];
  const most = Math.max(...samples.map(each => each.value));
  const change = last.value > first.value * 1.1 ? 'rising' : last.value < first.value * 0.9 ? 'falling' : 'steady';
  return `${name} is ${format(last.value)}, at most ${format(most)} in the last ${duration(last.at - first.at)}, ${change}.`;
}

// A catch-up that is far away would squeeze what was measured into nothing: only the way there is drawn.
function caughtUp(samples, ms) {
  const last = samples[samples.length - 1];
  if (!last || last.value <= 0 || ms === null || ms <= 0) return [];
  const shown = Math.min(ms, Math.max(60_000, last.at - samples[0].at));
  return [{ at: last.at + shown, value: last.value * (1 - shown / ms) }];
}

const foretell = ms => (ms === null ? 'When it will have caught up is not known.' : ms === 0 ? 'It has caught up.' : `It will have caught up in ${duration(ms)}.`);
