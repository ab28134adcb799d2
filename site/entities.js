// The entities of a post, shown in its text.

/**
 * What each list of entities holds, for a reader.
 *
 * @type {Record<string, string>}
 */
export const KINDS = {
  persons: "person",
  locations: "place",
  organizations: "organization",
  dates: "date",
  events: "event",
  titles: "title",
  commercialItems: "product",
  quantities: "quantity",
  others: "other",
};

/**
 * Makes the mark of a text that names something. The style sheet writes its kind after it.
 *
 * @param {string} text
 * @param {string} kind
 */
export function mark(text, kind) {
  const element = document.createElement("mark");
  element.dataset.kind = kind;
  element.textContent = text;
  return element;
}

/**
 * Marks the entities in a text.
 *
 * @param {string} text
 * @param {Record<string, string[]>} entities Texts by the key of their kind.
 * @returns {DocumentFragment}
 */
export function highlight(text, entities) {
  const kinds = new Map();
  for (const [key, names] of Object.entries(entities)) {
    for (const name of names) if (name && !kinds.has(name)) kinds.set(name, KINDS[key] ?? KINDS.others);
  }
  const fragment = document.createDocumentFragment();
  let end = 0;
  if (kinds.size) {
    for (const { 0: name, index } of text.matchAll(anyOf([...kinds.keys()]))) {
      fragment.append(text.slice(end, index), mark(name, kinds.get(name)));
      end = index + name.length;
    }
  }
  fragment.append(text.slice(end));
  return fragment;
}

/**
 * Matches the names as whole words; of two that begin at one place, the longer.
 *
 * @param {string[]} names
 */
function anyOf(names) {
  const longestFirst = names.sort((a, b) => b.length - a.length).map((name) => {
    const before = /^[\p{L}\p{N}]/u.test(name) ? "(?<![\\p{L}\\p{N}])" : "";
    const after = /[\p{L}\p{N}]$/u.test(name) ? "(?![\\p{L}\\p{N}])" : "";
    return before + name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") + after;
  });
  return new RegExp(longestFirst.join("|"), "gu");
}
