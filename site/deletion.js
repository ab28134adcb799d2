// The question whether to delete a post.

import { find } from "./element.js";
import { onSubmit } from "./form.js";

/** @import { Api, Post } from "./api.js" */

/** A dialog that deletes a post when the answer is yes, and tells why when that fails. */
export class Deletion {
  #dialog;
  #id = "";

  /**
   * @param {HTMLDialogElement} dialog
   * @param {Api} api
   * @param {(id: string) => void} deleted
   */
  constructor(dialog, api, deleted) {
    this.#dialog = dialog;
    onSubmit(find(HTMLFormElement, "form", dialog), async () => {
      const id = this.#id;
      await api.delete(`/posts/${id}`);
      deleted(id);
      return "";
    });
    find(HTMLElement, "[type=button]", dialog).addEventListener("click", () => dialog.close());
  }

  /** @param {Post} post */
  ask(post) {
    this.#id = post.id;
    find(HTMLElement, "strong", this.#dialog).textContent = post.title;
    find(HTMLElement, ".message", this.#dialog).textContent = "";
    this.#dialog.showModal();
  }

  /**
   * Closes the question if it is about a post. What had the focus before has it again.
   *
   * @param {string} id
   */
  withdraw(id) {
    if (id === this.#id) this.#dialog.close();
  }
}
