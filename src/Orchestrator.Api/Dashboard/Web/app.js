/** The pages of the dashboard: which address shows which, and who may see them. */
import { dropKey, hasKey, onSignedOut } from './api.js';
import { h } from './dom.js';
import { showApproval } from './approve.js';
import { showConnection } from './connection.js';
import { dropLooks } from './look.js';
import { showMigration } from './migration.js';
import { showNow } from './now.js';
import { Problem, problemText } from './problem.js';
import { showReport } from './report.js';
import { showSession, signIn, whoAmI } from './session.js';
import { store } from './store.js';
import { applyTheme } from './theme.js';

const main = /** @type {HTMLElement} */ (document.getElementById('main'));
const AGAIN_MS = 3_000;

/** @type {[RegExp, (match: string[], me: import('./types.js').Me, left: AbortSignal) => void][]} */
const ROUTES = [
  [/^\/dashboard\/?$/, (_, me, left) => showNow(main, left)],
  [/^\/dashboard\/migrations\/([^/]+)\/?$/, ([, id], me, left) => showMigration(main, { id }, me, left)],
  [/^\/dashboard\/migrations\/([^/]+)\/approvals\/([^/]+)\/?$/, ([, id, gate], me, left) => showApproval(main, { id, gate }, me, left)],
  [/^\/dashboard\/migrations\/([^/]+)\/report\/?$/, ([, id], me, left) => showReport(main, { id }, left)],
];

/** @type {import('./types.js').Me|null} */
let me = null;
let leave = new AbortController();
let isSigningIn = false;

applyTheme();
history.scrollRestoration = 'manual';
onSignedOut(() => {
  if (!me) return;
  // A session that somebody else keeps is renewed by them: loading the page again leads there.
  if (hasKey()) enter('The server does not know your key any more.');
  else location.reload();
});
window.addEventListener('popstate', goBack);
document.addEventListener('click', followLink);
enter('');

/** Finds out who the viewer is, and shows the page that the address names. */
async function enter(reason) {
  if (isSigningIn) return;
  isSigningIn = true;
  leave.abort();
  me = null;
  try {
    me = reason ? null : await whoAmI();
    me ??= await signInAnew(reason);
  } catch (error) {
    main.replaceChildren(h('div', { class: 'page' }, h('h1', { tabindex: '-1' }, 'Orchestrator'), h('div', { role: 'alert' }, problemText(error))));
    if (!(error instanceof Problem && error.status === 401)) window.setTimeout(() => enter(reason), AGAIN_MS);
    return;
  } finally {
    isSigningIn = false;
  }
  showSession(me, signOut);
  show();
}

/** No row and no key of whoever was here before is kept. */
function signInAnew(reason) {
  dropKey();
  store.clear();
  return signIn(main, reason);
}

function signOut() {
  dropLooks();
  enter('You have signed out.');
}

function show() {
  if (!me) return;
  leave.abort();
  leave = new AbortController();
  const route = ROUTES.map(([pattern, open]) => ({ open, match: pattern.exec(location.pathname) })).find(each => each.match);
  const parts = route?.match?.map(each => decode(each));
  if (route && parts) {
    route.open(parts, me, leave.signal);
  } else {
    showConnection({ kind: 'none' });
    document.title = 'Not found · Orchestrator';
    main.replaceChildren(h('div', { class: 'page' }, h('h1', { tabindex: '-1' }, 'There is no such page'), h('p', {}, h('a', { href: '/dashboard' }, 'All migrations'))));
  }
}

/** Links within the dashboard change the address and the page without loading anything again. */
function followLink(event) {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/dashboard"]') : null;
  if (!link || link.hasAttribute('download') || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !me) return;
  event.preventDefault();
  history.replaceState({ scrollY: window.scrollY, link: link.getAttribute('href') }, '');
  history.pushState(null, '', link.getAttribute('href'));
  show();
  window.scrollTo(0, 0);
  // Whoever listens hears which page this is; whoever uses the keyboard goes on from its top.
  main.querySelector('h1')?.focus({ preventScroll: true });
}

/** Whoever comes back is where they were. */
function goBack(event) {
  if (!me) return;
  show();
  window.scrollTo(0, event.state?.scrollY ?? 0);
  const link = event.state?.link;
  // Rows come into the page with the frame after the scrolling.
  if (link) requestAnimationFrame(() => requestAnimationFrame(() => [...main.querySelectorAll('a')].find(each => each.getAttribute('href') === link)?.focus({ preventScroll: true })));
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
