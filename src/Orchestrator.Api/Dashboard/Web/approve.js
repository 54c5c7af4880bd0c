/** What the link in a notification opens: exactly what is to be decided, and on what. */
import { h, memo } from './dom.js';
import { pathOf, post } from './api.js';
import { confirmAction } from './dialog.js';
import { changesOf, factsOf } from './facts.js';
import { count, list, plural, shortHash } from './format.js';
import { distance, now, ticking, timeOf } from './clock.js';
import { announce, heard, showConnection } from './connection.js';
import { keepLook, lastLook } from './look.js';
import { badge, isFinal, migrationState, shape } from './states.js';
import { evidenceOf } from './evidence.js';
import { MigrationModel } from './model.js';
import { Problem, problemText } from './problem.js';
import { table } from './table.js';

const DIFFERENCES_ASKED = 8;

/**
 * Shows the page until it is left.
 * @param {HTMLElement} main
 * @param {{ id: string, gate: string }} where
 * @param {import('./types.js').Me} me
 * @param {AbortSignal} left
 */
export function showApproval(main, { id, gate }, me, left) {
  new ApprovalPage(main, new MigrationModel(id, left), gate, me).open();
}

class ApprovalPage {
  /** @type {{ hash: string, facts: import('./facts.js').Facts }|null} What the viewer sees, and so what they sign. */
  #seen = null;

  /** @type {{ title: string, changes: import('./facts.js').Change[], isWarning: boolean, key: string }|null} */
  #news = null;

  #isReading = false;

  /**
   * @param {HTMLElement} main
   * @param {MigrationModel} model
   * @param {string} gate
   * @param {import('./types.js').Me} me
   */
  constructor(main, model, gate, me) {
    this.model = model;
    this.gate = gate;
    this.me = me;
    const make = (tag, attributes) => h(tag, attributes);
    this.head = make('div', { class: 'page-head' });
    this.decision = make('section', { class: 'panel decide', 'aria-labelledby': 'h-decide' });
    this.changes = make('section', { class: 'panel', 'aria-labelledby': 'h-changes' });
    this.evidence = make('section', { class: 'panel', 'aria-labelledby': 'h-evidence' });
    this.problem = make('div', { role: 'alert' });
    this.updateHead = memo(this.head);
    this.updateDecision = memo(this.decision);
    this.updateChanges = memo(this.changes);
    this.updateEvidence = memo(this.evidence);
    this.content = h('div', { class: 'content', hidden: true }, this.decision, this.changes, this.evidence);
    main.replaceChildren(h('div', { class: 'page approve' }, this.head, this.problem, this.content));
    this.updateHead('empty', () => h('h1', { tabindex: '-1' }, `Decide about '${gate}'`));
  }

  async open() {
    try {
      await this.#read('since your last look');
    } catch (error) {
      if (this.model.left.aborted) return;
      this.problem.replaceChildren(problemText(error));
      if (error instanceof Problem && error.status >= 400 && error.status < 500) return;
    }
    this.model.follow(() => {
      heard();
      this.#show();
    }, connection => {
      showConnection(connection);
      if (connection.kind === 'live') this.problem.replaceChildren();
      if (connection.kind === 'refused') this.problem.replaceChildren(problemText(connection.problem));
    });
  }

  get #waiting() {
    const waiting = this.model.status?.waitingFor;
    return waiting?.gate === this.gate ? waiting : null;
  }

  /** Reads the evidence and says what is different from what was seen before. */
  async #read(since) {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      const report = await this.model.readReport();
      const hash = report.status.waitingFor?.gate === this.gate ? report.status.waitingFor.evidenceHash : '';
      const facts = factsOf(report.evidence);
      const before = this.#seen ?? lastLook(this.me.name, this.model.id, this.gate);
      this.#news = describe(before, { hash, facts }, since, this.#seen !== null) ?? this.#news;
      if (hash) {
        this.#seen = { hash, facts };
        keepLook(this.me.name, this.model.id, this.gate, { hash, facts, at: new Date(now()).toISOString() });
      }
    } finally {
      this.#isReading = false;
    }
    this.#show();
  }

  #show() {
    const { status, report } = this.model;
    if (!status || !report) return;
    this.content.hidden = false;
    // Approvals of older evidence are void, so what is shown must never be older than what would be signed.
    if (this.#waiting && this.#waiting.evidenceHash !== this.#seen?.hash) this.#read('since you opened this page').catch(() => undefined);
    document.title = `Decide about '${this.gate}' of ${status.workload} · Orchestrator`;
    const isWaiting = this.#waiting !== null;
    this.updateHead([status.workload, status.state, isWaiting], () => [
      h('nav', { class: 'crumb', 'aria-label': 'Way to the migration' }, h('a', { href: `/dashboard/migrations/${encodeURIComponent(status.id)}` }, `← ${status.workload}`)),
      h('h1', { tabindex: '-1' }, `Decide about '${this.gate}' of ${status.workload}`), badge(migrationState(status.state), 'badge large'),
      isWaiting ? h('p', { class: 'sentence' }, `When it is approved, ${MEANING[this.gate] ?? 'the migration goes on'}.`) : null]);
    this.#showDecision(status, report);
    this.#showChanges();
    this.updateEvidence(report.evidence, () => [h('h2', { id: 'h-evidence' }, 'The evidence'), ...evidenceOf(report)]);
  }

  #showDecision(status, report) {
    const waiting = this.#waiting;
    const rules = report.plan?.approvals?.[this.gate];
    const obstacle = this.#obstacle(rules);
    const noApproval = obstacle || this.#whyNoApproval(status, rules);
    this.updateDecision([waiting, obstacle, noApproval, status.state, this.#seen?.hash, report.approvals.length], () => [
      h('h2', { id: 'h-decide' }, waiting ? 'Your decision' : 'Nothing to decide here now'),
      waiting ? this.#facts(waiting, rules) : h('p', {}, isFinal(status.state) ? 'The migration has ended. ' : 'The migration does not wait at this gate. ', `It is: ${migrationState(status.state).word.toLowerCase()}. ${status.phase}.`),
      waiting && !obstacle ? h('div', { class: 'buttons' },
        noApproval ? null : h('button', { type: 'button', class: 'primary', onclick: () => this.#ask(true) }, 'Approve'),
        h('button', { type: 'button', class: 'danger-outline', onclick: () => this.#ask(false) }, 'Reject')) : null,
      waiting && noApproval ? h('p', { class: 'notice' }, shape('lock'), h('span', {}, noApproval)) : null,
      decisions(report, this.gate)]);
  }

  #facts(waiting, rules) {
    const { required, approvedBy, evidenceHash, expiresAt } = waiting;
    const entry = (name, ...value) => h('div', {}, h('dt', {}, name), h('dd', {}, ...value));
    return h('dl', { class: 'facts' },
      entry('Approved', h('strong', {}, `${count(approvedBy.length)} of ${count(required)}`), approvedBy.length > 0 ? `, by ${list(approvedBy)}` : ', nobody so far'),
      entry('Time left', h('strong', {}, ticking(() => distance(expiresAt).replace(/^in /, ''))), ', until ', timeOf(expiresAt),
        rules?.onExpiry === 'hold' ? '; it goes on waiting then' : '; everything is undone then'),
      entry('Decided by', rules?.from ? list(rules.from) : 'approver', rules?.notByStarter ? `, but not by ${this.model.status?.startedBy}, who started it` : ''),
      entry('Hash of the evidence', h('code', { class: 'hash' }, evidenceHash)));
  }

  /** Why this caller cannot decide; empty when they can, as far as it is known here. */
  #obstacle(rules) {
    const { me } = this;
    if (!me.may.approve) return `You are ${me.name} with the role ${list(me.roles)}. Deciding needs the role approver.`;
    if (rules?.from && !rules.from.includes(me.name) && !rules.from.some(each => me.roles.includes(each))) return `You are ${me.name} with the role ${list(me.roles)}. The plan lets ${list(rules.from)} decide.`;
    return '';
  }

  /** Why this caller cannot approve, although they can reject: whoever finds an error late can still stop it. */
  #whyNoApproval(status, rules) {
    const { me } = this;
    if (rules?.notByStarter && status.startedBy === me.name) return 'You have started this migration; the plan wants somebody else to approve it.';
    if (this.#waiting?.approvedBy.includes(me.name)) return `You have approved. ${plural(this.#waiting.required - this.#waiting.approvedBy.length, 'more approval is', 'more approvals are')} needed.`;
    return '';
  }

  #showChanges() {
    const news = this.#news;
    this.changes.hidden = !news || !this.#waiting;
    if (!news || !this.#waiting) return;
    const isNew = this.updateChanges([news.key, news.title, news.changes], () => [
      h('h2', { id: 'h-changes' }, news.isWarning ? [shape('warning'), ' '] : null, news.title),
      news.changes.length > 0 ? changeTable(news.changes) : null]);
    this.changes.classList.toggle('warning', news.isWarning);
    if (isNew && news.isWarning) announce(news.title);
  }

  /** @param {boolean} isApproval @param {{ comment?: string, warning?: string }} [again] What to keep when it is asked again. */
  async #ask(isApproval, again = this.#news?.isWarning ? { warning: `${this.#news.title}.` } : {}) {
    const { status } = this.model;
    if (!this.#seen || !status) return;
    const { hash } = this.#seen;
    let refusal = null;
    await confirmAction({
      title: `${isApproval ? 'Approve' : 'Reject'} '${this.gate}' of ${status.workload}?`,
      verb: isApproval ? 'Approve' : 'Reject', weight: isApproval ? 'plain' : 'danger', comment: isApproval ? 'optional' : 'required', text: again.comment, warning: again.warning,
      sentence: isApproval ? this.#consequence() : 'Everything so far is undone, newest first, and the migration ends as rolled back.',
      facts: [...(again.warning ? this.#differences() : []), `You sign the evidence with the hash ${shortHash(hash)} under the name ${this.me.name}.`],
      send: async ({ comment }) => {
        refusal = await this.#send(isApproval, hash, comment);
      },
    });
    if (refusal) await this.#ask(isApproval, refusal);
  }

  #consequence() {
    const missing = (this.#waiting?.required ?? 1) - (this.#waiting?.approvedBy.length ?? 0) - 1;
    const then = MEANING[this.gate] ?? 'the migration goes on';
    return missing > 0 ? `After yours ${plural(missing, 'more approval is', 'more approvals are')} needed; then ${then}.` : `With your approval ${then}.`;
  }

  #differences() {
    const { changes = [] } = this.#news ?? {};
    const shown = changes.slice(0, DIFFERENCES_ASKED).map(each => `${each.label}: now ${each.after ?? 'gone'}, before ${each.before ?? 'not there'}`);
    return changes.length > shown.length ? [...shown, `and ${count(changes.length - shown.length)} more`] : shown;
  }

  /**
   * Sends a decision.
   * @returns {Promise<{ comment?: string, warning: string }|null>} Why it has to be asked again: the evidence is another one than what was signed.
   */
  async #send(isApproval, evidenceHash, comment) {
    try {
      await post(`${pathOf(this.model.id)}/approvals/${encodeURIComponent(this.gate)}`, { decision: isApproval ? 'approve' : 'reject', comment, evidenceHash });
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 409) throw error;
      await this.#read('since you opened this page');
      if (!this.#waiting || this.#seen?.hash === evidenceHash) throw error;
      return { comment, warning: error.detail };
    }
    await this.#read('since you opened this page').catch(() => undefined);
    return null;
  }
}

const MEANING = {
  start: 'the migration begins: what the plan says is done from here on, and the downtime of an offline migration starts',
  cutover: 'users are moved to the target as soon as the plan allows it: writes are frozen, the last changes are proven, and users are redirected',
};

function describe(before, after, since, isWarning) {
  const key = after.hash;
  if (!before) return { title: 'This is your first look', changes: [], isWarning: false, key };
  const changes = changesOf(before.facts, after.facts);
  if (before.hash === after.hash && changes.length === 0) return isWarning ? null : { title: 'Nothing has changed since your last look', changes, isWarning: false, key };
  const what = changes.length > 0 ? `${plural(changes.length, 'thing has', 'things have')} changed` : 'The plan or something else that is signed has changed';
  return { title: `${what} ${since}`, changes, isWarning: isWarning && before.hash !== after.hash, key };
}

const changeTable = changes => table(['What', 'Before', 'Now'], changes, each => [each.label, each.before ?? '(was not there)', h('strong', {}, each.after ?? '(is gone)')]);

function decisions(report, gate) {
  const made = report.approvals.filter(each => each.gate === gate);
  if (made.length === 0) return null;
  return [h('h3', {}, 'Decided so far'), h('ul', { class: 'decisions' }, made.map(each => h('li', {},
    shape(each.kind === 'approve' ? 'check' : 'cross'), h('strong', {}, each.by), ` ${each.kind === 'approve' ? 'approved' : 'rejected'} `, timeOf(each.at), each.comment ? `: ${each.comment}` : '',
    each.evidenceHash ? h('span', { class: 'muted' }, ' over ', h('code', { title: each.evidenceHash }, shortHash(each.evidenceHash))) : null)))];
}
