// The list of posts, newest first.

import { Problem } from "./api.js";
import { Article } from "./article.js";
import { topicKey } from "./realtime.js";

/** Dispatches `change` when other posts are shown, or their entities became known. */
export class Feed extends EventTarget {
  /** The topic that is shown; empty for all. */
  topic = "";

  #api;
  #articles = new Map(); // by the id of the post
  #newest; // the id of the newest post that was read; what came over the WebSocket may lie beyond a hole
  #cursor;
  #view = {}; // a new one for each topic shown: answers to an earlier one come too late
  #list = document.getElementById("posts");
  #more = document.getElementById("more");
  #heading = document.getElementById("feed-heading");
  #news = document.getElementById("news"); // for those who do not see the list
  #message = document.querySelector("#feed > .message");
  #bodies = new IntersectionObserver((entries) => this.#readShown(entries), { rootMargin: "300px" });

  constructor(api) {
    super();
    this.#api = api;
    this.#more.addEventListener("click", () => this.#readMore());
  }

  /** What to listen to: the topics shown, and the posts whose entities are to come. */
  get channels() {
    const posts = [...this.#articles.values()].map((article) => article.post);
    const topics = this.topic ? [this.topic] : this.topics;
    const pending = posts.filter((post) => post.entities === undefined);
    return [...topics.map((topic) => ({ topic })), ...pending.map((post) => ({ postId: post.id }))];
  }

  /** The topics of the posts shown, each once. */
  get topics() {
    const topics = [...this.#articles.values()].map(({ post }) => [topicKey(post.topic), post.topic]);
    return [...new Map(topics).values()];
  }

  /** Whether posts of a topic are shown. */
  covers(topic) {
    return !this.topic || topicKey(topic) === topicKey(this.topic);
  }

  /** Shows a topic from its beginning. */
  async show(topic) {
    this.topic = topic;
    this.#view = {};
    this.#newest = this.#cursor = undefined;
    this.#bodies.disconnect();
    this.#articles.clear();
    this.#list.replaceChildren();
    this.#more.hidden = true;
    this.#heading.textContent = topic ? `Latest in ${topic}` : "Latest";
    this.#say("Reading …");
    await this.refresh();
  }

  /** Reads what was posted meanwhile. */
  async refresh() {
    const page = await this.#read();
    if (!page) return;
    const oldest = page.posts.at(-1)?.id;
    if (!(oldest <= this.#newest)) {
      // It is the first page, or more was posted than one has: what is older follows by "Older posts".
      for (const id of this.#articles.keys()) if (id < oldest) this.#remove(id);
      this.#cursor = page.cursor;
    }
    this.#add(page.posts);
    this.#newest = page.posts[0]?.id ?? "";
  }

  /** Shows a post, or what became known of it. */
  put(post) {
    this.#add([post]);
  }

  async #readMore() {
    const page = await this.#read(this.#cursor);
    if (!page) return;
    this.#cursor = page.cursor;
    this.#add(page.posts);
    document.getElementById(`post-${page.posts[0]?.id}`)?.querySelector("a").focus();
  }

  /** Returns a page; null if there is none, or it comes too late. */
  async #read(cursor) {
    const view = this.#view;
    const query = new URLSearchParams();
    if (this.topic) query.set("topic", this.topic);
    if (cursor) query.set("cursor", cursor);
    try {
      const page = await this.#api.get(`/posts?${query}`);
      return view === this.#view ? page : null;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (view === this.#view) this.#say(problem.message);
      return null;
    }
  }

  #add(posts) {
    for (const post of posts) {
      const known = this.#articles.get(post.id);
      if (known) known.show(post);
      else this.#insert(new Article(post, this.#api));
    }
    this.#more.hidden = !this.#cursor;
    this.#say(this.#articles.size ? "" : "Nothing here yet. Be the first to write.");
    this.dispatchEvent(new Event("change"));
  }

  #insert(article) {
    const { id } = article.post;
    this.#articles.set(id, article);
    const older = [...this.#list.children].find((other) => other.id < article.element.id);
    this.#list.insertBefore(article.element, older ?? null);
    this.#bodies.observe(article.element);
    if (id > this.#newest) this.#announce(article.post);
  }

  #announce({ author, title }) {
    const textContent = `New post by ${author}: ${title}`;
    this.#news.append(Object.assign(document.createElement("p"), { textContent }));
  }

  #remove(id) {
    this.#articles.get(id).element.remove();
    this.#articles.delete(id);
  }

  #readShown(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.#bodies.unobserve(target);
      this.#articles.get(target.id.replace("post-", ""))?.read();
    }
  }

  #say(text) {
    this.#message.textContent = text;
  }
}
