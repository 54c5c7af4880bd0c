/** Every state in words, with a shape and a tone: colour is never the only thing that tells two apart. */
import { h, s } from './dom.js';

const SHAPES = {
  ring: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11Z',
  play: '!M4 2.5v11l9.5-5.5Z',
  question: 'M8 1.2 14.8 8 8 14.8 1.2 8ZM6.3 6.4c.1-2.3 3.6-2.2 3.5-.1 0 1.3-1.8 1.3-1.8 2.7M8 11v.4',
  octagon: '!M5 1h6l4 4v6l-4 4H5l-4-4V5Zm2.2 3v5h1.6V4Zm0 6.3v1.7h1.6v-1.7Z',
  pause: '!M3.5 2.5h3.2v11H3.5Zm5.8 0h3.2v11H9.3Z',
  swap: 'M2 5.5h11m-3-3 3 3-3 3M14 10.5H3m3-3-3 3 3 3',
  check: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM4.8 8.2l2.2 2.2 4.2-4.6',
  back: 'M6 2.5 2.5 6 6 9.5M2.5 6h7a4 4 0 0 1 0 8H6',
  backDone: 'M6 4.5 3.5 7 6 9.5M3.5 7h6a3.2 3.2 0 0 1 0 6.4H7M1.3 2v12',
  warning: '!M8 1 15.5 14.5H.5ZM7.2 6v4h1.6V6Zm0 5v1.6h1.6V11Z',
  cross: 'M2 2h12v12H2Zm3 3 6 6m0-6-6 6',
  skip: '!M2 3v10l6-5Zm6 0v10l6-5Z',
  dot: '!M8 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z',
  people: '!M5.5 2a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM1 13.5c0-6 9-6 9 0Zm9.5-11a2 2 0 0 1 1 4 2 2 0 0 1-1.5-.3 4 4 0 0 0 .5-3.7Zm.8 11c0-2-.6-3.4-1.4-4.4 2-1.3 5.1.2 5.1 4.4Z',
  lock: '!M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7Zm2 0h4V5a2 2 0 0 0-4 0Z',
};

/** @typedef {{ word: string, shape: keyof typeof SHAPES, tone: 'idle'|'busy'|'wait'|'bad'|'ok'|'away' }} Look */

/** @type {Record<string, Look & { group: string, rank: number }>} The states of a migration; a lower rank needs a person sooner. */
export const MIGRATION_STATES = {
  needsOperator: { word: 'Needs an operator', shape: 'warning', tone: 'bad', group: 'needs', rank: 0 },
  onHold: { word: 'On hold', shape: 'octagon', tone: 'bad', group: 'needs', rank: 1 },
  waitingForApproval: { word: 'Waiting for approval', shape: 'question', tone: 'wait', group: 'needs', rank: 2 },
  rollingBack: { word: 'Rolling back', shape: 'back', tone: 'bad', group: 'moving', rank: 3 },
  paused: { word: 'Paused', shape: 'pause', tone: 'wait', group: 'moving', rank: 4 },
  running: { word: 'Running', shape: 'play', tone: 'busy', group: 'moving', rank: 5 },
  pending: { word: 'Pending', shape: 'ring', tone: 'idle', group: 'moving', rank: 6 },
  cutOver: { word: 'Cut over', shape: 'swap', tone: 'away', group: 'fallback', rank: 7 },
  failed: { word: 'Failed', shape: 'cross', tone: 'bad', group: 'ended', rank: 8 },
  rolledBack: { word: 'Rolled back', shape: 'backDone', tone: 'idle', group: 'ended', rank: 9 },
  completed: { word: 'Completed', shape: 'check', tone: 'ok', group: 'ended', rank: 10 },
};

/** What the states are grouped by. */
export const GROUPS = {
  needs: { word: 'Need a person', tone: 'bad', shape: 'warning' },
  moving: { word: 'Moving', tone: 'busy', shape: 'play' },
  fallback: { word: 'Fallback open', tone: 'away', shape: 'swap' },
  ended: { word: 'Ended', tone: 'idle', shape: 'check' },
};

/** @type {Record<string, Look>} The states of a step. */
export const STEP_STATES = {
  pending: { word: 'To come', shape: 'ring', tone: 'idle' },
  running: { word: 'Running', shape: 'play', tone: 'busy' },
  onHold: { word: 'On hold', shape: 'octagon', tone: 'bad' },
  completed: { word: 'Done', shape: 'check', tone: 'ok' },
  skipped: { word: 'Skipped', shape: 'skip', tone: 'idle' },
  failed: { word: 'Failed', shape: 'cross', tone: 'bad' },
  undone: { word: 'Undone', shape: 'back', tone: 'idle' },
  undoFailed: { word: 'Undo failed', shape: 'warning', tone: 'bad' },
};

const UNKNOWN = { word: 'Unknown', shape: /** @type {const} */ ('ring'), tone: /** @type {const} */ ('idle'), group: 'moving', rank: 6 };

/** @param {string} state */
export const migrationState = state => MIGRATION_STATES[state] ?? { ...UNKNOWN, word: state };

/** The state of a row. What has ended needs nobody any more, whatever it ended as. @param {{ state: string, finishedAt?: string|null }} row */
export const rowState = row => {
  const look = migrationState(row.state);
  return row.finishedAt && look.group !== 'ended' ? { ...look, group: 'ended', rank: MIGRATION_STATES.failed.rank } : look;
};

/** @param {string} state */
export const stepState = state => STEP_STATES[state] ?? { ...UNKNOWN, word: state };

/** Whether nothing follows a state. @param {string} state */
export const isFinal = state => state === 'completed' || state === 'rolledBack' || state === 'failed';

/**
 * A shape, for the eye only: the words stand beside it.
 * @param {string} name
 */
export function shape(name) {
  const path = SHAPES[name] ?? SHAPES.ring;
  const isSolid = path.startsWith('!');
  return s('svg', { class: isSolid ? 'shape solid' : 'shape', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
    s('path', { d: isSolid ? path.slice(1) : path, 'fill-rule': 'evenodd' }));
}

/**
 * A state as shape and words.
 * @param {Look} look
 * @param {string} [className]
 */
export const badge = (look, className = 'badge') => h('span', { class: `${className} ${look.tone}` }, shape(look.shape), h('span', {}, look.word));
