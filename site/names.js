// Finding names in a text.

// Names are found as whole words: no "Joe" in "Joel". Scripts that set no spaces between words, or that write endings
// to names as Korean does, have each character for a word. One keeps its marks; an emoji, all it is composed of.
const SPACELESS = ["Hani", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"];
const RUN = String.raw`[[\p{L}\p{N}\p{M}\u200C\u200D]--[${SPACELESS.map((script) => `\\p{scx=${script}}`).join("")}]]`;
const CHARACTER = String.raw`(?:\p{RI}{2}|.)(?:[\p{M}\p{EMod}]|\u200D.){0,99}`;
const WORD = new RegExp(`${RUN}{1,999}|${CHARACTER}`, "gsv");

/**
 * Cuts a text into words and what is between them. Nothing is lost.
 *
 * @param {string} text
 * @returns {Generator<string>} None is longer than some thousand characters.
 */
export function* wordsOf(text) {
  for (const [word] of text.matchAll(WORD)) yield word;
}

/** A node of the tree of names. */
class Node {
  /** @type {Map<string, Node>} */
  next = new Map();
  /** @type {Node} The longest other path of the tree that this one ends with. */
  fallback = this;
  /** How many words the longest name has that is read here; 0 if there is none. */
  length = 0;
  /** What that name is a name of. */
  kind = "";
}

/**
 * Names, to be found in a text in time linear in both (Aho and Corasick 1975, https://doi.org/10.1145/360825.360855).
 * Names and text are read backwards: where a name has been read, it begins, and the longest that begins there is known.
 *
 * Its methods are done step by step, for as long as there are steps.
 */
export class Names {
  #root = new Node();

  /**
   * Adds names, unless they are there.
   *
   * @param {string[]} names
   * @param {string} kind
   */
  *add(names, kind) {
    for (const name of names) {
      const words = [...wordsOf(name)];
      let node = this.#root;
      for (const word of words.toReversed()) {
        if (!node.next.has(word)) node.next.set(word, new Node());
        node = /** @type {Node} */ (node.next.get(word));
        yield;
      }
      if (!node.length) Object.assign(node, { kind, length: words.length });
    }
  }

  /**
   * Finds the names in a text, when all were added. Of two that overlap it is the first, of two that begin at one
   * place the longer.
   *
   * @param {string[]} words The text's.
   * @returns {Generator<void, Map<number, {length: number, kind: string}>>} By the number of their first words.
   */
  *find(words) {
    yield* this.#link();
    const longest = Array(words.length);
    let node = this.#root;
    for (let i = words.length - 1; i >= 0; i--) {
      node = longest[i] = this.#follow(node, words[i]);
      yield;
    }
    const found = new Map();
    for (let i = 0; i < words.length; i += longest[i].length || 1) {
      if (longest[i].length) found.set(i, longest[i]);
      yield;
    }
    return found;
  }

  *#link() {
    const nodes = [this.#root];
    for (const node of nodes) {
      for (const [word, child] of node.next) {
        if (node !== this.#root) child.fallback = this.#follow(node.fallback, word);
        else child.fallback = this.#root;
        if (!child.length) ({ length: child.length, kind: child.kind } = child.fallback);
        nodes.push(child);
        yield;
      }
    }
  }

  /**
   * @param {Node} node
   * @param {string} word
   */
  #follow(node, word) {
    while (node !== this.#root && !node.next.has(word)) node = node.fallback;
    return node.next.get(word) ?? this.#root;
  }
}
