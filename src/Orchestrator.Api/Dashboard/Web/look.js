/** What somebody saw the last time they looked at a gate; kept in this browser and nowhere else. */

/** @typedef {{ hash: string, at: string, facts: import('./facts.js').Facts }} Look */

const LARGEST_CHARS = 400_000;
const keyOf = (id, gate) => `orchestrator.look.${id}.${gate}`;

/**
 * The last look.
 * @param {string} id
 * @param {string} gate
 * @returns {Look|null}
 */
export function lastLook(id, gate) {
  try {
    const look = JSON.parse(localStorage.getItem(keyOf(id, gate)) ?? 'null');
    return typeof look?.hash === 'string' && look.facts ? look : null;
  } catch {
    return null; // storage is switched off, or something else wrote there
  }
}

/**
 * Keeps a look.
 * @param {string} id
 * @param {string} gate
 * @param {Look} look
 */
export function keepLook(id, gate, look) {
  try {
    const text = JSON.stringify(look);
    if (text.length <= LARGEST_CHARS) localStorage.setItem(keyOf(id, gate), text);
  } catch {
    // Without storage every look is the first one; that is all.
  }
}
