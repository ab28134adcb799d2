// The list of posts, newest first.

import { Problem } from "./api.js";
import { Article } from "./article.js";
import { find } from "./element.js";

/** @import { Api, Page, Post } from "./api.js" */
/** @import { OwnPosts } from "./own-posts.js" */
/** @import { Channel } from "./realtime.js" */

const MOST_ARTICLES = 500; // that come by themselves: a page may stay open for days
const MOST_NEWS = 5;

/** Dispatches `change` when other posts are shown, or their entities became known. */
export class Feed extends EventTarget {
  /** The topic that is shown; empty for all. */
  topic = "";

  #api;
  #own;
  /** @type {string | undefined} */
  #topicKey; // of the topic that is shown, once the blog told it
  #shown = Promise.resolve(); // when the first page of what is shown was read
  #removed = new Set(); // ids of posts that were deleted: answers from before then come later
  /** @type {Map<string, Article>} */
  #articles = new Map(); // by the id of the post
  /** @type {string | undefined} */
  #newest; // the id of the newest post that was read; what came over the WebSocket may lie beyond a hole
  /** @type {string | undefined} */
  #cursor;
  #view = {}; // a new one for each topic shown: answers to an earlier one come too late
  #list = find(HTMLElement, "#posts");
  #more = find(HTMLElement, "#more");
  #heading = find(HTMLElement, "#feed-heading");
  #about = find(HTMLElement, "#feed-heading span");
  #news = find(HTMLElement, "#news"); // for those who do not see the list
  #message = find(HTMLElement, "#feed > .message");
  #bodies = new IntersectionObserver((entries) => this.#readShown(entries), { rootMargin: "300px" });

  /**
   * @param {Api} api
   * @param {OwnPosts} own
   */
  constructor(api, own) {
    super();
    this.#api = api;
    this.#own = own;
    this.#more.addEventListener("click", () => this.#readMore());
  }

  /**
   * What to listen to: the topics shown, and the posts whose entities are to come.
   *
   * @returns {Map<string, Channel>}
   */
  get channels() {
    /** @type {Map<string, Channel>} */
    const channels = new Map();
    if (this.topic) channels.set(`#${this.#topicKey}`, { topic: this.topic });
    for (const { post } of this.#articles.values()) {
      if (!this.topic) channels.set(`#${post.topicKey}`, { topic: post.topic });
      if (post.entities === undefined) channels.set(post.id, { postId: post.id });
    }
    return channels;
  }

  /** The topics of the posts shown, each once. */
  get topics() {
    const articles = [...this.#articles.values()];
    return [...new Map(articles.map(({ post }) => [post.topicKey, post.topic])).values()];
  }

  /**
   * Whether posts of a post's topic are shown.
   *
   * @param {Post} post
   */
  covers(post) {
    return !this.topic || post.topicKey === this.#topicKey;
  }

  /**
   * Shows a topic from its beginning.
   *
   * @param {string} topic Empty for all.
   */
  async show(topic) {
    this.topic = topic;
    this.#view = {};
    this.#newest = this.#cursor = this.#topicKey = undefined;
    this.#removed.clear();
    for (const id of this.#articles.keys()) this.#remove(id);
    this.#more.hidden = true;
    this.#about.hidden = !topic;
    find(HTMLElement, "bdi", this.#about).textContent = topic;
    this.#say("Reading …");
    await (this.#shown = this.refresh());
  }

  /** Reads what was posted meanwhile, and takes away what was deleted. */
  async refresh() {
    const page = await this.#read();
    if (!page) return;
    this.#topicKey = page.topicKey;
    const listed = new Set(page.posts.map(({ id }) => id));
    const newest = this.#newest ?? "";
    const oldest = (page.cursor && page.posts.at(-1)?.id) ?? ""; // older ones may be on the next page
    // It is the first page, or more was posted than one has: what is older follows by "Older posts".
    const isApart = oldest > newest;
    if (isApart || !page.cursor) this.#cursor = page.cursor;
    for (const id of this.#articles.keys()) {
      const isGone = isApart ? id < oldest : id >= oldest && id <= newest && !listed.has(id);
      if (isGone) this.#remove(id);
    }
    this.#add(page.posts);
    this.#newest = page.posts[0]?.id ?? "";
  }

  /**
   * Shows a post, or what became known of it.
   *
   * @param {Post} post
   */
  put(post) {
    this.#add([post]);
  }

  /**
   * Shows what was told of a post by itself, if posts of its topic are shown.
   *
   * @param {Post} post
   */
  async hear(post) {
    await this.#shown;
    if (!this.covers(post)) return;
    if (this.#articles.has(post.id) || this.#articles.size < MOST_ARTICLES) this.put(post);
    else this.#say("More was posted. Reload the page to see it.");
  }

  /**
   * Takes a deleted post away. A reader who was at it goes on with the next.
   *
   * @param {string} id
   */
  remove(id) {
    this.#removed.add(id);
    const article = this.#articles.get(id);
    if (!article) return;
    const { element, post } = article;
    const { nextElementSibling, previousElementSibling } = element;
    const isRead = element.contains(document.activeElement);
    this.#remove(id);
    this.#change();
    if (!isRead) return;
    const neighbour = (nextElementSibling ?? previousElementSibling)?.querySelector("a");
    (neighbour ?? this.#heading).focus({ preventScroll: true });
    this.#announce(`“${post.title}” was deleted.`);
  }

  /** Offers to delete what who is signed in wrote here, and nothing else. */
  offerDeletion() {
    for (const article of this.#articles.values()) article.offerDeletion();
  }

  async #readMore() {
    const page = await this.#read(this.#cursor);
    if (!page) return;
    this.#cursor = page.cursor;
    this.#add(page.posts);
    document.getElementById(`post-${page.posts[0]?.id}`)?.querySelector("a")?.focus();
  }

  /**
   * @param {string} [cursor]
   * @returns {Promise<Page | null>} Null if there is none, or it comes too late.
   */
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

  /** @param {Post[]} posts */
  #add(posts) {
    for (const post of posts) {
      if (this.#removed.has(post.id)) continue;
      const known = this.#articles.get(post.id);
      if (known) known.show(post);
      else this.#insert(new Article(post, this.#api, this.#own));
    }
    this.#change();
  }

  #change() {
    this.#more.hidden = !this.#cursor;
    this.#say(this.#articles.size ? "" : "Nothing here yet. Be the first to write.");
    this.dispatchEvent(new Event("change"));
  }

  /** @param {Article} article */
  #insert(article) {
    const { post } = article;
    this.#articles.set(post.id, article);
    const older = [...this.#list.children].find((other) => other.id < article.element.id);
    this.#list.insertBefore(article.element, older ?? null);
    this.#bodies.observe(article.element);
    if (this.#newest !== undefined && post.id > this.#newest) this.#announce(`New post by ${post.author}: ${post.title}`);
  }

  /** @param {string} textContent */
  #announce(textContent) {
    this.#news.append(Object.assign(document.createElement("p"), { textContent }));
    if (this.#news.childElementCount > MOST_NEWS) this.#news.firstElementChild?.remove();
  }

  /** @param {string} id */
  #remove(id) {
    const article = this.#articles.get(id);
    if (!article) return;
    this.#bodies.unobserve(article.element);
    this.#articles.delete(id);
    article.remove();
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #readShown(entries) {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      this.#bodies.unobserve(target);
      this.#articles.get(target.id.replace("post-", ""))?.read();
    }
  }

  /** @param {string} text */
  #say(text) {
    this.#message.textContent = text;
  }
}
