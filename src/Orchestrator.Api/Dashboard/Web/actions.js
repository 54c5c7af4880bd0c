/** What a caller may do now, and what will happen then. The server decides again; this only spares people a refusal. */
import { h, memo } from './dom.js';
import { pathOf, post } from './api.js';
import { confirmAction } from './dialog.js';
import { stepState } from './states.js';

/** @typedef {import('./types.js').Status} Status */
/** @typedef {import('./types.js').Me} Me */
/** @typedef {import('./dialog.js').Question} Question */

/**
 * The actions that fit a state and a role, the likeliest first.
 * @param {Status} status
 * @param {Me} me
 * @returns {Question[]}
 */
export function actionsFor(status, me) {
  if (!me.may.operate || status.finishedAt) return [];
  const { state } = status;
  const isFrozenOnline = Boolean(status.writesFrozenSince) && status.strategy === 'online';
  return [
    state === 'onHold' || state === 'needsOperator' ? retry(status) : null,
    state === 'onHold' || state === 'needsOperator' ? skip(status) : null,
    state === 'onHold' ? undoAll(status) : null,
    state === 'paused' ? resume(status) : null,
    state === 'cutOver' ? finalize(status) : null,
    state === 'cutOver' ? rollBack(status) : null,
    (state === 'running' || state === 'waitingForApproval' || state === 'pending') && !isFrozenOnline ? pause(status) : null,
    ['pending', 'running', 'waitingForApproval', 'paused'].includes(state) ? cancel(status) : null,
  ].filter(each => each !== null);
}

/** The buttons. They stay the same elements while the same actions fit, so that none moves away under a finger. */
export class Actions {
  element = h('div', { class: 'actions', role: 'group', 'aria-label': 'Actions' });
  #update = memo(this.element);

  /** @type {Question[]} What fits now; a button asks it as it is when it is pressed, not as it was when it was drawn. */
  #questions = [];

  /** @param {Me} me */
  constructor(me) {
    this.me = me;
  }

  /** @param {Status} status */
  show(status) {
    const questions = (this.#questions = actionsFor(status, this.me));
    const gate = status.waitingFor?.gate;
    this.element.hidden = questions.length === 0 && !gate;
    this.#update([questions.map(each => [each.verb, each.sentence]), gate], () => [
      gate ? h('a', { class: `button ${this.me.may.approve ? 'primary' : ''}`, href: `/dashboard/migrations/${encodeURIComponent(status.id)}/approvals/${encodeURIComponent(gate)}` },
        this.me.may.approve ? `Decide about '${gate}'` : `Evidence for '${gate}'`) : null,
      ...questions.map(question => h('button', { type: 'button', class: question.weight === 'danger' ? 'danger-outline' : question.isWanted ? 'primary' : null, onclick: () => this.#ask(question.verb) }, question.verb)),
    ]);
  }

  /** @param {string} verb */
  #ask(verb) {
    const question = this.#questions.find(each => each.verb === verb);
    if (question) confirmAction(question);
  }
}

/** The undos that would run now, newest first. */
const undosOf = status => status.steps.filter(step => step.undoes && ['completed', 'running', 'onHold', 'failed'].includes(step.state)).map(step => step.undoes ?? '').reverse();

const usersAfterUndo = status => (status.traffic === 'source' ? 'users stay on the source' : 'users go back to the source, unless a write would be lost by it');

const heldStep = status => status.steps.find(step => step.state === 'onHold');

/** @param {Status} status @param {string} what @param {object} body */
const ask = (status, what, body) => post(`${pathOf(status.id)}/${what}`, body);

/**
 * @param {Status} status
 * @param {'retry'|'skip'|'rollback'} action
 * @returns {Question['send']}
 */
const decide = (status, action) => ({ comment }) => ask(status, 'decisions', { action, step: heldStep(status)?.name, comment });

/** @param {Status} status @returns {Question} */
function retry(status) {
  const step = heldStep(status);
  return {
    title: step ? `Try '${step.title}' again?` : 'Try the undos again?', verb: 'Retry', isWanted: true, send: decide(status, 'retry'),
    sentence: step ? `The step '${step.title}' runs again from its beginning, and the migration goes on when it works.` : 'The undos that failed run again; everything else is undone already.',
  };
}

/** @param {Status} status @returns {Question} */
function skip(status) {
  const step = heldStep(status);
  const undos = status.steps.filter(each => each.state === 'undoFailed').map(each => each.undoes ?? each.title);
  return {
    title: step ? `Leave '${step.title}' out?` : 'Leave the rest as it is?', verb: 'Skip', weight: 'danger', typed: status.workload, send: decide(status, 'skip'),
    sentence: step ? `The step '${step.title}' stays as it is now (${stepState(step.state).word.toLowerCase()}), and the migration goes on as if it had worked.` : 'The undos that failed are not tried again: what they would have undone stays, and the migration ends.',
    facts: undos.map(undo => `Not undone: ${undo}`),
  };
}

/** @param {Status} status @returns {Question} */
function undoAll(status) {
  return {
    title: 'Undo everything?', verb: 'Roll back', weight: 'danger', send: decide(status, 'rollback'),
    sentence: `The migration is given up: everything so far is undone, newest first; ${usersAfterUndo(status)}.`, facts: undosOf(status),
  };
}

/** @param {Status} status @returns {Question} */
function rollBack(status) {
  return {
    title: 'Go back to the source?', verb: 'Roll back', weight: 'danger',
    sentence: 'Users are held, the source gets every write that the target has, and users are sent back to the source; if a write would be lost, it is refused and users stay on the target.',
    option: { label: 'Go back even if writes that only the target has are lost', typed: status.workload },
    send: ({ comment, isOption }) => ask(status, 'rollback', { acceptLoss: isOption, comment }),
  };
}

/** @param {Status} status @returns {Question} */
function finalize(status) {
  return {
    title: 'Close the fallback window?', verb: 'Finalize', weight: 'danger', typed: status.workload,
    sentence: 'Users stay on the target for good: the way back to the source is removed, and the migration is completed.',
    send: ({ comment }) => ask(status, 'finalize', { comment }),
  };
}

/** @param {Status} status @returns {Question} */
function pause(status) {
  return {
    title: 'Pause the migration?', verb: 'Pause', sentence: 'Nothing new begins until somebody resumes it; a step that runs goes on to its end.',
    facts: status.writesFrozenSince ? ['Users cannot write now, and will not be able to for as long as it is paused.'] : [],
    send: ({ comment }) => ask(status, 'pause', { comment }),
  };
}

/** @param {Status} status @returns {Question} */
function resume(status) {
  return { title: 'Resume the migration?', verb: 'Resume', isWanted: true, sentence: 'The migration goes on where it was paused.', send: ({ comment }) => ask(status, 'resume', { comment }) };
}

/** @param {Status} status @returns {Question} */
function cancel(status) {
  return {
    title: 'Cancel the migration?', verb: 'Cancel migration', weight: 'danger',
    sentence: `What runs is stopped, and everything so far is undone, newest first; ${usersAfterUndo(status)}.`, facts: undosOf(status),
    send: ({ comment }) => ask(status, 'cancel', { comment }),
  };
}
