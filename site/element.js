// Elements of the page.

/**
 * Finds an element that is known to be there.
 *
 * @template {Element} T
 * @param {new () => T} kind Its class.
 * @param {string} selector
 * @param {ParentNode} parent Where it is; the page by default.
 * @returns {T}
 */
export function find(kind, selector, parent = document) {
  const element = parent.querySelector(selector);
  if (!(element instanceof kind)) throw new TypeError(`There is no ${kind.name} at ${selector}`);
  return element;
}
