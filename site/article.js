// One post on the page.

import { Problem } from "./api.js";
import { find } from "./element.js";
import { highlight } from "./entities.js";
import { oneLine } from "./line.js";
import { inSlices } from "./slices.js";
import { tell } from "./time.js";

/** @import { Api, Post } from "./api.js" */
/** @import { OwnPosts } from "./own-posts.js" */

const template = find(HTMLTemplateElement, "#post-template");

/** Its element dispatches `deletion`, with the post in `detail`, when it is to be deleted. */
export class Article {
  #api;
  #own;
  #reading = false;
  #parts;
  #highlighting = new AbortController();

  /**
   * @param {Post} post With or without its body.
   * @param {Api} api Reads the body when it is wanted.
   * @param {OwnPosts} own
   */
  constructor(post, api, own) {
    /** @type {Post} */
    this.post = { ...post, body: undefined, entities: undefined }; // which are then news
    this.#api = api;
    this.#own = own;
    const element = find(HTMLElement, "article", document.importNode(template.content, true));
    this.element = element;
    this.#parts = {
      topic: find(HTMLAnchorElement, ".topic", element),
      author: find(HTMLElement, ".author", element),
      time: find(HTMLTimeElement, "time", element),
      title: find(HTMLElement, "h3", element),
      body: find(HTMLElement, ".body", element),
      pending: find(HTMLElement, ".pending", element),
      moreEntities: find(HTMLElement, ".more-entities", element),
      unfold: find(HTMLElement, ".unfold", element),
      remove: find(HTMLElement, ".delete", element),
      message: find(HTMLElement, ".message", element),
      words: find(HTMLElement, ".message span", element),
      again: find(HTMLElement, ".message button", element),
    };
    this.element.id = `post-${post.id}`;
    this.#parts.title.id = `title-${post.id}`;
    this.element.setAttribute("aria-labelledby", this.#parts.title.id);
    this.#parts.unfold.addEventListener("click", () => this.#unfold());
    this.#parts.remove.addEventListener("click", () => {
      this.element.dispatchEvent(new CustomEvent("deletion", { bubbles: true, detail: this.post }));
    });
    this.#parts.again.addEventListener("click", () => this.read());
    this.show(post);
  }

  /**
   * Shows what became known of the post. What was known stays: lists lag behind.
   *
   * @param {Post} news
   */
  show(news) {
    const { body, entities } = this.post;
    const lines = { author: oneLine(news.author), title: oneLine(news.title), topic: oneLine(news.topic) };
    const post = (this.post = { ...this.post, ...news, ...lines });
    const { topic, author, time, title, pending, moreEntities } = this.#parts;
    topic.textContent = post.topic;
    topic.href = `?${new URLSearchParams({ topic: post.topic })}`;
    author.textContent = post.author;
    title.textContent = post.title;
    tell(time, post.createdAt);
    pending.hidden = post.entities !== undefined;
    moreEntities.hidden = !post.moreEntities;
    this.offerDeletion();
    if (post.body !== body || (post.entities && !entities)) this.#showBody();
  }

  /** Offers to delete the post to who wrote it here, while they are signed in. */
  offerDeletion() {
    this.#parts.remove.hidden = !this.#own.has(this.post.id);
  }

  /** Reads the body, unless it is here. */
  async read() {
    if (this.#reading || this.post.body !== undefined) return;
    this.#reading = true;
    const { message, words } = this.#parts;
    message.hidden = true;
    try {
      this.show(await this.#api.get(`/posts/${this.post.id}`));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      words.textContent = problem.message;
      message.hidden = false;
    } finally {
      this.#reading = false;
    }
  }

  /** Takes the post from the page. */
  remove() {
    this.#highlighting.abort();
    this.element.remove();
  }

  async #showBody() {
    const { body, unfold } = this.#parts;
    if (this.post.body === undefined) return;
    this.#highlighting.abort();
    const { signal } = (this.#highlighting = new AbortController());
    await inSlices(highlight(body, this.post.body, this.post.entities ?? {}), signal);
    requestAnimationFrame(() => {
      const isCut = body.childElementCount > 1 || body.scrollHeight > body.clientHeight + 1;
      unfold.hidden = !isCut || !body.classList.contains("clamped");
    });
  }

  #unfold() {
    const { body, unfold } = this.#parts;
    body.classList.remove("clamped");
    unfold.hidden = true;
  }
}
