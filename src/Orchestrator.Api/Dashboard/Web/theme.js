/** Dark and light: as the system is, unless the viewer says otherwise. */
import { h, setText } from './dom.js';

const STORED = 'orchestrator.theme';
const ORDER = ['system', 'dark', 'light'];
const WORDS = { system: 'system', dark: 'dark', light: 'light' };

/** Applies what was chosen before. */
export function applyTheme() {
  document.documentElement.dataset.theme = chosen();
}

/** A button that goes through the three. */
export function themeButton() {
  const word = h('span', {}, '');
  const show = () => {
    applyTheme();
    setText(word, `Colours: ${WORDS[chosen()]}`);
  };
  const button = h('button', { type: 'button', class: 'small theme', title: 'Dark, light, or as the system is', onclick: () => {
    keep(ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length]);
    show();
  } }, h('span', { class: 'half', 'aria-hidden': 'true' }, '◐'), h('span', { class: 'theme-word' }, word));
  show();
  return button;
}

function chosen() {
  try {
    const theme = localStorage.getItem(STORED) ?? 'system';
    return ORDER.includes(theme) ? theme : 'system';
  } catch {
    return 'system';
  }
}

function keep(theme) {
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // Where nothing can be kept, the choice lasts as long as the page.
    document.documentElement.dataset.theme = theme;
  }
}
