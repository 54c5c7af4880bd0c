/** Keeps only the rows in the page that can be seen, so that 5,000 cost as much as 30. */
import { RowView } from './rowview.js';
import { setAttribute } from './dom.js';

/** @typedef {import('./types.js').Row} Row */

const SPARE_ROWS = 6;

export class RowWindow {
  /** @type {Row[]} */
  #rows = [];

  /** @type {Map<string, RowView>} */
  #shown = new Map();

  /** @type {RowView[]} */
  #pool = [];

  #rowHeight = 0;

  /** The row that the arrows have reached. */
  active = '';

  /**
   * @param {HTMLElement} body The row group; the page scrolls, not it.
   * @param {(id: string) => Row|undefined} find The newest of a row: an order is made less often than rows change.
   */
  constructor(body, find) {
    this.body = body;
    this.find = find;
    body.addEventListener('keydown', event => this.#press(event));
    body.addEventListener('focusin', event => this.#reach(event));
  }

  /**
   * Shows rows in an order.
   * @param {Row[]} rows
   */
  setRows(rows) {
    this.#rows = rows;
    if (!rows.some(row => row.id === this.active)) this.active = rows[0]?.id ?? '';
    this.measure();
  }

  /** Reads the height that the style sheet gives a row at this width. */
  measure() {
    this.#rowHeight = parseFloat(getComputedStyle(this.body).getPropertyValue('--row')) || 60;
    this.body.style.height = `${this.#rows.length * this.#rowHeight}px`;
    this.render(null);
  }

  /**
   * Brings the rows in view up to date.
   * @param {Set<string>|null} changed Only these have changed; all when null.
   */
  render(changed) {
    const [first, last] = this.#range();
    const wanted = new Set(this.#rows.slice(first, last).map(row => row.id));
    if (this.#shown.has(this.active)) wanted.add(this.active); // whoever is on it stays on it
    for (const [id, view] of this.#shown) {
      if (wanted.has(id)) continue;
      view.element.remove();
      this.#shown.delete(id);
      this.#pool.push(view);
    }
    let before = this.body.firstElementChild;
    this.#rows.forEach((row, index) => {
      if ((index < first || index >= last) && (row.id !== this.active || !this.#shown.has(row.id))) return;
      const view = this.#place(row, index, changed);
      if (view.element === before) before = before.nextElementSibling;
      else this.#insert(view.element, before);
    });
  }

  #place(row, index, changed) {
    let view = this.#shown.get(row.id);
    const isNew = !view;
    view ??= this.#pool.pop() ?? new RowView();
    this.#shown.set(row.id, view);
    if (isNew || changed === null || changed.has(row.id)) view.show(this.find(row.id) ?? row);
    view.element.style.transform = `translateY(${index * this.#rowHeight}px)`;
    setAttribute(view.element, 'aria-rowindex', index + 2);
    setAttribute(view.name, 'tabindex', row.id === this.active ? '0' : '-1');
    return view;
  }

  // Moving an element in the document takes the focus from it.
  #insert(element, before) {
    const focused = element.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    this.body.insertBefore(element, before);
    focused?.focus({ preventScroll: true });
  }

  #range() {
    const top = -this.body.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / this.#rowHeight) - SPARE_ROWS);
    return [first, Math.min(this.#rows.length, Math.ceil((top + window.innerHeight) / this.#rowHeight) + SPARE_ROWS)];
  }

  #reach(event) {
    const id = [...this.#shown].find(([, view]) => view.element.contains(event.target))?.[0];
    if (!id || id === this.active) return;
    this.#shown.get(this.active)?.name.setAttribute('tabindex', '-1');
    this.active = id;
    this.#shown.get(id)?.name.setAttribute('tabindex', '0');
  }

  #press(event) {
    const page = Math.max(1, Math.floor(window.innerHeight / this.#rowHeight) - 2);
    const from = this.#rows.findIndex(row => row.id === this.active);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, PageDown: from + page, PageUp: from - page, Home: 0, End: this.#rows.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey || this.#rows.length === 0) return;
    event.preventDefault();
    this.#go(Math.min(this.#rows.length - 1, Math.max(0, to)));
  }

  #go(index) {
    this.#shown.get(this.active)?.name.setAttribute('tabindex', '-1');
    this.active = this.#rows[index].id;
    this.#scrollTo(index);
    this.render(new Set());
    this.#shown.get(this.active)?.name.focus({ preventScroll: true });
  }

  // Below the bars that stay at the top of the page.
  #scrollTo(index) {
    const hidden = parseFloat(getComputedStyle(this.body).getPropertyValue('--sticky')) || 0;
    const top = this.body.getBoundingClientRect().top + index * this.#rowHeight;
    if (top < hidden) window.scrollBy(0, Math.floor(top - hidden));
    else if (top + this.#rowHeight > window.innerHeight) window.scrollBy(0, Math.ceil(top + this.#rowHeight - window.innerHeight));
  }
}
