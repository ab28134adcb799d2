// The mailbox of the local AWS, which no real email leaves.

import { find } from "./element.js";
import { tell } from "./time.js";

const LINKS = { confirm: "Confirm the subscription", unsubscribe: "Unsubscribe" };

/**
 * @typedef {object} Mail
 * @property {number} id
 * @property {string} to
 * @property {string} subject
 * @property {string} body
 * @property {Record<string, string>} links What its reader can do, by the keys of `LINKS`.
 * @property {string} sentAt ISO 8601.
 */

/**
 * Shows the mails so far, then each as it comes, the newest first.
 *
 * @param {string} url Of the stream.
 */
export function showMailbox(url) {
  const template = find(HTMLTemplateElement, "#mail-template");
  const list = find(HTMLElement, "#mails");
  const seen = new Set(); // the stream begins anew when it reconnects
  find(HTMLElement, "#mailbox").hidden = false;
  new EventSource(url).addEventListener("message", ({ data }) => {
    /** @type {Mail} */
    const mail = JSON.parse(data);
    if (seen.has(mail.id)) return;
    seen.add(mail.id);
    const item = find(HTMLElement, "li", document.importNode(template.content, true));
    find(HTMLElement, "summary", item).textContent = mail.subject;
    find(HTMLElement, ".meta span", item).textContent = mail.to;
    find(HTMLElement, "pre", item).textContent = mail.body;
    tell(find(HTMLTimeElement, "time", item), mail.sentAt);
    const links = find(HTMLElement, ".links", item);
    for (const [name, words] of Object.entries(LINKS)) {
      if (/^https?:/.test(mail.links[name])) links.append(link(mail.links[name], words));
    }
    list.prepend(item);
  });
}

/**
 * @param {string} url
 * @param {string} words
 */
function link(url, words) {
  const element = document.createElement("a");
  Object.assign(element, { href: url, textContent: words, target: "_blank", rel: "noopener noreferrer" });
  return element;
}
