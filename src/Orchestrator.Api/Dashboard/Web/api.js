/** Talks to the API. The key is kept for this tab only, sent in a header and never in an address. */
import { learnFromHeader } from './clock.js';
import { Problem } from './problem.js';

const STORED = 'orchestrator.key';

/** @type {(() => void)|null} */
let signedOut = null;

/** Whether a key is kept. */
export const hasKey = () => sessionStorage.getItem(STORED) !== null;

/** @param {string} key */
export const keepKey = key => sessionStorage.setItem(STORED, key);

export const dropKey = () => sessionStorage.removeItem(STORED);

/**
 * Called when the server does not know the caller any more.
 * @param {() => void} listener
 */
export function onSignedOut(listener) {
  signedOut = listener;
}

/**
 * The headers that say who asks.
 * @param {Record<string, string>} [more]
 * @returns {Record<string, string>}
 */
export function headers(more = {}) {
  const key = sessionStorage.getItem(STORED);
  return key ? { ...more, 'x-functions-key': key } : more;
}

/**
 * Reads something.
 * @param {string} path
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function get(path, signal) {
  const response = await ask(path, { headers: headers({ accept: 'application/json' }), signal });
  return response.json();
}

/**
 * Reads a file.
 * @param {string} path
 * @returns {Promise<Blob>}
 */
export async function getFile(path) {
  return (await ask(path, { headers: headers() })).blob();
}

/**
 * Asks for something to be done.
 * @param {string} path
 * @param {object} body
 */
export async function post(path, body) {
  await ask(path, { method: 'POST', headers: headers({ accept: 'application/json', 'content-type': 'application/json' }), body: JSON.stringify(body) });
}

/**
 * Sends a request.
 * @param {string} path
 * @param {RequestInit} request
 * @returns {Promise<Response>} An answer that is a success.
 * @throws {Problem} It is not, or there is none.
 */
export async function ask(path, request) {
  let response;
  try {
    response = await fetch(path, { cache: 'no-store', redirect: 'error', credentials: 'same-origin', ...request });
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw Problem.unreachable((request.method ?? 'GET') === 'GET');
  }
  learnFromHeader(response.headers.get('date'));
  if (response.ok) return response;
  const problem = await Problem.from(response);
  if (response.status === 401) signedOut?.();
  throw problem;
}

/** The path of a migration. @param {string} id */
export const pathOf = id => `/api/migrations/${encodeURIComponent(id)}`;
