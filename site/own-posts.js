// The posts that were written in this browser: the blog tells nobody who posted what.

/** @import { Session } from "./session.js" */

const KEY = "own-posts";
const MOST = 200; // the newest

/** The ids of posts, by whose session they were posted with. */
export class OwnPosts {
  #session;

  /** @param {Session} session */
  constructor(session) {
    this.#session = session;
  }

  /**
   * Whether who is signed in wrote a post here.
   *
   * @param {string} id
   */
  has(id) {
    const { sub } = this.#session.claims;
    return kept().some((own) => own.sub === sub && own.id === id);
  }

  /** @param {string} id */
  add(id) {
    const { sub } = this.#session.claims;
    if (sub) localStorage.setItem(KEY, JSON.stringify([{ sub, id }, ...kept()].slice(0, MOST)));
  }
}

/** @returns {{sub: string, id: string}[]} */
function kept() {
  return JSON.parse(localStorage.getItem(KEY) ?? "[]");
}
