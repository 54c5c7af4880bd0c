/** What somebody saw the last time they looked at a gate; kept in this browser and nowhere else. */

/** @typedef {{ hash: string, at: string, facts: import('./facts.js').Facts }} Look */

const LARGEST_CHARS = 400_000;
const PREFIX = 'orchestrator.look.';
const keyOf = (person, id, gate) => `${PREFIX}${encodeURIComponent(person)}.${id}.${gate}`;

/**
 * The last look.
 * @param {string} person
 * @param {string} id
 * @param {string} gate
 * @returns {Look|null}
 */
export function lastLook(person, id, gate) {
  try {
    const look = JSON.parse(localStorage.getItem(keyOf(person, id, gate)) ?? 'null');
    return typeof look?.hash === 'string' && look.facts ? look : null;
  } catch {
    return null; // storage is switched off, or something else wrote there
  }
}

/**
 * Keeps a look.
 * @param {string} person
 * @param {string} id
 * @param {string} gate
 * @param {Look} look
 */
export function keepLook(person, id, gate, look) {
  try {
    const text = JSON.stringify(look);
    if (text.length <= LARGEST_CHARS) localStorage.setItem(keyOf(person, id, gate), text);
  } catch {
    // Without storage every look is the first one; that is all.
  }
}

/** Forgets all looks: whoever signs out leaves nothing behind. */
export function dropLooks() {
  try {
    Object.keys(localStorage).filter(key => key.startsWith(PREFIX)).forEach(key => localStorage.removeItem(key));
  } catch {
    // Storage is switched off: there is nothing.
  }
}
