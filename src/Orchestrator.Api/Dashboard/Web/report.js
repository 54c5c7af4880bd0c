/** The evidence pack as a page for reading and for paper. */
import { h } from './dom.js';
import { get, getFile, pathOf } from './api.js';
import { count, duration, parseDuration, shortHash } from './format.js';
import { now, timeOf } from './clock.js';
import { showConnection } from './connection.js';
import { evidenceOf } from './evidence.js';
import { problemText } from './problem.js';
import { badge, migrationState, stepState } from './states.js';
import { table } from './table.js';

/** @typedef {import('./types.js').Report} Report */

/**
 * Shows the page.
 * @param {HTMLElement} main
 * @param {{ id: string }} where
 * @param {AbortSignal} left
 */
export async function showReport(main, { id }, left) {
  showConnection({ kind: 'none' });
  const page = h('div', { class: 'page report' }, h('h1', { tabindex: '-1' }, 'Report'), h('p', { class: 'muted' }, 'Reading …'));
  main.replaceChildren(page);
  try {
    const report = /** @type {Report} */ (await get(`${pathOf(id)}/report`, left));
    document.title = `Report of ${report.status.workload} · Orchestrator`;
    page.replaceChildren(...partsOf(report));
  } catch (error) {
    if (!left.aborted) page.replaceChildren(h('h1', { tabindex: '-1' }, 'Report'), h('div', { role: 'alert' }, problemText(error)));
  }
}

/** @param {Report} report */
function partsOf(report) {
  const { status, plan, approvals, audit } = report;
  const part = (title, ...children) => h('section', { class: 'panel', 'aria-label': title }, h('h2', {}, title), ...children);
  return [
    h('div', { class: 'page-head' },
      h('nav', { class: 'crumb', 'aria-label': 'Way to the migration' }, h('a', { href: `/dashboard/migrations/${encodeURIComponent(status.id)}` }, `← ${status.workload}`)),
      h('h1', { tabindex: '-1' }, `${status.rehearsal ? 'Rehearsal' : 'Migration'} of ${status.workload}`), badge(migrationState(status.state), 'badge large'),
      h('p', { class: 'muted' }, 'As of ', timeOf(now()), '. The audit trail is chained by hash.'),
      h('div', { class: 'buttons no-print' },
        h('button', { type: 'button', class: 'primary', onclick: () => window.print() }, 'Print'),
        h('button', { type: 'button', onclick: () => save(status, 'md') }, 'Save as Markdown'),
        h('button', { type: 'button', onclick: () => save(status, 'json') }, 'Save as JSON'))),
    part('Summary', facts(status, plan)),
    part('Steps', table(['Step', 'State', 'Began', 'Took', '#Attempts', 'Outcome', 'Undo'], status.steps, stepRow, true)),
    part('Approvals', table(['When', 'Who', 'Gate', 'Decision', 'Comment', 'Evidence seen'], approvals, each => [
      timeOf(each.at), each.by, each.gate ?? '', each.kind, each.comment ?? '', h('code', { class: 'hash' }, each.evidenceHash ?? '')], true)),
    part('Evidence', ...evidenceOf(report, true)),
    part('Audit trail', table(['When', 'Who', 'What', 'Hash'], audit, each => [timeOf(each.at), each.actor, each.text, h('code', { title: each.hash ?? '' }, shortHash(each.hash))], true)),
    plan ? part('Plan', h('pre', { tabindex: '0' }, JSON.stringify(plan, null, 2))) : null,
  ].filter(each => each !== null);
}

/** @param {import('./types.js').Status} status */
function facts(status, plan) {
  const entries = [
    ['Id', h('span', { class: 'mono' }, status.id)], ['Strategy', status.strategy], ['Environment', plan?.environment ?? '–'], ['Owner', [plan?.owner?.name, plan?.owner?.email].filter(Boolean).join(', ') || '–'],
    ['Users are on', `the ${status.traffic}`], ['Started by', status.startedBy], ['Started', timeOf(status.startedAt)], ['Finished', status.finishedAt ? timeOf(status.finishedAt) : 'not yet'],
    ['Downtime', status.downtime ? duration(parseDuration(status.downtime) ?? 0) : 'none'], ['Way back open until', status.fallbackUntil ? timeOf(status.fallbackUntil) : '–'], ['Error', status.error ?? 'none'],
  ];
  return h('dl', { class: 'facts' }, entries.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** @param {import('./types.js').Step} step */
const stepRow = step => [
  step.title, badge(stepState(step.state)), step.startedAt ? timeOf(step.startedAt) : '–',
  step.startedAt && step.finishedAt ? duration(Date.parse(step.finishedAt) - Date.parse(step.startedAt)) : '–',
  count(step.attempt), step.error ?? step.summary ?? '', step.undoes ?? '',
];

// Fetched with the header that holds the key: a plain link could not send it.
async function save(status, format) {
  const address = URL.createObjectURL(await getFile(`${pathOf(status.id)}/report?format=${format}`));
  const link = h('a', { href: address, download: `${status.id}.${format}` });
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
