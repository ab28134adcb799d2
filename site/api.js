// The blog's HTTP API.

/** @import { Session } from "./session.js" */

/**
 * A post. Lists and news leave its body out; its entities come when they are known.
 *
 * @typedef {object} Post
 * @property {string} id A ULID: ids sort by time.
 * @property {string} createdAt ISO 8601.
 * @property {string} author
 * @property {string} title
 * @property {string} topic
 * @property {string} topicKey What topics are compared by: one for all ways to write a topic.
 * @property {string} [body]
 * @property {Record<string, string[]>} [entities] Texts by the key of their kind.
 * @property {boolean} [moreEntities] Whether it names more than those.
 */

/**
 * Posts, newest first.
 *
 * @typedef {object} Page
 * @property {Post[]} posts
 * @property {string} [topicKey] Of the topic that was asked for.
 * @property {string} [cursor] Where those after them begin.
 */

const TIMEOUT = 30_000; // ms; API Gateway gives up on a function after as long

// What API Gateway itself answers has no words for a reader.
/** @type {Record<number, string>} */
const WORDS = {
  401: "This needs you to be signed in.",
  429: "The blog is busy just now. Try again in a moment.",
};

/** What went wrong with a request, in words for a reader. */
export class Problem extends Error {
  /**
   * @param {string} message A sentence.
   * @param {{field: string, rule: string}[]} errors The rules that fields break.
   */
  constructor(message, errors = []) {
    super(message);
    this.errors = errors;
  }

  /**
   * Reads a problem (RFC 9457) from an answer.
   *
   * @param {Response} response
   */
  static async from(response) {
    const { detail, errors, requestId } = await response.json().catch(() => ({}));
    const words = detail ?? WORDS[response.status] ?? `The blog answered with an error (${response.status}).`;
    return new Problem(requestId ? `${words} Its reference is ${requestId}.` : words, errors);
  }
}

/** Sends the session's token along, and ends the session when that is refused. */
export class Api {
  #url;
  #session;

  /**
   * @param {string} url
   * @param {Session} session
   */
  constructor(url, session) {
    this.#url = url;
    this.#session = session;
  }

  /**
   * @param {string} path
   * @returns {Promise<any>} The JSON that was answered.
   * @throws {Problem}
   */
  get(path) {
    // The browser keeps the answer and asks with its ETag whether it is still true.
    return this.#request(path, { cache: "no-cache" }, {});
  }

  /**
   * @param {string} path
   * @param {object} [body] To be sent as JSON.
   * @param {Record<string, string>} headers
   * @returns {Promise<any>} The JSON that was answered.
   * @throws {Problem}
   */
  post(path, body, headers = {}) {
    const json = body && { "content-type": "application/json" };
    return this.#request(path, { method: "POST", body: JSON.stringify(body) }, { ...json, ...headers });
  }

  /**
   * @param {string} path
   * @throws {Problem}
   */
  async delete(path) {
    await this.#request(path, { method: "DELETE" }, {});
  }

  /**
   * @param {string} path
   * @param {RequestInit} options
   * @param {Record<string, string>} headers
   */
  async #request(path, options, headers) {
    const { token } = this.#session;
    if (token) headers.authorization = `Bearer ${token}`;
    let response;
    try {
      response = await fetch(this.#url + path, { ...options, headers, signal: AbortSignal.timeout(TIMEOUT) });
    } catch {
      throw new Problem("The blog cannot be reached. Check your connection and try again.");
    }
    if (response.status === 401 && token) this.#session.refuse(token);
    if (!response.ok) throw await Problem.from(response);
    return response.status === 204 ? null : response.json();
  }
}
