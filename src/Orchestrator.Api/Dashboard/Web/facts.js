/**
 * Evidence as comparable facts. What a person approved is compared with what they saw last, so figures that change all
 * the time, such as the lag of a sync, are no facts: the server signs without them as well.
 */
import { count, shortHash } from './format.js';

/** @typedef {Record<string, string>} Facts */
/** @typedef {{ label: string, before: string|null, after: string|null }} Change */

/**
 * What kind of evidence a step has left.
 * @param {any} value
 * @returns {'comparisons'|'checks'|'findings'|'texts'|'sync'|'other'}
 */
export function kindOf(value) {
  if (Array.isArray(value?.components) && value.report) return 'sync';
  if (!Array.isArray(value) || value.length === 0) return 'other';
  if (value.every(each => Array.isArray(each?.items))) return 'comparisons';
  if (value.every(each => typeof each?.isPassed === 'boolean')) return 'checks';
  if (value.every(each => typeof each?.problem === 'string')) return 'findings';
  return value.every(each => typeof each === 'string') ? 'texts' : 'other';
}

/**
 * Flattens the evidence of all steps.
 * @param {Record<string, any>} evidence By the name of the step.
 * @returns {Facts}
 */
export function factsOf(evidence) {
  /** @type {Facts} */
  const facts = {};
  for (const [step, value] of Object.entries(evidence)) FLATTEN[kindOf(value)](facts, step, value);
  return facts;
}

/**
 * What is different between two looks.
 * @param {Facts} before
 * @param {Facts} after
 * @returns {Change[]}
 */
export function changesOf(before, after) {
  const labels = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...labels]
    .filter(label => before[label] !== after[label])
    .map(label => ({ label, before: before[label] ?? null, after: after[label] ?? null }));
}

/** Whether a compared item is the same on both sides. */
export const isEqual = item => item.isEqual ?? (item.referenceCount === item.targetCount && item.referenceChecksum === item.targetChecksum);

const FLATTEN = {
  comparisons(facts, step, value) {
    for (const { component, items } of value) {
      for (const item of items) {
        facts[`${step} › ${component} › ${item.name}`] = isEqual(item)
          ? `equal, ${count(item.targetCount)}, checksum ${shortHash(item.targetChecksum)}`
          : `differs, source ${count(item.referenceCount)} and target ${count(item.targetCount)}`;
      }
    }
  },
  checks(facts, step, value) {
    for (const check of value) facts[`${step} › ${check.name}`] = `${check.isPassed ? 'holds' : 'does not hold'}: ${check.observed}`;
  },
  findings(facts, step, value) {
    for (const finding of value) facts[`${step} › ${finding.subject} › ${finding.problem}`] = finding.isBlocking ? 'blocking' : 'note';
  },
  texts(facts, step, value) {
    value.forEach((text, index) => (facts[`${step} › ${index + 1}`] = text));
  },
  sync(facts, step, value) {
    for (const { component, sync, verification } of value.components) {
      facts[`${step} › ${component}`] = sync?.isFollowing ? 'follows' : 'does not follow';
      for (const item of verification?.items ?? []) {
        facts[`${step} › ${component} › ${item.name}`] = item.isDifferent ? 'differs' : item.provenAt ? 'proven equal' : 'not proven yet';
      }
    }
    for (const problem of value.report.problems ?? []) {
      if (problem.isBlocking) facts[`${step} › ${problem.subject}, in the way`] = problem.problem;
    }
  },
  other(facts, step, value) {
    flatten(facts, step, value);
  },
};

function flatten(facts, label, value) {
  if (value === null || typeof value !== 'object') facts[label] = String(value);
  else for (const [name, each] of Object.entries(value)) flatten(facts, `${label} › ${name}`, each);
}
