/** The runbook as it runs: every step, how far it is, what is the matter with it, and the undo that stands behind it. */
import { h, memo, s, setAttribute, setText } from './dom.js';
import { badge, shape, stepState } from './states.js';
import { amount, duration, list, plural } from './format.js';
import { distance, now, onTick, ticking, timeOf } from './clock.js';

/** @typedef {import('./types.js').Step} Step */
/** @typedef {import('./model.js').MigrationModel} MigrationModel */

export class Timeline {
  #items = h('ol', { class: 'timeline' });
  #count = h('span', { class: 'muted' });
  element = h('section', { class: 'panel', 'aria-labelledby': 'h-steps' }, h('h2', { id: 'h-steps' }, 'Runbook ', this.#count), this.#items);

  /** @type {Map<string, StepItem>} */
  #steps = new Map();
  #gate = h('li', { class: 'step wait' });
  #updateGate = memo(this.#gate);

  /**
   * @param {MigrationModel} model
   * @param {AbortSignal} left
   */
  constructor(model, left) {
    this.model = model;
    left.addEventListener('abort', onTick(() => this.#steps.forEach(step => step.tick())));
  }

  show() {
    const { status, rates } = this.model;
    if (!status) return;
    const done = status.steps.filter(step => step.state === 'completed' || step.state === 'skipped').length;
    setText(this.#count, `${done} of ${status.steps.length}`);
    const wanted = status.steps.map(step => {
      const item = this.#steps.get(step.name) ?? new StepItem(step.name);
      this.#steps.set(step.name, item);
      item.show(step, rates.get(step.name), UNDO_LATE[status.state]);
      return item.element;
    });
    this.#placeGate(status, wanted);
    wanted.forEach((element, index) => {
      if (this.#items.children[index] !== element) this.#items.insertBefore(element, this.#items.children[index] ?? null);
    });
    while (this.#items.children.length > wanted.length) this.#items.lastElementChild.remove();
  }

  // Gates are no steps; the one that is waited at stands where the runbook has come to.
  #placeGate(status, wanted) {
    const gate = status.waitingFor;
    if (!gate) return;
    const missing = gate.required - gate.approvedBy.length;
    this.#updateGate([gate, status.id], () => [
      h('span', { class: 'marker wait' }, shape('question')),
      h('div', { class: 'step-body' },
        h('div', { class: 'step-line' }, h('strong', {}, `Gate '${gate.gate}'`), badge({ word: `Waiting for ${plural(missing, 'more approval')}`, shape: 'question', tone: 'wait' })),
        h('p', { class: 'muted' }, gate.approvedBy.length > 0 ? `Approved by ${list(gate.approvedBy)}. ` : 'Nobody has approved yet. ', 'It ends ', ticking(() => distance(gate.expiresAt)), ', ', timeOf(gate.expiresAt), '.'),
        h('p', {}, h('a', { class: 'button', href: `/dashboard/migrations/${encodeURIComponent(status.id)}/approvals/${encodeURIComponent(gate.gate)}` }, 'Read the evidence and decide'))),
    ]);
    const at = status.steps.findIndex(step => step.state === 'pending');
    wanted.splice(at < 0 ? wanted.length : at, 0, this.#gate);
  }
}

class StepItem {
  #marker = h('span', { class: 'marker' });
  #line = h('div', { class: 'step-line' });
  #detail = h('div', { class: 'step-detail' });
  #time = h('span', { class: 'muted nowrap' });
  #fill = s('rect', { height: 6, class: 'done' });
  #bar = h('div', { class: 'bar', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 }, s('svg', { viewBox: '0 0 100 6', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('rect', { width: 100, height: 6, class: 'track' }), this.#fill));
  #amount = h('p', { class: 'muted amount' });
  #progress = h('div', { class: 'progress', hidden: true }, this.#bar, this.#amount);
  #updateMarker = memo(this.#marker);
  #updateLine = memo(this.#line);
  #updateDetail = memo(this.#detail);

  /** @type {Step|null} */
  #step = null;

  /** @param {string} name */
  constructor(name) {
    this.element = h('li', { 'data-testid': `step-${name}` }, this.#marker, h('div', { class: 'step-body' }, this.#line, this.#progress, this.#detail));
  }

  /** @param {Step} step @param {import('./samples.js').ProgressRate} [rate] @param {string} [lateUndo] What is said of its undo, when no undo runs by itself any more. */
  show(step, rate, lateUndo) {
    this.#step = step;
    const look = stepState(step.state);
    setAttribute(this.element, 'class', `step ${look.tone} ${step.state}`);
    setAttribute(this.element, 'aria-current', step.state === 'running' || step.state === 'onHold' ? 'step' : null);
    this.#updateMarker(look.shape, () => shape(look.shape));
    this.#updateLine([step.title, look.word, step.attempt > 1 && step.attempt], () => [
      h('strong', { class: 'step-title' }, step.title), h('span', { class: `word ${look.tone}` }, look.word),
      step.attempt > 1 ? h('span', { class: 'tag' }, `attempt ${step.attempt}`) : null, this.#time]);
    this.#showProgress(step, rate);
    this.#showDetail(step, lateUndo);
    this.tick();
  }

  /** Writes what runs with the clock. */
  tick() {
    const { startedAt, finishedAt, state } = this.#step ?? {};
    if (!startedAt) return setText(this.#time, '');
    const end = finishedAt ? Date.parse(finishedAt) : now();
    const isMeasured = finishedAt || state === 'running' || state === 'onHold';
    setText(this.#time, isMeasured ? duration(Math.max(0, finishedAt ? end - Date.parse(startedAt) : Math.floor((end - Date.parse(startedAt)) / 1000) * 1000)) : '');
  }

  #showProgress(step, rate) {
    const progress = step.state === 'running' ? step.progress : undefined;
    this.#progress.hidden = !progress;
    if (!progress) return;
    const part = progress.total ? Math.min(1, progress.completed / progress.total) : null;
    this.#bar.hidden = part === null;
    setAttribute(this.#fill, 'width', ((part ?? 0) * 100).toFixed(1));
    setAttribute(this.#bar, 'aria-valuenow', Math.round((part ?? 0) * 100));
    setAttribute(this.#bar, 'aria-label', step.title);
    const speed = rate?.perSecond;
    const rest = rate?.remaining(progress);
    setText(this.#amount, [
      part === null ? amount(progress.completed, progress.unit) : `${Math.floor(part * 100)} %, ${amount(progress.completed, progress.unit)} of ${amount(progress.total ?? 0, progress.unit)}`,
      speed ? `${amount(speed, progress.unit)}/s` : null,
      rest !== null && rest !== undefined && rest > 0 ? `about ${duration(rest)} left` : null,
    ].filter(Boolean).join(' · '));
  }

  #showDetail(step, lateUndo) {
    const { summary, error, retryAt, undoes, startedAt, state } = step;
    const undoWord = (state === 'completed' && lateUndo) || UNDO_WORDS[state] || 'Undo';
    this.#updateDetail([summary, error, retryAt, undoes, startedAt, state, undoWord], () => [
      h('p', { class: 'step-said' }, summary ? h('span', {}, summary) : null, startedAt && state !== 'pending' ? h('span', { class: 'muted small-text' }, timeOf(startedAt)) : null),
      error ? h('p', { class: 'step-error' }, shape('warning'), h('span', {}, h('span', { class: 'hidden-text' }, 'Error: '), error)) : null,
      retryAt && state === 'running' ? h('p', { class: 'step-retry' }, shape('back'), h('span', {}, 'Tried again ', ticking(() => distance(retryAt)), ', ', timeOf(retryAt))) : null,
      undoes ? h('p', { class: `undo ${state}` }, shape('back'), h('span', {}, h('span', { class: 'label' }, undoWord), undoes)) : null,
    ]);
  }
}

const UNDO_WORDS = { pending: 'Undo will be', completed: 'Undo stands ready', running: 'Undo stands ready', onHold: 'Undo stands ready', failed: 'Undo stands ready', undone: 'Undone', undoFailed: 'This undo keeps failing', skipped: 'Undo' };

// After cutover a person asks for the way back, and after the end nobody can.
const UNDO_LATE = { cutOver: 'Undo', completed: 'Undo was', failed: 'Undo was', rolledBack: 'Kept; its undo was' };
