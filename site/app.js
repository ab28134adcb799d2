// Puts the page together.

import { Api, Problem } from "./api.js";
import { acceptDrafts } from "./draft.js";
import { Deletion } from "./deletion.js";
import { find } from "./element.js";
import { KINDS, mark } from "./entities.js";
import { Feed } from "./feed.js";
import { onSubmit } from "./form.js";
import { oneLine } from "./line.js";
import { showMailbox } from "./mailbox.js";
import { OwnPosts } from "./own-posts.js";
import { Realtime } from "./realtime.js";
import { Session } from "./session.js";
import { leaveToSignIn, leaveToSignOut, returnFromSignIn } from "./sign-in.js";

/** @import { Post } from "./api.js" */
/** @import { PostNews, RemovalNews } from "./realtime.js" */

const CONNECTION = {
  stopped: "Not live: sign in to see posts as they come",
  connecting: "Connecting …",
  live: "Live",
  lost: "Connection lost: trying again",
  offline: "You are offline",
};

/** @param {string} id */
const byId = (id) => find(HTMLElement, `#${id}`);
const draft = find(HTMLFormElement, "#draft");
const tokenForm = find(HTMLFormElement, "#token");
const filter = find(HTMLInputElement, "#filter-topic");

/** @type {{apiUrl: string, websocketUrl: string, mailboxUrl?: string}} */
const { apiUrl, websocketUrl, mailboxUrl } = await fetch("config.json", { cache: "no-cache" })
  .then((answer) => answer.json())
  .catch((error) => {
    notify("The page could not be set up. Try to reload it.");
    throw error;
  });
const session = new Session();
const api = new Api(apiUrl, session);
const realtime = new Realtime(websocketUrl, api);
const own = new OwnPosts(session);
const feed = new Feed(api, own);
const deletion = new Deletion(find(HTMLDialogElement, "#deletion"), api, remove);

/** @param {string} text */
function notify(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

function showSession() {
  const { token, claims } = session;
  const email = claims.email ?? "";
  byId("account").hidden = byId("compose").hidden = !token;
  byId("sign-in").hidden = Boolean(token);
  byId("email").hidden = !email;
  find(HTMLElement, "#account span").textContent = email || "Signed in";
  find(HTMLElement, "#email strong").textContent = email;
  find(HTMLInputElement, "#draft-author").value ||= claims.name ?? "";
  if (token) realtime.start();
  else realtime.stop();
}

function showConnection() {
  byId("connection").dataset.state = realtime.state;
  byId("connection").textContent = CONNECTION[realtime.state];
}

function topicInAddress() {
  return oneLine(new URLSearchParams(location.search).get("topic") ?? "");
}

function showTopic() {
  const topic = topicInAddress();
  filter.value = topic;
  return feed.show(topic);
}

/** @param {string} topic */
function goTo(topic) {
  history.pushState(null, "", topic ? `?${new URLSearchParams({ topic })}` : "./");
  return showTopic();
}

/**
 * Takes away what was deleted: the WebSocket may tell of one's own deletion before it is answered.
 *
 * @param {string} id
 */
function remove(id) {
  deletion.withdraw(id);
  feed.remove(id);
}

session.addEventListener("change", showSession);
session.addEventListener("change", () => feed.offerDeletion());
session.addEventListener("change", () => session.token && notify(""));
session.addEventListener("expired", () => notify("Your sign-in is over. Sign in again; what you wrote is kept."));
find(HTMLElement, "#sign-in button").addEventListener("click", () => leaveToSignIn(apiUrl));
find(HTMLElement, "#account button").addEventListener("click", () => {
  session.signOut();
  leaveToSignOut(apiUrl);
});
onSubmit(tokenForm, async ({ token }) => {
  if (session.signIn(token.trim())) {
    tokenForm.reset();
    find(HTMLDetailsElement, "#sign-in details").open = false;
    return "";
  }
  throw new Problem("", [{ field: "token", rule: "must be a JSON Web Token" }]);
});

realtime.addEventListener("state", showConnection);
realtime.addEventListener("listening", () => feed.refresh());
realtime.addEventListener("news", (event) => {
  const news = /** @type {CustomEvent<PostNews | RemovalNews>} */ (event).detail;
  if (news.type === "blogPostRemoved") {
    remove(news.id);
  } else {
    const { type, ...post } = news;
    feed.hear(post);
  }
});

feed.addEventListener("change", () => {
  realtime.watch(feed.channels);
  byId("topics").replaceChildren(...feed.topics.map((topic) => new Option(topic)));
});
byId("posts").addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a.topic");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goTo(link.textContent);
});
byId("filter").addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("change", () => goTo(filter.value.trim()));
addEventListener("popstate", showTopic);
document.addEventListener("visibilitychange", () => document.hidden || feed.refresh());

acceptDrafts(draft, api, async (post) => {
  own.add(post.id);
  if (!feed.covers(post)) await goTo("");
  feed.put(post);
});
byId("posts").addEventListener("deletion", (event) => {
  deletion.ask(/** @type {CustomEvent<Post>} */ (event).detail);
});
onSubmit(find(HTMLFormElement, "#subscription"), async ({ topics }) => {
  const wanted = topics.split("\n").map((topic) => topic.trim()).filter(Boolean);
  await api.post("/subscriptions", { email: session.claims.email, topics: wanted });
  return "Noted. An address that is new here gets a mail to confirm it.";
});

byId("legend").append(
  ...Object.values(KINDS).map((kind) => {
    const item = document.createElement("li");
    item.append(mark("", kind));
    return item;
  }),
);
if (mailboxUrl) showMailbox(mailboxUrl);

try {
  const token = await returnFromSignIn(api);
  if (token) session.signIn(token);
} catch (problem) {
  if (!(problem instanceof Problem)) throw problem;
  notify(problem.message);
}
showConnection();
showSession();
await showTopic();
