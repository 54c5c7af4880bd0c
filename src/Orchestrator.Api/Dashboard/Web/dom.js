/** Builds elements. Every text that comes from outside becomes a text node; there is no way in here to write HTML. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @typedef {Node|string|number|null|undefined|false} Child
 * @typedef {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} Attributes
 */

/**
 * Makes an element. Attributes that are false, null or undefined are left out; `on…` adds a listener.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Child|Child[])} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/**
 * Makes an SVG element.
 * @param {string} tag
 * @param {Attributes} [attributes]
 * @param {...(Child|Child[])} children
 * @returns {any}
 */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * Changes a text only when it differs, so that a screen reader hears of changes and of nothing else.
 * @param {Node} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Sets an attribute, or takes it away.
 * @param {Element} element
 * @param {string} name
 * @param {string|number|boolean|null|undefined} value
 */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * A container that is built again only when what it shows has changed: focus and selection in it survive the rest.
 * @param {Element} container
 * @returns {(shows: unknown, build: () => Child|Child[]) => boolean} Whether it was built again.
 */
export function memo(container) {
  let last;
  return (shows, build) => {
    const key = JSON.stringify(shows) ?? '';
    if (key === last) return false;
    last = key;
    const children = [build()].flat(Infinity).filter(isShown);
    container.replaceChildren(.../** @type {any[]} */ (children));
    return true;
  };
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on') && typeof value === 'function') element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, /** @type {any} */ (value));
  }
  element.append(...children.flat(Infinity).filter(isShown).map(child => (child instanceof Node ? child : String(child))));
  return element;
}

const isShown = child => child !== null && child !== undefined && child !== false;
