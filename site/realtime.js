// The WebSocket: what it listens to, and how it comes back when it is lost.

import { Problem } from "./api.js";

/** @import { Api, Post } from "./api.js" */

/** @typedef {{topic: string} | {postId: string}} Channel What one can listen to. */
/** @typedef {{type: "blogPostCreated" | "blogPostEnriched"} & Post} PostNews What is told of a post. */
/** @typedef {{type: "blogPostRemoved", id: string}} RemovalNews What is told of one that is no more. */

const PATIENCE = 10_000; // ms to wait for a reply before the connection counts as dead
const HEARTBEAT = 60_000; // ms; API Gateway closes a connection that was idle for ten minutes
const FIRST_DELAY = 1_000; // ms, doubled with each failure
const LONGEST_DELAY = 30_000;

const NEWS = new Set(["blogPostCreated", "blogPostEnriched", "blogPostRemoved"]); // all other messages are replies

/**
 * A connection that stays, from `start` to `stop`.
 *
 * Dispatches `state`; `news`, with a message in `detail`; and `listening` when topics were subscribed to: what
 * was posted before then is to be read by HTTP.
 */
export class Realtime extends EventTarget {
  /** @type {"stopped" | "connecting" | "live" | "lost" | "offline"} When lost it tries again. */
  state = "stopped";

  #url;
  #api;
  /** @type {Map<string, Channel>} */
  #channels = new Map();
  #life = new AbortController(); // of a connection, of the attempt to make one, or of the pause before that
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {object[]} */
  #questions = [];
  /** @type {number | undefined} */
  #deadline;
  #failures = 0;
  #newTopics = false;

  /**
   * @param {string} url
   * @param {Api} api
   */
  constructor(url, api) {
    super();
    this.#url = url;
    this.#api = api;
    addEventListener("offline", () => this.state !== "stopped" && this.#lose());
    addEventListener("online", () => this.state === "offline" && this.#connect());
  }

  start() {
    if (this.state === "stopped") this.#connect();
  }

  stop() {
    this.#life.abort();
    this.#enter("stopped");
  }

  /**
   * Says what to listen to, from now on and after each reconnection.
   *
   * @param {Map<string, Channel>} channels By names of their own: a topic has one, in whichever way it is written.
   */
  watch(channels) {
    const before = this.#channels;
    this.#channels = channels;
    if (!this.#socket) return;
    for (const [key, channel] of this.#channels) if (!before.has(key)) this.#subscribe(channel);
    for (const [key, channel] of before) {
      // A post has one message: there is nothing to leave.
      if ("topic" in channel && !this.#channels.has(key)) this.#ask({ action: "unsubscribe", ...channel });
    }
  }

  async #connect() {
    const { signal } = (this.#life = new AbortController());
    this.#enter("connecting");
    let ticket;
    try {
      ({ ticket } = await this.#api.post("/tickets"));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (!signal.aborted) this.#lose();
      return;
    }
    if (signal.aborted) return;
    const socket = new WebSocket(`${this.#url}?${new URLSearchParams({ ticket })}`);
    const heart = setInterval(() => this.#socket && this.#ask({ action: "ping" }), HEARTBEAT);
    socket.addEventListener("open", () => this.#begin(socket), { signal });
    socket.addEventListener("message", ({ data }) => this.#receive(JSON.parse(data)), { signal });
    socket.addEventListener("close", () => this.#lose(), { signal });
    signal.addEventListener("abort", () => {
      clearInterval(heart);
      clearTimeout(this.#deadline);
      this.#socket = null;
      this.#questions = [];
      socket.close();
    });
  }

  /** @param {WebSocket} socket */
  #begin(socket) {
    this.#socket = socket;
    this.#newTopics = true;
    this.#ask({ action: "ping" });
    for (const channel of this.#channels.values()) this.#subscribe(channel);
  }

  /** @param {Channel} channel */
  #subscribe(channel) {
    if ("topic" in channel) this.#newTopics = true;
    this.#ask({ action: "subscribe", ...channel });
  }

  /**
   * Asks one question after the other: a page full of topics is no burst of calls.
   *
   * @param {object} message
   */
  #ask(message) {
    this.#questions.push(message);
    if (this.#questions.length === 1) this.#askNext();
  }

  #askNext() {
    this.#socket?.send(JSON.stringify(this.#questions[0]));
    this.#deadline = setTimeout(() => this.#lose(), PATIENCE);
  }

  /** @param {{type: string}} message */
  #receive(message) {
    if (NEWS.has(message.type)) {
      this.dispatchEvent(new CustomEvent("news", { detail: message }));
      return;
    }
    clearTimeout(this.#deadline);
    this.#questions.shift();
    if (this.#questions.length) {
      this.#askNext();
      return;
    }
    this.#failures = 0;
    this.#enter("live");
    if (this.#newTopics) {
      this.#newTopics = false;
      this.dispatchEvent(new Event("listening"));
    }
  }

  /** Tries again after a random part of a delay that doubles, so that not all clients come back at once. */
  #lose() {
    this.#life.abort();
    if (!navigator.onLine) {
      this.#enter("offline");
      return;
    }
    this.#enter("lost");
    const { signal } = (this.#life = new AbortController());
    const delay = Math.random() * Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures++);
    const timer = setTimeout(() => this.#connect(), delay);
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  /** @param {Realtime["state"]} state */
  #enter(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
