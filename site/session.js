// Who is signed in: an ID token, kept while the tab is open. The blog checks it; the page only reads it.

const KEY = "session";
const LONGEST_TIMEOUT = 2 ** 31 - 1; // ms; what setTimeout takes

/**
 * What a token says.
 *
 * @typedef {object} Claims
 * @property {number} [iat] When it was issued: seconds since 1970, by the issuer's clock.
 * @property {number} [exp] When it is over.
 * @property {string} [sub] Its owner, to the issuer.
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
    const { token = null, since } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    this.#use(token, since);
  }

  /**
   * @param {string | null} token
   * @returns {boolean} Whether it is a token.
   */
  signIn(token) {
    this.#use(token, Date.now());
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

  /**
   * This clock is not the issuer's, and may be wrong by days: it only tells how long ago the token came. Whether that
   * was over then, the blog says.
   *
   * @param {string | null} token
   * @param {number} since When it came: ms since 1970.
   */
  #use(token, since) {
    clearTimeout(this.#timer);
    const claims = claimsOf(token ?? "");
    const { iat = 0, exp = 0 } = claims;
    const remaining = since + (exp - iat) * 1000 - Date.now();
    if (token && remaining > 0) {
      [this.token, this.claims] = [token, claims];
      sessionStorage.setItem(KEY, JSON.stringify({ token, since }));
      this.#timer = setTimeout(() => this.#expire(), Math.min(remaining, LONGEST_TIMEOUT));
    } else {
      [this.token, this.claims] = [null, {}];
      sessionStorage.removeItem(KEY);
    }
  }

  #expire() {
    this.#use(null, 0);
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
