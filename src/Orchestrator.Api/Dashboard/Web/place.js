/** Where users are now: the most important thing about a migration, and the largest on its page. */
import { h, memo, s, setAttribute, setText } from './dom.js';
import { shape } from './states.js';
import { duration, parseDuration, stopwatch } from './format.js';
import { now, onTick, timeOf } from './clock.js';

/** @typedef {import('./model.js').MigrationModel} MigrationModel */

// The server gives writes back so that this share of the budget is left for giving them back: see FreezeBudget.
const SHARE_FOR_STEPS = 0.8;

/** The two sides, and between them which way data flows. */
export class Place {
  element = h('section', { class: 'place', 'data-testid': 'traffic', 'aria-label': 'Where users are' });
  #update = memo(this.element);

  /** @param {MigrationModel} model */
  show({ status }) {
    if (!status) return;
    const { traffic, writesFrozenSince, sync, state } = status;
    const direction = sync?.direction ?? null;
    const shows = [traffic, Boolean(writesFrozenSince), direction, state === 'cutOver' && Boolean(status.wayBack?.isOpen), status.finishedAt !== undefined, state];
    this.#update(shows, () => [
      this.#side('source', traffic, writesFrozenSince),
      h('div', { class: 'between' }, arrow(flow(status)), h('span', {}, flowText(status))),
      this.#side('target', traffic, writesFrozenSince),
    ]);
  }

  #side(side, traffic, frozen) {
    const isHere = side === traffic;
    const name = side === 'source' ? 'Source' : 'Target';
    return h('div', { class: `side-box ${side}${isHere ? ' here' : ''}${isHere && frozen ? ' frozen' : ''}` },
      h('p', { class: 'side-name' }, name),
      isHere
        ? h('p', { class: 'users' }, shape(frozen ? 'lock' : 'people'), h('strong', {}, `Users are on the ${side}`), h('span', {}, frozen ? ' and cannot write' : ' and can write'))
        : h('p', { class: 'nobody' }, 'No users here'));
  }
}

/** For how long writes are frozen, against what the plan accepts. */
export class Freeze {
  #time = h('p', { class: 'stopwatch', role: 'timer', 'aria-live': 'off' });
  #words = h('p', { class: 'freeze-words', role: 'status' });
  #detail = h('p', { class: 'muted' });
  #fill = s('rect', { height: 10, class: 'fill' });
  #mark = s('rect', { y: 0, width: 0.6, height: 10, class: 'mark' });
  #bar = h('div', { class: 'budget', role: 'progressbar', 'aria-label': 'Write freeze against its budget', 'aria-valuemin': 0 },
    s('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, s('rect', { width: 100, height: 10, class: 'track' }), this.#fill, this.#mark));
  element = h('section', { class: 'panel freeze', 'data-testid': 'freeze', 'aria-labelledby': 'h-freeze' },
    h('h2', { id: 'h-freeze' }, 'Write freeze'), this.#time, this.#bar, this.#words, this.#detail);

  /**
   * @param {MigrationModel} model
   * @param {AbortSignal} left
   */
  constructor(model, left) {
    this.model = model;
    left.addEventListener('abort', onTick(() => this.show()));
  }

  show() {
    const { status, budget, isOnline } = this.model;
    if (!status) return;
    const over = parseDuration(status.downtime) ?? 0;
    const length = status.writesFrozenSince ? now() - Date.parse(status.writesFrozenSince) : over;
    const part = budget ? length / budget : 0;
    const level = !status.writesFrozenSince ? (length > 0 ? 'over' : 'none') : part > 1 ? 'late' : part > SHARE_FOR_STEPS ? 'near' : 'running';
    setAttribute(this.element, 'data-level', level);
    setText(this.#time, stopwatch(length));
    this.#showBar(length, budget, isOnline);
    setText(this.#words, WORDS[level]);
    setText(this.#detail, describeBudget(budget, isOnline, status));
  }

  #showBar(length, budget, isOnline) {
    this.#bar.hidden = !budget;
    if (!budget) return;
    setAttribute(this.#fill, 'width', Math.min(100, (length / budget) * 100).toFixed(1));
    setAttribute(this.#mark, 'x', SHARE_FOR_STEPS * 100);
    setAttribute(this.#mark, 'visibility', isOnline ? 'visible' : 'hidden');
    setAttribute(this.#bar, 'aria-valuemax', Math.round(budget / 1000));
    setAttribute(this.#bar, 'aria-valuenow', Math.min(Math.round(budget / 1000), Math.round(length / 1000)));
    setAttribute(this.#bar, 'aria-valuetext', `${duration(length)} of ${duration(budget)}`);
  }
}

const WORDS = {
  none: 'Users can write.',
  running: 'Users cannot write now.',
  near: 'Users cannot write now, and the budget is nearly used.',
  late: 'Users cannot write now, for longer than the plan accepts.',
  over: 'Over: users can write again.',
};

function describeBudget(budget, isOnline, status) {
  if (status.rehearsal) return 'A rehearsal leaves users alone.';
  if (!budget) return 'The plan states no longest downtime.';
  return isOnline
    ? `Budget ${duration(budget)}. At the mark writes are given back, if the move is not done by then.`
    : `The plan accepts ${duration(budget)}.`;
}

/**
 * What happens now, and what is to be done next.
 */
export class Phase {
  element = h('div', { class: 'phase' });
  #update = memo(this.element);

  /** @param {MigrationModel} model */
  show({ status }) {
    if (!status) return;
    const { phase, next, error, finishedAt, downtime, state } = status;
    this.#update([phase, next, error, finishedAt, downtime, state], () => [
      finishedAt ? null : h('p', { class: 'phase-now' }, h('span', { class: 'label' }, 'Now'), h('strong', {}, phase || 'Accepted, and about to begin')),
      error ? h('div', { class: 'alert', role: 'alert' }, shape('warning'), h('div', {}, h('strong', {}, ERROR_TITLES[state] ?? 'Something failed'), h('p', {}, error))) : null,
      finishedAt ? h('p', {}, 'Ended ', timeOf(finishedAt), downtime ? `, with ${duration(parseDuration(downtime) ?? 0)} in which users could not write` : '', '.') : null,
      next ? h('p', { class: 'muted' }, h('span', { class: 'label' }, finishedAt ? 'Then' : 'Next'), next) : null,
    ]);
  }
}

const ERROR_TITLES = {
  onHold: 'A step failed and waits for you',
  needsOperator: 'Undos keep failing and need you',
  rollingBack: 'Why it is being rolled back',
  rolledBack: 'Why it was rolled back',
  failed: 'Why it failed',
  cutOver: 'Users stay on the target',
};

/** @param {import('./types.js').Status} status */
function flow({ state, sync, wayBack }) {
  if (state === 'cutOver') return wayBack?.isOpen ? 'back' : 'none';
  if (state === 'rollingBack') return 'back';
  if (state === 'completed' || state === 'rolledBack' || state === 'failed' || state === 'needsOperator') return 'none';
  return sync?.direction === 'reverse' ? 'back' : 'forth';
}

/** @param {import('./types.js').Status} status */
function flowText(status) {
  switch (flow(status)) {
    case 'forth': return status.sync ? 'the target follows' : 'moves to the target';
    case 'back': return status.state === 'rollingBack' ? 'goes back to the source' : 'the source follows';
    default: return status.state === 'completed' ? 'moved for good' : 'nothing flows';
  }
}

const arrow = way => s('svg', { class: `arrow ${way}`, viewBox: '0 0 64 20', 'aria-hidden': 'true' },
  s('path', { d: way === 'none' ? 'M4 10H60' : way === 'forth' ? 'M4 10H60M50 3l9 7-9 7' : 'M60 10H4M14 3 5 10l9 7' }));
