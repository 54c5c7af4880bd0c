/** Tables whose figures stand under each other; a wide one scrolls in itself and never the page. */
import { h } from './dom.js';
import { count } from './format.js';

const ROWS_AT_FIRST = 15;

/**
 * @param {string[]} columns One with a # before its name has figures.
 * @param {any[]} rows
 * @param {(row: any) => any[]} cells
 * @param {boolean} [isWhole] Whether every row is shown at once, as on paper.
 */
export function table(columns, rows, cells, isWhole = false) {
  if (rows.length === 0) return h('p', { class: 'muted' }, 'None.');
  const names = columns.map(column => column.replace('#', ''));
  const classes = columns.map(column => (column.startsWith('#') ? 'figure-cell' : null));
  const body = h('tbody');
  const write = some => body.append(...some.map(row => h('tr', {}, cells(row).map((each, index) => h('td', { class: classes[index] }, each)))));
  const first = isWhole ? rows : rows.slice(0, ROWS_AT_FIRST);
  write(first);
  const more = rows.length > first.length && h('button', { type: 'button', class: 'small', onclick: () => {
    write(rows.slice(first.length));
    more.remove();
  } }, `Show all ${count(rows.length)}`);
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': `Table: ${names.join(', ')}` },
    h('table', {}, h('thead', {}, h('tr', {}, names.map((name, index) => h('th', { scope: 'col', class: classes[index] }, name)))), body), more);
}
