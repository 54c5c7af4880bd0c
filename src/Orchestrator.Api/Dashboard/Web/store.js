/** All migrations as the feed tells of them. It outlives the page that shows them: coming back is catching up. */
import { follow } from './sse.js';

/** @typedef {import('./types.js').Row} Row */

const FEED = '/api/migrations/feed';

export class MigrationStore {
  /** @type {Map<string, Row>} */
  rows = new Map();

  /** Whether a whole list was ever read. */
  isLoaded = false;

  /** The ids that have changed since they were last taken. */
  #changed = new Set();

  /** Whether rows came or went, so that an order has to be made anew. */
  #isReset = false;

  /** @type {Map<string, Row>|null} A new list that is not whole yet; the old one is shown until it is. */
  #coming = null;

  /** @type {string|undefined} */
  #lastId;

  /** @type {AbortController|null} */
  #end = null;

  /**
   * Begins to follow.
   * @param {() => void} changed Something has changed.
   * @param {(connection: import('./sse.js').Connection) => void} show
   */
  open(changed, show) {
    this.close();
    this.#end = new AbortController();
    this.#coming = null;
    const take = message => {
      this.take(message);
      changed();
    };
    follow(FEED, { lastId: () => this.#resumeFrom(), take, show }, this.#end.signal);
  }

  close() {
    this.#end?.abort();
    this.#end = null;
  }

  /** Forgets everything: another person has signed in. */
  clear() {
    this.close();
    [this.rows, this.isLoaded, this.#coming, this.#lastId, this.#isReset] = [new Map(), false, null, undefined, true];
  }

  /**
   * Takes what has changed since the last time.
   * @returns {{ ids: Set<string>, isReset: boolean }}
   */
  takeChanges() {
    const changes = { ids: this.#changed, isReset: this.#isReset };
    [this.#changed, this.#isReset] = [new Set(), false];
    return changes;
  }

  /**
   * Takes one message of the feed.
   * @param {import('./sse.js').Message} message
   */
  take(message) {
    const data = JSON.parse(message.data);
    if (message.event === 'reset') this.#coming = new Map();
    if (message.event === 'removed') this.#remove(data.ids);
    else if (message.event === 'reset' || message.event === 'rows') this.#put(data.rows, data.more === true);
    // An id counts once all before it is here; the middle of a new list is not.
    if (message.id && !this.#coming) this.#lastId = message.id;
  }

  /** @param {Row[]} rows @param {boolean} isMoreToCome */
  #put(rows, isMoreToCome) {
    const into = this.#coming ?? this.rows;
    for (const row of rows) {
      if (!this.#coming && !into.has(row.id)) this.#isReset = true;
      into.set(row.id, row);
      this.#changed.add(row.id);
    }
    if (!this.#coming || isMoreToCome) return;
    [this.rows, this.#coming, this.isLoaded, this.#isReset] = [this.#coming, null, true, true];
  }

  /** @param {string[]} ids */
  #remove(ids) {
    for (const id of ids) {
      this.rows.delete(id);
      this.#coming?.delete(id);
    }
    this.#isReset = true;
  }

  // A list that was cut off half-way is begun again.
  #resumeFrom() {
    if (this.#coming) [this.#coming, this.#lastId] = [null, undefined];
    return this.#lastId;
  }
}

/** The one list of this tab. */
export const store = new MigrationStore();
