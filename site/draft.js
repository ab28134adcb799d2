// The form in which a post is written.

import { fieldsOf, onSubmit } from "./form.js";

const KEY = "draft";

/**
 * Keeps what is being written until it is posted: neither a reload nor signing in loses it.
 *
 * @param {HTMLFormElement} form
 * @param {import("./api.js").Api} api
 * @param {(post: object) => void} posted
 */
export function acceptDrafts(form, api, posted) {
  const kept = JSON.parse(sessionStorage.getItem(KEY)) ?? { fields: {} };
  for (const [name, value] of Object.entries(kept.fields)) form.elements[name].value = value;

  form.addEventListener("input", () => {
    // Another text is another post, and has another key.
    sessionStorage.setItem(KEY, JSON.stringify({ fields: fieldsOf(form) }));
  });

  onSubmit(form, async (fields) => {
    // The key makes one post of a second try, whether or not the first one arrived.
    const { key = crypto.randomUUID() } = JSON.parse(sessionStorage.getItem(KEY)) ?? {};
    sessionStorage.setItem(KEY, JSON.stringify({ fields, key }));
    const post = await api.post("/posts", fields, { "idempotency-key": key });
    form.elements.title.value = "";
    form.elements.body.value = "";
    sessionStorage.setItem(KEY, JSON.stringify({ fields: fieldsOf(form) }));
    posted(post);
    return "Published.";
  });
}
