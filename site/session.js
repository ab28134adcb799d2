// Who is signed in: an ID token, kept while the tab is open. The blog checks it; the page only reads it.

const KEY = "token";
const LONGEST_TIMEOUT = 2 ** 31 - 1; // ms; what setTimeout takes

/** Dispatches `change` when somebody signs in or out, and before it `expired` if the token is over. */
export class Session extends EventTarget {
  token = null;
  /** What the token says of its owner, such as `email`. */
  claims = {};

  #timer;

  constructor() {
    super();
    this.#use(sessionStorage.getItem(KEY));
  }

  /** Returns whether it is a token that is not over. */
  signIn(token) {
    this.#use(token);
    this.#tell("change");
    return this.token !== null;
  }

  signOut() {
    this.signIn(null);
  }

  /** Ends the session if the blog refused its token, and not an earlier one. */
  refuse(token) {
    if (token === this.token) this.#expire();
  }

  #use(token) {
    clearTimeout(this.#timer);
    const claims = claimsOf(token);
    const remaining = claims.exp * 1000 - Date.now();
    if (remaining > 0) {
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

  #tell(type) {
    this.dispatchEvent(new Event(type));
  }
}

/** Reads the middle part of a JSON Web Token (RFC 7519), which is JSON in base64url. */
function claimsOf(token) {
  try {
    const bytes = atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))));
  } catch {
    return {};
  }
}
