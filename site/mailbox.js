// The mailbox of the local AWS, which no real email leaves.

import { tell } from "./time.js";

const LINKS = { confirm: "Confirm the subscription", unsubscribe: "Unsubscribe" };

/** Shows the mails so far, then each as it comes, the newest first. */
export function showMailbox(url) {
  const template = document.getElementById("mail-template");
  const list = document.getElementById("mails");
  const seen = new Set(); // the stream begins anew when it reconnects
  document.getElementById("mailbox").hidden = false;
  new EventSource(url).addEventListener("message", ({ data }) => {
    const mail = JSON.parse(data);
    if (seen.has(mail.id)) return;
    seen.add(mail.id);
    const item = template.content.cloneNode(true);
    item.querySelector("summary").textContent = mail.subject;
    item.querySelector(".meta span").textContent = mail.to;
    item.querySelector("pre").textContent = mail.body;
    tell(item.querySelector("time"), mail.sentAt);
    for (const [name, words] of Object.entries(LINKS)) {
      if (/^https?:/.test(mail.links[name])) item.querySelector(".links").append(link(mail.links[name], words));
    }
    list.prepend(item);
  });
}

function link(url, words) {
  const element = document.createElement("a");
  Object.assign(element, { href: url, textContent: words, target: "_blank", rel: "noopener noreferrer" });
  return element;
}
