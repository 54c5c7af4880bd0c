/** Asks once more before something is done: what will happen in one sentence, and for what cannot be undone the workload's name. */
import { h } from './dom.js';
import { problemText } from './problem.js';
import { announce } from './connection.js';

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} sentence What will happen.
 * @property {string[]} [facts] More to know before.
 * @property {string} [warning] Why it is asked once more.
 * @property {string} [text] What the comment says already.
 * @property {string} verb What the button says.
 * @property {'plain'|'danger'} [weight]
 * @property {boolean} [isWanted] Whether the migration waits for it.
 * @property {'required'|'optional'|'none'} [comment]
 * @property {string} [typed] What must be typed.
 * @property {{ label: string, typed: string }} [option] A choice that makes it graver; what must be typed then.
 * @property {(answer: { comment?: string, isOption: boolean }) => Promise<void>} send
 */

/**
 * Shows the question.
 * @param {Question} question
 * @returns {Promise<boolean>} Whether it was done.
 */
export function confirmAction(question) {
  return new Promise(resolve => new Confirmation(question, resolve).open());
}

class Confirmation {
  #isDone = false;
  #isSending = false;

  /** @param {Question} question @param {(done: boolean) => void} close */
  constructor(question, close) {
    this.question = question;
    this.close = close;
    this.comment = h('textarea', { id: 'd-comment', rows: '3', maxlength: '4000', required: question.comment === 'required' }, question.text);
    this.option = h('input', { type: 'checkbox', id: 'd-option' });
    this.typed = h('input', { type: 'text', id: 'd-typed', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', 'aria-describedby': 'd-typed-hint' });
    this.name = h('strong', { class: 'mono' });
    this.typedField = h('div', { class: 'field-block' }, h('label', { for: 'd-typed' }, 'Type ', this.name, ' to confirm'), this.typed,
      h('p', { class: 'muted small-text', id: 'd-typed-hint' }, 'This cannot be undone.'));
    this.error = h('div', { role: 'alert' });
    this.confirm = h('button', { type: 'submit', class: question.weight === 'danger' ? 'danger' : 'primary' }, question.verb);
    this.cancel = h('button', { type: 'button', onclick: () => this.dialog.close() }, 'Do nothing');
    this.form = h('form', { onsubmit: event => this.#submit(event), oninput: () => this.#check() }, ...this.#parts());
    this.dialog = h('dialog', { class: 'confirm', 'aria-labelledby': 'd-title', 'aria-describedby': 'd-sentence', oncancel: event => this.#isSending && event.preventDefault(), onclose: () => this.#closed() }, this.form);
  }

  open() {
    document.body.append(this.dialog);
    this.#check();
    this.dialog.showModal();
    const { comment, weight } = this.question;
    // Enter must not do by accident what is hard to undo.
    (comment === 'required' ? this.comment : !this.typedField.hidden ? this.typed : weight === 'danger' ? this.cancel : this.confirm).focus();
  }

  #parts() {
    const { title, sentence, facts = [], comment = 'optional', option, warning } = this.question;
    return [
      h('h2', { id: 'd-title' }, title), warning ? h('p', { class: 'notice', role: 'alert' }, warning) : null, h('p', { id: 'd-sentence', class: 'sentence' }, sentence),
      facts.length > 0 ? h('ul', {}, facts.map(fact => h('li', {}, fact))) : null,
      option ? h('label', { class: 'check', for: 'd-option' }, this.option, h('span', {}, option.label)) : null,
      comment === 'none' ? null : h('div', { class: 'field-block' }, h('label', { for: 'd-comment' }, comment === 'required' ? 'Why (required; kept in the audit trail)' : 'Why (kept in the audit trail)'), this.comment),
      this.typedField, this.error, h('div', { class: 'buttons' }, this.confirm, this.cancel),
    ];
  }

  /** What must be typed now; nothing when empty. */
  get #wanted() {
    const { typed, option } = this.question;
    return typed ?? (option && this.option.checked ? option.typed : '');
  }

  #check() {
    const wanted = this.#wanted;
    this.typedField.hidden = !wanted;
    this.name.textContent = wanted;
    const isTyped = !wanted || this.typed.value.trim() === wanted;
    const isSaid = this.question.comment !== 'required' || this.comment.value.trim() !== '';
    this.confirm.disabled = this.#isSending || !(isTyped && isSaid);
  }

  async #submit(event) {
    event.preventDefault(); // the page's policy lets no form go anywhere
    if (this.confirm.disabled) return;
    this.#send(true);
    this.error.replaceChildren();
    try {
      await this.question.send({ comment: this.comment.value.trim() || undefined, isOption: this.option.checked });
      this.#isDone = true;
      announce(`${this.question.verb}: sent.`);
      this.dialog.close();
    } catch (error) {
      this.error.replaceChildren(problemText(error));
      this.#send(false);
      this.#check();
    }
  }

  /** While it is on its way nobody can leave as if nothing had been sent. @param {boolean} isSending */
  #send(isSending) {
    this.#isSending = this.confirm.disabled = this.cancel.disabled = isSending;
  }

  #closed() {
    this.dialog.remove();
    this.close(this.#isDone);
  }
}
