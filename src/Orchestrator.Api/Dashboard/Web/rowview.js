/** One row of the list. It is made once and written again and again, as rows come into view. */
import { h, s, setAttribute, setText } from './dom.js';
import { rowState, shape } from './states.js';
import { list } from './format.js';
import { distance, shortTime } from './clock.js';

/** @typedef {import('./types.js').Row} Row */

export class RowView {
  constructor() {
    this.name = h('a', { class: 'name', tabindex: '-1' });
    this.tag = h('span', { class: 'tag' }, 'Rehearsal');
    this.id = h('span', { class: 'sub mono' });
    this.state = h('span', { class: 'badge' });
    this.traffic = h('span', { class: 'side' });
    this.frozen = h('span', { class: 'sub frozen' });
    this.step = h('span', { class: 'line' });
    this.done = s('rect', { height: '6', class: 'done' });
    this.part = s('rect', { height: '6', class: 'part' });
    this.bar = h('span', { class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 }, s('svg', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      s('rect', { width: '100', height: '6', class: 'track' }), this.part, this.done));
    this.waits = h('span', { class: 'line' });
    this.forecast = h('span', { class: 'sub' });
    this.environment = h('span', { class: 'line' });
    this.owner = h('span', { class: 'sub' });
    this.started = h('span', { class: 'line' });
    this.since = h('span', { class: 'sub' });
    this.element = h('div', { class: 'row', role: 'row' },
      cell('c-name', h('span', { class: 'line' }, this.name, this.tag), this.id),
      cell('c-state', this.state), cell('c-traffic', this.traffic, this.frozen),
      cell('c-progress', this.step, this.bar), cell('c-waits', this.waits, this.forecast),
      cell('c-place', this.environment, this.owner), cell('c-started', this.started, this.since));
  }

  /**
   * Shows a row.
   * @param {Row} row
   */
  show(row) {
    const look = rowState(row);
    setAttribute(this.element, 'data-testid', `row-${row.id}`);
    setAttribute(this.element, 'data-group', look.group);
    setAttribute(this.name, 'href', `/dashboard/migrations/${encodeURIComponent(row.id)}`);
    setText(this.name, row.workload || row.id);
    this.tag.hidden = !row.rehearsal;
    setText(this.id, row.id);
    once(this.state, `badge ${look.tone}`, look.shape, look.word);
    this.#showTraffic(row);
    this.#showProgress(row);
    setText(this.waits, waitsFor(row));
    setAttribute(this.waits, 'class', row.error ? 'line error' : 'line');
    setText(this.forecast, row.forecast ?? '');
    setText(this.environment, row.environment);
    setText(this.owner, row.owner ?? 'no owner');
    setText(this.started, shortTime(row.startedAt));
    setText(this.since, row.finishedAt ? `ended ${distance(row.finishedAt)}` : distance(row.startedAt));
  }

  /** @param {Row} row */
  #showTraffic(row) {
    const isTarget = row.traffic === 'target';
    once(this.traffic, `side ${row.traffic}`, isTarget ? 'swap' : 'people', isTarget ? 'Target' : 'Source');
    setText(this.frozen, row.frozenSince ? 'writes frozen' : '');
  }

  /** @param {Row} row */
  #showProgress(row) {
    const total = Math.max(1, row.stepsTotal);
    const inStep = row.step?.progress?.total ? Math.min(1, row.step.progress.completed / row.step.progress.total) : 0;
    setText(this.step, `${row.stepsDone} of ${row.stepsTotal} · ${row.step?.title ?? row.phase}`);
    const percent = ((row.stepsDone + inStep) / total) * 100;
    setAttribute(this.done, 'width', ((row.stepsDone / total) * 100).toFixed(1));
    setAttribute(this.part, 'width', percent.toFixed(1));
    setAttribute(this.bar, 'aria-valuenow', Math.round(percent));
    setAttribute(this.bar, 'aria-label', `Progress of ${row.workload || row.id}`);
  }
}

/**
 * What a migration waits for, and for whom; or what is the matter.
 * @param {Row} row
 */
export function waitsFor(row) {
  if (row.waitingFor) {
    const { gate, required, approvedBy, expiresAt, roles } = row.waitingFor;
    return `${approvedBy.length} of ${required} for '${gate}', by ${list(roles ?? []) || 'an approver'}; until ${shortTime(expiresAt)}`;
  }
  if (row.error) return row.error;
  if (row.fallbackUntil) return `Way back open until ${shortTime(row.fallbackUntil)}`;
  return row.state === 'paused' ? 'An operator, to be resumed' : row.finishedAt ? '' : row.phase === row.step?.title ? '' : row.phase;
}

const cell = (name, ...children) => h('div', { class: `cell ${name}`, role: 'cell' }, ...children);

// Shapes are made again only when they change: this runs for every row in view, sixty times a second at worst.
function once(element, className, shapeName, word) {
  if (element.className === className && element.lastChild?.textContent === word) return;
  element.className = className;
  element.replaceChildren(shape(shapeName), h('span', {}, word));
}
