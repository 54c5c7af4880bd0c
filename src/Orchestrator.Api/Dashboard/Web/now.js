/** All migrations: what they do, what they wait for and for whom. */
import { h, memo, setAttribute, setText } from './dom.js';
import { GROUPS, MIGRATION_STATES, shape } from './states.js';
import { count, plural } from './format.js';
import { SORTS, readView, select, summarize, writeView } from './filter.js';
import { RowWindow } from './rowwindow.js';
import { announce, heard, showConnection } from './connection.js';
import { problemText } from './problem.js';
import { store } from './store.js';

// The order is made anew less often than rows change: rows that jump under a pointer cannot be read or clicked.
const ORDER_MS = 500;
const COLUMNS = ['workload', 'state', 'traffic', 'progress', 'waiting', 'environment', 'started'];

/**
 * Shows the page until it is left.
 * @param {HTMLElement} main
 * @param {AbortSignal} left
 */
export function showNow(main, left) {
  new NowPage(main, left).open();
}

class NowPage {
  #view = readView(location.search);
  #frame = 0;
  #orderTimer = 0;
  #orderedAt = 0;
  #said = 0;

  /** @param {HTMLElement} main @param {AbortSignal} left */
  constructor(main, left) {
    this.left = left;
    this.counts = h('nav', { class: 'groups', 'aria-label': 'Overview' });
    this.updateCounts = memo(this.counts);
    this.text = h('input', { type: 'search', id: 'q', value: this.#view.text, placeholder: 'Workload, id, owner, step or error', autocomplete: 'off', spellcheck: 'false' });
    this.environment = h('select', { id: 'environment' });
    this.owner = h('select', { id: 'owner' });
    this.state = h('select', { id: 'state' });
    this.sort = h('select', { id: 'sort' });
    this.found = h('p', { class: 'found', role: 'status' });
    this.head = h('div', { class: 'row head', role: 'row', 'aria-rowindex': '1' });
    this.updateHead = memo(this.head);
    this.body = h('div', { class: 'rows', role: 'rowgroup' });
    this.table = h('div', { class: 'list', role: 'table', 'aria-label': 'Migrations', 'aria-describedby': 'keys' }, h('div', { role: 'rowgroup', class: 'headgroup' }, this.head), this.body);
    this.empty = h('div', { class: 'empty', hidden: true });
    this.updateEmpty = memo(this.empty);
    this.problem = h('div', { role: 'alert' });
    this.window = new RowWindow(this.body, id => store.rows.get(id));
    main.replaceChildren(h('div', { class: 'page now' },
      h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, 'Migrations'), this.counts),
      this.#filters(), this.problem, this.found, this.table, this.empty,
      h('p', { class: 'keys', id: 'keys' }, 'Arrow keys, Page up and down, Home and End move through the list; Enter opens a migration.')));
  }

  open() {
    const signal = this.left;
    this.#listen(signal);
    store.open(() => {
      heard();
      this.#draw();
    }, connection => {
      showConnection(connection);
      this.problem.replaceChildren(...(connection.kind === 'refused' ? [problemText(connection.problem)] : []));
    });
    signal.addEventListener('abort', () => {
      store.close();
      cancelAnimationFrame(this.#frame);
      window.clearTimeout(this.#orderTimer);
    });
    this.#order();
  }

  #filters() {
    const field = (label, control, className = '') => h('div', { class: `field ${className}` }, h('label', { for: control.id }, label), control);
    return h('form', { class: 'filters', role: 'search', 'aria-label': 'Filter migrations', onsubmit: event => event.preventDefault() },
      field('Search', this.text, 'wide'), field('State', this.state), field('Environment', this.environment), field('Owner', this.owner), field('Sort by', this.sort));
  }

  #listen(signal) {
    this.text.addEventListener('input', () => this.#change({ text: this.text.value }));
    this.environment.addEventListener('change', () => this.#change({ environment: this.environment.value }));
    this.owner.addEventListener('change', () => this.#change({ owner: this.owner.value }));
    this.state.addEventListener('change', () => this.#change({ state: this.state.value }));
    this.sort.addEventListener('change', () => this.#change({ sort: this.sort.value, isDescending: this.sort.value === 'started' || this.sort.value === 'progress' }));
    const draw = () => this.#draw();
    window.addEventListener('scroll', draw, { signal, passive: true });
    window.addEventListener('resize', () => this.window.measure(), { signal });
  }

  #change(change) {
    Object.assign(this.#view, change);
    history.replaceState(history.state, '', location.pathname + writeView(this.#view));
    this.#order();
  }

  /** Everything that came in since the last frame is drawn in one. */
  #draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const { ids, isReset } = store.takeChanges();
      this.window.render(ids);
      if (isReset && performance.now() - this.#orderedAt > ORDER_MS) this.#order();
      else if (ids.size > 0 || isReset) this.#orderTimer ||= window.setTimeout(() => this.#order(), ORDER_MS);
    });
  }

  #order() {
    window.clearTimeout(this.#orderTimer);
    [this.#orderTimer, this.#orderedAt] = [0, performance.now()];
    const rows = select(store.rows.values(), this.#view);
    const { groups, environments, owners } = summarize(store.rows.values());
    this.window.setRows(rows);
    setAttribute(this.table, 'aria-rowcount', rows.length + 1);
    this.#showChoices(environments, owners);
    this.#showHead();
    this.updateCounts([groups, this.#view.state], () => this.#groups(groups));
    setText(this.found, this.#describe(rows.length));
    this.#showEmpty(rows.length);
    document.title = groups.needs > 0 ? `(${groups.needs}) Migrations · Orchestrator` : 'Migrations · Orchestrator';
    this.#say(groups.needs);
  }

  /** Says how many need a person when it is another number than before. */
  #say(needs) {
    if (!store.isLoaded || needs === this.#said) return;
    if (needs > 0 || this.#said > 0) announce(`${plural(needs, 'migration needs', 'migrations need')} a person.`);
    this.#said = needs;
  }

  #describe(shown) {
    if (!store.isLoaded) return 'Reading the list …';
    return shown === store.rows.size ? plural(shown, 'migration') : `${count(shown)} of ${plural(store.rows.size, 'migration')}`;
  }

  #showEmpty(shown) {
    const isEmpty = store.isLoaded && shown === 0;
    [this.empty.hidden, this.table.hidden] = [!isEmpty, isEmpty];
    if (!isEmpty) return;
    const isFiltered = store.rows.size > 0;
    this.updateEmpty(isFiltered, () => isFiltered
      ? [h('h2', {}, 'Nothing fits this filter'), h('p', {}, h('a', { href: '/dashboard' }, 'Show all migrations'))]
      : [h('h2', {}, 'No migration yet'), h('p', {}, 'Start one with ', h('code', {}, 'orchestrator start PLAN'), ', or see one work with ', h('code', {}, './run'), '. It appears here by itself.')]);
  }

  #groups(groups) {
    const total = Object.values(groups).reduce((sum, each) => sum + each, 0);
    const link = (state, word, number, tone, shapeName) => h('a', {
      class: `group ${number > 0 ? tone : 'idle'}`, href: `/dashboard${writeView({ ...this.#view, state })}`, 'aria-current': this.#view.state === state ? 'true' : null,
      onclick: event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        this.#change({ state });
      },
    }, shape(shapeName), h('strong', {}, count(number)), ' ', h('span', {}, word));
    return [link('', 'All', total, 'idle', 'ring'), ...Object.entries(GROUPS).map(([name, group]) => link(name, group.word, groups[name], group.tone, group.shape))];
  }

  #showChoices(environments, owners) {
    choices(this.environment, [['', 'All'], ...environments.map(each => [each, each])], this.#view.environment);
    choices(this.owner, [['', 'All'], ...owners.map(each => [each, each])], this.#view.owner);
    choices(this.state, [['', 'All'], ...Object.entries(GROUPS).map(([name, group]) => [name, group.word]),
      ...Object.entries(MIGRATION_STATES).map(([name, state]) => [name, `· ${state.word}`])], this.#view.state);
    choices(this.sort, Object.entries(SORTS).map(([name, sort]) => [name, sort.title]), this.#view.sort);
  }

  #showHead() {
    const { sort, isDescending } = this.#view;
    this.updateHead([sort, isDescending], () => COLUMNS.map(name => h('div', {
      class: `cell c-${{ waiting: 'waits', environment: 'place', workload: 'name' }[name] ?? name}`, role: 'columnheader', 'aria-sort': sort === name ? (isDescending ? 'descending' : 'ascending') : null,
    }, h('button', { type: 'button', class: 'sort', onclick: () => this.#sortBy(name) }, SORTS[name].title, sort === name ? h('span', { 'aria-hidden': 'true' }, isDescending ? ' ↓' : ' ↑') : null))));
  }

  #sortBy(name) {
    this.#change({ sort: name, isDescending: this.#view.sort === name ? !this.#view.isDescending : name === 'started' || name === 'progress' });
    /** @type {HTMLElement|null} */ (this.head.children[COLUMNS.indexOf(name)]?.querySelector('button'))?.focus();
  }
}

function choices(control, found, value) {
  // A choice that is in the address counts although nothing has it now.
  const options = !value || found.some(([name]) => name === value) ? found : [...found, [value, value]];
  const key = JSON.stringify(options);
  if (control.dataset.options !== key) {
    control.dataset.options = key;
    control.replaceChildren(...options.map(([name, word]) => h('option', { value: name }, word)));
  }
  if (control.value !== value) control.value = value;
}
