/** What every step has proven, table by table. */
import { h } from './dom.js';
import { badge } from './states.js';
import { bytes, count, duration, parseDuration, plural, shortHash } from './format.js';
import { timeOf } from './clock.js';
import { isEqual, kindOf } from './facts.js';
import { table } from './table.js';

const EQUAL = { word: 'Equal', shape: /** @type {const} */ ('check'), tone: /** @type {const} */ ('ok') };
const DIFFERENT = { word: 'Differs', shape: /** @type {const} */ ('cross'), tone: /** @type {const} */ ('bad') };
const OPEN = { word: 'Not proven yet', shape: /** @type {const} */ ('ring'), tone: /** @type {const} */ ('idle') };

/**
 * The evidence of all steps in the order of the runbook.
 * @param {import('./types.js').Report} report
 * @param {boolean} [isWhole] Whether every row is shown at once, as on paper.
 * @returns {any[]}
 */
export function evidenceOf(report, isWhole = false) {
  const titles = new Map(report.status.steps.map(step => [step.name, step.title]));
  const entries = Object.entries(report.evidence).filter(([, value]) => !isEmpty(value));
  if (entries.length === 0) return [h('p', { class: 'muted' }, 'No step has left evidence yet.')];
  return entries.map(([step, value]) => h('section', { class: 'evidence', 'aria-label': `Evidence of '${step}'` },
    h('h3', {}, titles.get(step) ?? step, ' ', h('span', { class: 'mono muted' }, step)),
    BUILD[kindOf(value)](value, isWhole)));
}

const isEmpty = value => value === null || value === undefined || (Array.isArray(value) && value.length === 0);

const BUILD = {
  comparisons: (value, isWhole) => {
    const items = value.flatMap(each => each.items.map(item => ({ ...item, component: each.component })));
    const different = items.filter(item => !isEqual(item)).length;
    const sorted = [...items].sort((a, b) => Number(isEqual(a)) - Number(isEqual(b)));
    return [
      h('p', {}, different > 0 ? badge(DIFFERENT) : badge(EQUAL), ` ${different > 0 ? `${count(different)} of ` : ''}${plural(items.length, 'table or tree', 'tables and trees')}, ${count(items.reduce((sum, item) => sum + item.targetCount, 0))} rows and files on the target.`),
      table(['Table or tree', 'Data', '#Source', '#Target', 'Result', 'Checksum', 'Proven', '#Compared again'], sorted, comparedRow, isWhole),
    ];
  },
  checks: (value, isWhole) => table(['Check', 'Result', 'What was seen'], value, each => [each.name, badge(each.isPassed ? { ...EQUAL, word: 'Holds' } : { ...DIFFERENT, word: 'Does not hold' }), each.observed], isWhole),
  findings: (value, isWhole) => table(['About', 'Finding', 'What to do', 'Weight'], value, each => [
    each.subject, each.problem, each.remedy, badge(each.isBlocking ? { word: 'In the way', shape: 'octagon', tone: 'bad' } : { word: 'Note', shape: 'dot', tone: 'idle' })], isWhole),
  texts: value => h('ul', {}, value.map(text => h('li', {}, text))),
  sync: ({ report, components }, isWhole) => [
    h('p', {}, badge(report.isProven ? { ...EQUAL, word: 'Everything proven equal' } : OPEN), ` ${count(report.pendingCount ?? 0)} changed since; ${bytes(report.lagBytes ?? 0)} behind; seen `, timeOf(report.seenAt), '.',
      report.predictedFreeze ? ` Writes would be frozen for about ${duration(parseDuration(report.predictedFreeze) ?? 0)}.` : ''),
    table(['Table or tree', 'Data', '#Compared', 'Result', 'Checksum', 'Proven', '#Changed since'], itemsOf(components), verifiedRow, isWhole),
    ...(report.problems?.length > 0 ? [h('h4', {}, 'What is the matter'), BUILD.findings(report.problems, isWhole)] : []),
  ],
  other: (value, isWhole) => (Array.isArray(value) && value.every(each => each !== null && typeof each === 'object')
    ? table(columnsOf(value).map(title), value, each => columnsOf(value).map(name => plain(name, each[name])), isWhole)
    : table(['What', 'Value'], Object.entries(Object(value)), ([name, each]) => [title(name), plain(name, each)], isWhole)),
};

/** What is not proven comes first: it is what somebody has to read. */
const itemsOf = components => components
  .flatMap(each => (each.verification?.items ?? []).map(item => ({ ...item, component: each.component })))
  .sort((a, b) => rank(a) - rank(b));

const rank = item => (item.isDifferent ? 0 : item.provenAt ? 2 : 1);

function comparedRow(item) {
  const equal = isEqual(item);
  return [
    h('span', { class: 'mono' }, item.name), item.component, count(item.referenceCount), count(item.targetCount),
    [badge(equal ? EQUAL : DIFFERENT), item.firstDifferences?.length > 0 ? h('span', { class: 'small-text' }, ` first: ${item.firstDifferences.slice(0, 3).join(', ')}`) : null],
    checksum(equal ? [item.targetChecksum] : [item.referenceChecksum, item.targetChecksum]),
    item.provenAt ? timeOf(item.provenAt) : 'as a whole', item.provenAt ? count(item.recheckedCount ?? 0) : '–',
  ];
}

const verifiedRow = item => [
  h('span', { class: 'mono' }, item.name), item.component, count(item.count),
  badge(item.isDifferent ? DIFFERENT : item.provenAt ? EQUAL : OPEN), checksum([item.checksum]),
  item.provenAt ? timeOf(item.provenAt) : '–', count(item.pendingCount ?? 0),
];

const checksum = values => values.filter(Boolean).map((value, index) => [index > 0 ? ' ≠ ' : null, h('code', { title: value }, shortHash(value))]).flat();

const columnsOf = rows => [...new Set(rows.flatMap(row => Object.keys(row)))];
const title = name => (name.charAt(0).toUpperCase() + name.slice(1).replace(/([A-Z])/g, match => ` ${match.toLowerCase()}`)).replace(/ bytes$/, '');

function plain(name, value) {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return /bytes$/i.test(name) ? bytes(value) : count(value);
  if (typeof value === 'string' && /At$/.test(name) && !Number.isNaN(Date.parse(value))) return timeOf(value);
  if (typeof value === 'string' && /sha256|checksum|hash/i.test(name)) return h('code', { title: value }, shortHash(value));
  return typeof value === 'object' ? h('code', {}, JSON.stringify(value)) : String(value);
}
