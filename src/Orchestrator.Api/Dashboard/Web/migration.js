/** One migration, from where users are down to the last checksum. */
import { h, memo, setAttribute } from './dom.js';
import { badge, migrationState } from './states.js';
import { timeOf } from './clock.js';
import { announce, heard, showConnection } from './connection.js';
import { problemText } from './problem.js';
import { MigrationModel } from './model.js';
import { Freeze, Phase, Place } from './place.js';
import { Timeline } from './timeline.js';
import { Charts } from './charts.js';
import { Fallback } from './fallback.js';
import { Actions } from './actions.js';
import { evidenceOf } from './evidence.js';

/** @typedef {import('./types.js').Status} Status */

/**
 * Shows the page until it is left.
 * @param {HTMLElement} main
 * @param {{ id: string }} where
 * @param {import('./types.js').Me} me
 * @param {AbortSignal} left
 */
export function showMigration(main, { id }, me, left) {
  new MigrationPage(main, new MigrationModel(id, left), me, left).open();
}

class MigrationPage {
  #said = '';
  #frame = 0;

  /**
   * @param {HTMLElement} main
   * @param {MigrationModel} model
   * @param {import('./types.js').Me} me
   * @param {AbortSignal} left
   */
  constructor(main, model, me, left) {
    this.model = model;
    this.left = left;
    this.head = h('div', { class: 'page-head' });
    this.updateHead = memo(this.head);
    this.problem = h('div', { role: 'alert' });
    this.evidence = h('section', { class: 'panel', id: 'evidence', 'aria-labelledby': 'h-evidence' }, h('h2', { id: 'h-evidence' }, 'Evidence'), h('p', { class: 'muted' }, 'Reading …'));
    this.updateEvidence = memo(this.evidence);
    this.parts = { place: new Place(), freeze: new Freeze(model, left), phase: new Phase(), timeline: new Timeline(model, left), charts: new Charts(), fallback: new Fallback(), actions: new Actions(me) };
    this.page = h('div', { class: 'page migration' }, this.head, this.problem, this.#content());
    main.replaceChildren(this.page);
    this.updateHead('empty', () => [crumb(), h('h1', { tabindex: '-1' }, model.id)]);
  }

  open() {
    this.content.hidden = true;
    this.left.addEventListener('abort', () => cancelAnimationFrame(this.#frame));
    this.model.follow(what => {
      heard();
      if (what === 'report') this.#showEvidence();
      this.#draw();
    }, connection => {
      showConnection(connection);
      if (connection.kind === 'refused') this.#refuse(connection.problem);
    });
  }

  #content() {
    const { place, freeze, phase, timeline, charts, fallback, actions } = this.parts;
    this.columns = h('div', { class: 'columns' }, timeline.element, h('div', { class: 'column' }, fallback.element, charts.element));
    this.content = h('div', { class: 'content' },
      h('div', { class: 'hero' }, place.element, freeze.element),
      h('section', { class: 'panel doing', 'aria-label': 'What happens now' }, phase.element, actions.element),
      this.columns,
      this.evidence);
    return this.content;
  }

  /** What came in since the last frame is drawn in one. */
  #draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const { status } = this.model;
      if (!status) return;
      this.content.hidden = false;
      setAttribute(this.columns, 'data-state', status.state);
      this.#showHead(status);
      const { place, freeze, phase, timeline, charts, fallback, actions } = this.parts;
      place.show(this.model);
      freeze.show();
      phase.show(this.model);
      timeline.show();
      charts.show(this.model);
      fallback.show(status);
      actions.show(status);
      this.#say(status);
    });
  }

  /** @param {Status} status */
  #showHead(status) {
    const plan = this.model.report?.plan;
    const { workload, state, rehearsal, strategy, startedBy, startedAt, id } = status;
    document.title = `${migrationState(state).word}: ${workload} · Orchestrator`;
    const shows = [workload, state, rehearsal, strategy, startedBy, startedAt, plan?.environment, plan?.owner];
    const focused = this.head.contains(document.activeElement) && document.activeElement?.tagName === 'H1';
    const isNew = this.updateHead(shows, () => [
      crumb(),
      h('h1', { tabindex: '-1' }, workload), badge(migrationState(state), 'badge large'), rehearsal ? h('span', { class: 'tag' }, 'Rehearsal') : null,
      h('p', { class: 'muted facts-line' }, [
        strategy, plan?.environment, plan?.owner?.name ? `owner ${plan.owner.name}` : null, `started by ${startedBy}`].filter(Boolean).join(' · '), ' · ', timeOf(startedAt), ' · ', h('span', { class: 'mono' }, id)),
      h('p', { class: 'links' }, h('a', { href: `/dashboard/migrations/${encodeURIComponent(id)}/report` }, 'Report and print view')),
    ]);
    if (isNew && focused) this.head.querySelector('h1')?.focus({ preventScroll: true });
  }

  #showEvidence() {
    const { report } = this.model;
    if (report) this.updateEvidence(report.evidence, () => [h('h2', { id: 'h-evidence' }, 'Evidence'), ...evidenceOf(report)]);
  }

  /** @param {Status} status */
  #say({ state, phase, workload }) {
    const said = `${workload}: ${migrationState(state).word}. ${phase}.`;
    if (said !== this.#said) announce(said);
    this.#said = said;
  }

  #refuse(problem) {
    this.problem.replaceChildren(problemText(problem));
  }
}

const crumb = () => h('nav', { class: 'crumb', 'aria-label': 'Way back to the list' }, h('a', { href: '/dashboard' }, '← All migrations'));
