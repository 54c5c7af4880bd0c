/** What the server, or the way to it, refused: in words. */
import { h } from './dom.js';

/** An answer that is no success, as `application/problem+json` describes it. */
export class Problem extends Error {
  /**
   * @param {number} status 0 when there was no answer.
   * @param {string} title
   * @param {string} detail What happened.
   * @param {string} [remedy] What the reader can do.
   */
  constructor(status, title, detail, remedy) {
    super(detail);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.remedy = remedy;
  }

  /**
   * Reads the answer of a request that failed.
   * @param {Response} response
   */
  static async from(response) {
    const body = await response.json().catch(() => ({}));
    const title = body.title ?? response.statusText ?? 'Error';
    return new Problem(response.status, title, body.detail ?? `The server answered ${response.status}.`, body.remedy ?? REMEDIES[response.status]);
  }

  /**
   * There was no answer.
   * @param {boolean} wasQuestion Whether nothing can have been changed.
   */
  static unreachable(wasQuestion) {
    return wasQuestion
      ? new Problem(0, 'No connection', 'The server does not answer.', 'It is tried again by itself. If this lasts, look whether the server runs.')
      : new Problem(0, 'No connection', 'The server did not answer, so it is not known whether this arrived.', 'Look at the state above before you try again.');
  }
}

const REMEDIES = {
  401: 'Sign in again.',
  403: 'Ask an administrator for the role that it needs.',
  404: 'Look at the list of all migrations.',
  409: 'Look at the present state, then decide again.',
  410: 'Nothing can be asked of a migration that has ended.',
  429: 'Wait a minute, then try again.',
  503: 'Try again in a moment.',
};

/**
 * A problem as people read it.
 * @param {unknown} error
 */
export function problemText(error) {
  const problem = error instanceof Problem ? error : new Problem(-1, 'This page has failed', String(error), 'Load the page again.');
  return h('div', { class: 'problem' },
    h('p', { class: 'problem-title' }, problem.title),
    h('p', {}, problem.detail),
    problem.remedy ? h('p', {}, h('strong', {}, 'What to do: '), problem.remedy) : null);
}
