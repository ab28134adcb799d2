// The form in which a post is written.

import { fieldsOf, fill, onSubmit } from "./form.js";

/** @import { Api, Post } from "./api.js" */

const KEY = "draft";

/**
 * Keeps what is being written until it is posted: neither a reload nor signing in loses it.
 *
 * @param {HTMLFormElement} form
 * @param {Api} api
 * @param {(post: Post) => void} posted
 */
export function acceptDrafts(form, api, posted) {
  fill(form, kept().fields ?? {});

  form.addEventListener("input", () => {
    // Another text is another post, and has another key.
    sessionStorage.setItem(KEY, JSON.stringify({ fields: fieldsOf(form) }));
  });

  onSubmit(form, async (fields) => {
    // The key makes one post of a second try, whether or not the first one arrived.
    const { key = crypto.randomUUID() } = kept();
    sessionStorage.setItem(KEY, JSON.stringify({ fields, key }));
    const post = await api.post("/posts", fields, { "idempotency-key": key });
    fill(form, { title: "", body: "" });
    sessionStorage.setItem(KEY, JSON.stringify({ fields: fieldsOf(form) }));
    posted(post);
    return "Published.";
  });
}

/** @returns {{fields?: Record<string, string>, key?: string}} */
function kept() {
  return JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
}
