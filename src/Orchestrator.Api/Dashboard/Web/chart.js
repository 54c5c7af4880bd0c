/** A small line chart as SVG: two axes with units, one line, and what is predicted as a dashed one. */
import { h, memo, s, setAttribute, setText } from './dom.js';
import { duration } from './format.js';

/** @typedef {import('./samples.js').Sample} Sample */
/**
 * @typedef {object} Drawing
 * @property {Sample[]} samples
 * @property {Sample[]} [predicted] What is expected, from the last sample on.
 * @property {{ value: number, text: string }} [limit] A level that matters.
 * @property {(value: number) => string} format
 * @property {string} summary The chart in one sentence.
 */

const HEIGHT = 150;
const SHORTEST_AXIS_MS = 10_000;
const [LEFT, RIGHT, TOP, BOTTOM] = [62, 10, 10, 24];

export class Chart {
  #width = 320;

  /** @type {Drawing|null} */
  #drawing = null;

  /**
   * @param {string} title
   * @param {string} testId
   */
  constructor(title, testId) {
    this.value = h('strong', { class: 'chart-value' });
    this.svg = s('svg', { class: 'chart', role: 'img', height: HEIGHT });
    this.rows = h('tbody');
    this.updateRows = memo(this.rows);
    this.column = h('th', { scope: 'col' }, title);
    this.table = h('details', { class: 'chart-table', ontoggle: () => this.#showTable() }, h('summary', {}, 'As a table'),
      h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Before now'), this.column)), this.rows));
    this.element = h('figure', { class: 'figure', 'data-testid': testId, 'aria-label': title },
      h('figcaption', {}, h('span', {}, title), this.value), this.svg, this.table);
    new ResizeObserver(([entry]) => this.#resize(entry.contentRect.width)).observe(this.element);
  }

  /**
   * Draws.
   * @param {Drawing} drawing
   */
  draw(drawing) {
    this.#drawing = drawing;
    const last = drawing.samples[drawing.samples.length - 1];
    setText(this.value, last ? drawing.format(last.value) : 'nothing measured yet');
    setAttribute(this.svg, 'aria-label', drawing.summary);
    this.svg.replaceChildren(...(last ? this.#lines(drawing, last) : []));
    this.#showTable();
  }

  /** @param {Drawing} drawing @param {Sample} last */
  #lines({ samples, predicted = [], limit, format }, last) {
    const all = [...samples, ...predicted];
    const from = Math.min(samples[0].at, last.at - SHORTEST_AXIS_MS);
    const to = all[all.length - 1].at;
    const top = nice(Math.max(...all.map(each => each.value), limit && limit.value < 4 * last.value ? limit.value : 0));
    const x = at => LEFT + ((at - from) / (to - from)) * (this.#width - LEFT - RIGHT);
    const y = value => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM);
    const path = points => points.map((each, index) => `${index ? 'L' : 'M'}${x(each.at).toFixed(1)} ${y(each.value).toFixed(1)}`).join('');
    const area = `${path(samples)}L${x(last.at).toFixed(1)} ${y(0)}L${x(samples[0].at).toFixed(1)} ${y(0)}Z`;
    return [
      ...(all.some(each => each.value > 0) ? [0, 0.5, 1] : [0]).map(part => this.#gridLine(y(part * top), format(part * top))),
      ...this.#times(x, from, to, last.at),
      limit && limit.value <= top ? s('path', { class: 'limit', d: `M${LEFT} ${y(limit.value)}H${this.#width - RIGHT}` }) : null,
      limit && limit.value <= top ? s('text', { class: 'axis', x: this.#width - RIGHT, y: y(limit.value) - 4, 'text-anchor': 'end' }, limit.text) : null,
      s('path', { class: 'area', d: area }), s('path', { class: 'curve', d: path(samples) }),
      predicted.length > 0 ? s('path', { class: 'predicted', d: path([last, ...predicted]) }) : null,
      s('circle', { class: 'last', cx: x(last.at), cy: y(last.value), r: 3.5 }),
    ].filter(Boolean);
  }

  #gridLine(y, text) {
    return s('g', {}, s('path', { class: 'grid', d: `M${LEFT} ${y}H${this.#width - RIGHT}` }), s('text', { class: 'axis', x: LEFT - 6, y: y + 4, 'text-anchor': 'end' }, text));
  }

  #times(x, from, to, last) {
    const text = (at, anchor, words) => s('text', { class: 'axis', x: x(at), y: HEIGHT - 7, 'text-anchor': anchor }, words);
    const isWide = to > last && x(to) - x(last) > 70;
    return [
      last - from > 0.2 * (to - from) ? text(from, 'start', `${duration(last - from)} ago`) : null,
      text(last, x(last) > this.#width - 60 ? 'end' : 'middle', 'now'),
      isWide && to > last + 1000 ? text(to, 'end', `in ${duration(to - last)}`) : null,
    ];
  }

  #resize(width) {
    if (width < 50 || Math.abs(width - this.#width) < 1) return;
    this.#width = width;
    setAttribute(this.svg, 'viewBox', `0 0 ${width} ${HEIGHT}`);
    setAttribute(this.svg, 'width', width);
    if (this.#drawing) this.draw(this.#drawing);
  }

  #showTable() {
    const { samples = [], format } = this.#drawing ?? {};
    if (!this.table.open || !format) return;
    const step = Math.max(1, Math.floor(samples.length / 12));
    const some = samples.filter((_, index) => (samples.length - 1 - index) % step === 0).reverse();
    this.updateRows(some, () => some.map(each => h('tr', {}, h('td', {}, duration(some[0].at - each.at)), h('td', {}, format(each.value)))));
  }
}

// The next round figure, so that the axis has round figures and does not jump with every sample.
function nice(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 6, 8, 10].map(each => each * power).find(each => each >= value) ?? value;
}
