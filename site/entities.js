// The entities of a post, shown in its text.

import { Names, wordsOf } from "./names.js";

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

const MOST_NODES = 200; // of a block

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
 * Shows a text with its entities marked. It is done step by step, for as long as there are steps.
 *
 * The text is in blocks: those that are not to be seen need no layout, which for thousands of marks takes a second. A
 * block ends at a line's end; elsewhere only after as much as nobody writes in a line.
 *
 * @param {HTMLElement} element What it showed before is replaced.
 * @param {string} text
 * @param {Record<string, string[]>} entities Texts by the key of their kind.
 * @returns {Generator<void, void>}
 */
export function* highlight(element, text, entities) {
  const names = new Names();
  for (const [key, texts] of Object.entries(entities)) yield* names.add(texts, KINDS[key] ?? KINDS.others);
  const words = [];
  for (const word of wordsOf(text)) {
    words.push(word);
    yield;
  }
  const found = yield* names.find(words);
  let [count, plain, size] = [0, "", 0];
  /** @type {(string | HTMLElement)[]} */
  let nodes = [];
  for (let i = 0; i < words.length; ) {
    yield;
    const { length, kind } = found.get(i) ?? { length: 1, kind: "" };
    const part = words.slice(i, i + length).join("");
    if (kind) nodes.push(plain, mark(part, kind));
    plain = kind ? "" : plain + part;
    size += part.length;
    i += length;
    if (size < sizeAt(part) && nodes.length < MOST_NODES && i < words.length) continue;
    const block = element.children[count] ?? element.appendChild(document.createElement("div"));
    block.replaceChildren(...nodes, plain);
    [count, plain, size, nodes] = [count + 1, "", 0, []];
  }
  while (element.children.length > count) element.lastElementChild?.remove();
}

/**
 * Says after how many characters a block can end with a part of the text.
 *
 * @param {string} part
 */
function sizeAt(part) {
  if (part.startsWith("\n")) return 1_000;
  return part.trim() ? 5_000 : 4_000;
}
