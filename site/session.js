// Who is signed in: an ID token, kept while the tab is open. The blog checks it; the page only reads it.

const KEY = "token";
const LONGEST_TIMEOUT = 2 ** 31 - 1; // ms; what setTimeout takes

/**
 * What a token says.
 *
 * @typedef {object} Claims
 * @property {number} [exp] When it is over: seconds since 1970.
 * @property {string} [email]
 * @property {string} [name]
 */

/** Dispatches `change` when somebody signs in or out, and before it `expired` if the token is over. */
export class Session extends EventTarget {
  /** @type {string | null} */
  token = null;
  /** @type {Claims} What the token says of its owner. */
  claims = {};

  /** @type {number | undefined} */
  #timer;

  constructor() {
    super();
    this.#use(sessionStorage.getItem(KEY));
  }

  /**
   * @param {string | null} token
   * @returns {boolean} Whether it is a token that is not over.
   */
  signIn(token) {
    this.#use(token);
    this.#tell("change");
    return this.token !== null;
  }

  signOut() {
    this.signIn(null);
  }

  /**
   * Ends the session if the blog refused its token, and not an earlier one.
   *
   * @param {string} token
   */
  refuse(token) {
    if (token === this.token) this.#expire();
  }

  /** @param {string | null} token */
  #use(token) {
    clearTimeout(this.#timer);
    const claims = claimsOf(token ?? "");
    const remaining = (claims.exp ?? 0) * 1000 - Date.now();
    if (token && remaining > 0) {
      [this.token, this.claims] = [token, claims];
      sessionStorage.setItem(KEY, token);
      this.#timer = setTimeout(() => this.#expire(), Math.min(remaining, LONGEST_TIMEOUT));
    } else {
      [this.token, this.claims] = [null, {}];
      sessionStorage.removeItem(KEY);
    }
  }

  #expire() {
    this.#use(null);
    this.#tell("expired");
    this.#tell("change");
  }

  /** @param {string} type */
  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

/**
 * Reads the middle part of a JSON Web Token (RFC 7519), which is JSON in base64url.
 *
 * @param {string} token
 * @returns {Claims} None if it is no such token.
 */
function claimsOf(token) {
  try {
    const bytes = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return {};
  }
}
