// One post on the page.

import { Problem } from "./api.js";
import { highlight } from "./entities.js";
import { tell } from "./time.js";

const template = document.getElementById("post-template");

export class Article {
  #api;
  #reading = false;
  #parts;

  /**
   * @param {object} post With or without its body.
   * @param {import("./api.js").Api} api Reads the body when it is wanted.
   */
  constructor(post, api) {
    this.post = {};
    this.#api = api;
    this.element = template.content.cloneNode(true).firstElementChild;
    const part = (selector) => this.element.querySelector(selector);
    this.#parts = {
      topic: part(".topic"), author: part(".author"), time: part("time"), title: part("h3"), body: part(".body"),
      pending: part(".pending"), unfold: part(".unfold"), message: part(".message"),
    };
    this.element.id = `post-${post.id}`;
    this.#parts.title.id = `title-${post.id}`;
    this.element.setAttribute("aria-labelledby", this.#parts.title.id);
    this.#parts.unfold.addEventListener("click", () => this.#unfold());
    this.#parts.message.querySelector("button").addEventListener("click", () => this.read());
    this.show(post);
  }

  /** Shows what became known of the post. What was known stays: lists lag behind. */
  show(news) {
    const { body, entities } = this.post;
    const post = (this.post = { ...this.post, ...news });
    const { topic, author, time, title, pending } = this.#parts;
    topic.textContent = post.topic;
    topic.href = `?${new URLSearchParams({ topic: post.topic })}`;
    author.textContent = post.author;
    title.textContent = post.title;
    tell(time, post.createdAt);
    pending.hidden = post.entities !== undefined;
    if (post.body !== body || (post.entities && !entities)) this.#showBody();
  }

  /** Reads the body, unless it is here. */
  async read() {
    if (this.#reading || this.post.body !== undefined) return;
    this.#reading = true;
    const { message } = this.#parts;
    message.hidden = true;
    try {
      this.show(await this.#api.get(`/posts/${this.post.id}`));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      message.querySelector("span").textContent = problem.message;
      message.hidden = false;
    } finally {
      this.#reading = false;
    }
  }

  #showBody() {
    const { body, unfold } = this.#parts;
    if (this.post.body === undefined) return;
    body.replaceChildren(highlight(this.post.body, this.post.entities ?? {}));
    requestAnimationFrame(() => {
      if (body.scrollHeight > body.clientHeight + 1) unfold.hidden = false;
    });
  }

  #unfold() {
    const { body, unfold } = this.#parts;
    body.classList.remove("clamped");
    unfold.hidden = true;
  }
}
