/** Can we still go back? */
import { h, memo } from './dom.js';
import { shape } from './states.js';
import { DAY, HOUR, duration, plural } from './format.js';
import { distance, now, ticking, timeOf } from './clock.js';

/** @typedef {import('./types.js').Status} Status */
/** @typedef {{ answer: string, tone: string, shape: string, text: string }} Verdict */

export class Fallback {
  element = h('section', { class: 'panel fallback', 'aria-labelledby': 'h-fallback' });
  #update = memo(this.element);

  /** @param {Status} status */
  show(status) {
    const verdict = judge(status);
    const { fallbackUntil, wayBack, sync } = status;
    this.#update([verdict, fallbackUntil, wayBack, sync?.latestRollback, contact(status)], () => [
      h('h2', { id: 'h-fallback' }, 'Can we still go back?'),
      h('p', { class: `answer ${verdict.tone}` }, shape(verdict.shape), h('strong', {}, verdict.answer)),
      h('p', {}, verdict.text),
      facts(status),
    ]);
  }
}

/**
 * Answers the question.
 * @param {Status} status
 * @returns {Verdict}
 */
export function judge(status) {
  const { state, wayBack } = status;
  if (state === 'cutOver') return judgeWindow(status);
  if (state === 'completed') return { answer: 'No', tone: 'idle', shape: 'check', text: status.rehearsal ? 'It was a rehearsal: users were never moved.' : 'The fallback window is closed; users are on the target for good.' };
  if (state === 'rolledBack') return { answer: 'We have gone back', tone: 'idle', shape: 'backDone', text: 'Users are on the source, and everything is undone.' };
  if (state === 'rollingBack') return { answer: 'Going back now', tone: 'wait', shape: 'back', text: 'The undos run, newest first.' };
  if (state === 'failed' && (status.traffic === 'target' || status.writesFrozenSince || undosIn(status) > 0)) {
    return { answer: 'Not by itself', tone: 'bad', shape: 'warning', text: `It was ended from the outside, and nothing was undone. Users were on the ${status.traffic}${status.writesFrozenSince ? ' and could not write' : ''}.` };
  }
  if (state === 'failed') return { answer: 'There was nothing to go back from', tone: 'idle', shape: 'cross', text: 'It failed before it changed anything, or it was ended from the outside.' };
  if (state === 'needsOperator') return { answer: 'Not by itself', tone: 'bad', shape: 'warning', text: 'Some undos keep failing. All the others have run.' };
  if (status.traffic === 'target') return wayBack ? judgeWindow(status) : { answer: 'Yes, by a rollback', tone: 'wait', shape: 'back', text: 'Users are on the target. Before anything is undone it is found out whether a write would be lost.' };
  const undos = undosIn(status);
  return { answer: 'Yes', tone: 'ok', shape: 'check', text: `Users are still on the source. Cancelling undoes what was done${undos > 0 ? `: ${plural(undos, 'undo stands', 'undos stand')} ready` : '; nothing is to be undone yet'}.` };
}

/** How many undos stand ready. @param {Status} status */
const undosIn = status => status.steps.filter(step => step.undoes && step.state !== 'pending' && step.state !== 'undone' && step.state !== 'skipped').length;

/** @param {Status} status @returns {Verdict} */
function judgeWindow({ wayBack, fallbackUntil }) {
  if (!wayBack) {
    return {
      answer: 'Yes, if nothing would be lost', tone: 'wait', shape: 'question',
      text: `The source does not follow the target. Whoever goes back is told first what the source would lack${fallbackUntil ? '' : '; the migration waits for a decision'}.`,
    };
  }
  return wayBack.isOpen
    ? { answer: 'Yes, and nothing would be lost', tone: 'ok', shape: 'check', text: wayBack.text }
    : { answer: 'Not without losing writes', tone: 'bad', shape: 'warning', text: wayBack.text };
}

/** When the source was last heard of: by the check of the way back, or by the sync that leads there. @param {Status} status */
function contact({ wayBack, sync }) {
  if (!wayBack) return null;
  return sync?.direction === 'reverse' && Date.parse(sync.seenAt) > Date.parse(wayBack.checkedAt) ? sync.seenAt : wayBack.checkedAt;
}

/** @param {Status} status */
function facts(status) {
  const { fallbackUntil, sync } = status;
  const heardAt = contact(status);
  const entries = [
    fallbackUntil ? ['Time left', h('strong', { class: 'big' }, ticking(() => timeLeft(fallbackUntil)))] : null,
    fallbackUntil ? ['Closes', timeOf(fallbackUntil)] : null,
    heardAt ? ['Last contact with the source', [ticking(() => distance(heardAt)), ', ', timeOf(heardAt)]] : null,
    sync?.latestRollback && !fallbackUntil ? ['A rollback fits into the window until', timeOf(sync.latestRollback)] : null,
  ].filter(each => each !== null);
  return entries.length === 0 ? null : h('dl', { class: 'facts' }, entries.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** Whole days count down to hours, then to minutes. @param {string} until */
export function timeLeft(until) {
  const left = Date.parse(until) - now();
  if (left <= 0) return 'none';
  return left >= 2 * DAY ? plural(Math.floor(left / DAY), 'day') : left >= HOUR ? duration(left) : duration(Math.floor(left / 1000) * 1000);
}
