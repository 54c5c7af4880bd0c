/** What of the list is shown and in which order; kept in the address, so that a view can be sent to somebody. */
import { GROUPS, MIGRATION_STATES, migrationState, rowState } from './states.js';

/** @typedef {import('./types.js').Row} Row */
/** @typedef {{ text: string, environment: string, owner: string, state: string, sort: string, isDescending: boolean }} View */

/** @type {Record<string, { title: string, key: (row: Row) => string|number }>} */
export const SORTS = {
  attention: { title: 'Attention', key: row => `${String(rowState(row).rank).padStart(2, '0')} ${reversed(row.startedAt)}` },
  workload: { title: 'Workload', key: row => row.workload.toLowerCase() },
  state: { title: 'State', key: row => migrationState(row.state).word },
  traffic: { title: 'Users on', key: row => row.traffic },
  progress: { title: 'Progress', key: row => row.stepsDone / Math.max(1, row.stepsTotal) },
  waiting: { title: 'Waits for', key: row => row.waitingFor?.expiresAt ?? row.fallbackUntil ?? '9' },
  environment: { title: 'Environment', key: row => `${row.environment} ${row.owner ?? ''}`.toLowerCase() },
  started: { title: 'Started', key: row => row.startedAt },
};

/**
 * Reads a view from an address.
 * @param {string} search
 * @returns {View}
 */
export function readView(search) {
  const query = new URLSearchParams(search);
  const state = query.get('state') ?? '';
  const sort = query.get('sort') ?? '';
  return {
    text: query.get('q') ?? '',
    environment: query.get('environment') ?? '',
    owner: query.get('owner') ?? '',
    state: state in GROUPS || state in MIGRATION_STATES ? state : '',
    sort: sort in SORTS ? sort : 'attention',
    isDescending: query.get('order') === 'descending',
  };
}

/**
 * Writes a view as the query of an address; what is as usual is left out.
 * @param {View} view
 */
export function writeView(view) {
  const query = new URLSearchParams();
  if (view.text) query.set('q', view.text);
  if (view.environment) query.set('environment', view.environment);
  if (view.owner) query.set('owner', view.owner);
  if (view.state) query.set('state', view.state);
  if (view.sort !== 'attention') query.set('sort', view.sort);
  if (view.isDescending) query.set('order', 'descending');
  const text = query.toString();
  return text ? `?${text}` : '';
}

/**
 * The rows of a view in their order.
 * @param {Iterable<Row>} rows
 * @param {View} view
 * @returns {Row[]}
 */
export function select(rows, view) {
  const { key } = SORTS[view.sort];
  const text = view.text.trim().toLowerCase();
  const keyed = [];
  for (const row of rows) {
    if (matches(row, view, text)) keyed.push({ row, key: key(row) });
  }
  const down = view.isDescending ? -1 : 1;
  keyed.sort((a, b) => down * order(a.key, b.key) || order(a.row.id, b.row.id));
  return keyed.map(each => each.row);
}

/**
 * How many rows each group has, and which environments and owners there are.
 * @param {Iterable<Row>} rows
 */
export function summarize(rows) {
  const groups = Object.fromEntries(Object.keys(GROUPS).map(name => [name, 0]));
  const [environments, owners] = [new Set(), new Set()];
  for (const row of rows) {
    groups[rowState(row).group]++;
    environments.add(row.environment);
    if (row.owner) owners.add(row.owner);
  }
  return { groups, environments: [...environments].sort(), owners: [...owners].sort() };
}

function matches(row, view, text) {
  if (view.environment && row.environment !== view.environment) return false;
  if (view.owner && row.owner !== view.owner) return false;
  if (view.state && row.state !== view.state && rowState(row).group !== view.state) return false;
  return !text || `${row.workload}\n${row.id}\n${row.owner ?? ''}\n${row.phase}\n${row.error ?? ''}`.toLowerCase().includes(text);
}

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// The newest first within an order that goes up.
const reversed = iso => String(1e14 - Date.parse(iso)).padStart(15, '0');
