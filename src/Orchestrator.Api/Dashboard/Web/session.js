/** Who the viewer is: by a key that they type, or by whatever stands before the server. */
import { h } from './dom.js';
import { dropKey, get, hasKey, keepKey } from './api.js';
import { list } from './format.js';
import { showConnection } from './connection.js';
import { Problem, problemText } from './problem.js';
import { themeButton } from './theme.js';

/** @typedef {import('./types.js').Me} Me */

const SIGNED_IN = 'signedIn';

/**
 * Asks the server who the viewer is.
 * @returns {Promise<Me|null>} Null when they have to sign in.
 */
export async function whoAmI() {
  try {
    const me = await get('/api/me');
    forgetSignIn();
    return me;
  } catch (error) {
    if (error instanceof Problem && error.status === 401 && !cameBackFromSignIn()) return null;
    throw error;
  }
}

/** A platform before the server marks the address of whoever comes back from its own sign-in: a key would not help them. */
const cameBackFromSignIn = () => new URLSearchParams(location.search).has(SIGNED_IN);

/** Takes that mark off again, so that it is in no address that somebody sends on. */
function forgetSignIn() {
  const query = new URLSearchParams(location.search);
  if (!query.has(SIGNED_IN)) return;
  query.delete(SIGNED_IN);
  history.replaceState(history.state, '', location.pathname + (query.size > 0 ? `?${query}` : ''));
}

/**
 * Asks for a key until the server knows one.
 * @param {HTMLElement} main
 * @param {string} reason Why it is asked for again; empty at first.
 * @returns {Promise<Me>}
 */
export function signIn(main, reason) {
  showConnection({ kind: 'none' });
  document.title = 'Sign in · Orchestrator';
  showSession(null, () => undefined);
  return new Promise(resolve => {
    const key = h('input', { type: 'password', id: 'key', name: 'key', autocomplete: 'off', required: true, 'aria-describedby': 'key-hint' });
    const error = h('div', { role: 'alert' }, reason ? h('p', { class: 'notice' }, reason) : null);
    const button = h('button', { type: 'submit', class: 'primary' }, 'Sign in');
    const submit = async event => {
      event.preventDefault();
      keepKey(key.value.trim());
      button.disabled = true;
      try {
        resolve(await get('/api/me'));
      } catch (failure) {
        dropKey();
        error.replaceChildren(failure instanceof Problem && failure.status === 401 ? h('p', { class: 'notice' }, 'The server does not know this key.') : problemText(failure));
        key.select();
        key.focus();
      } finally {
        button.disabled = false;
      }
    };
    main.replaceChildren(h('div', { class: 'page sign-in' }, h('form', { class: 'panel', onsubmit: submit, 'aria-labelledby': 'h-sign-in' },
      h('h1', { id: 'h-sign-in', tabindex: '-1' }, 'Sign in'), error, h('div', { class: 'field-block' }, h('label', { for: 'key' }, 'Key'), key,
        h('p', { class: 'muted small-text', id: 'key-hint' }, 'Kept in this tab only, until it is closed. An administrator makes one with ', h('code', {}, 'orchestrator keys add'), '.')),
      h('div', { class: 'buttons' }, button))));
    key.focus();
  });
}

/**
 * Shows who is signed in.
 * @param {Me|null} me
 * @param {() => void} signOut
 */
export function showSession(me, signOut) {
  const name = me ? h('span', { class: 'who' }, h('strong', {}, me.name), h('span', { class: 'roles' }, list(me.roles))) : null;
  const leave = me && hasKey() ? h('button', { type: 'button', class: 'small', onclick: signOut }, 'Sign out') : null;
  document.getElementById('session')?.replaceChildren(...[name, themeButton(), leave].filter(each => each !== null));
}
