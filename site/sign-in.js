// Signing in with OpenID Connect, and out: authorization code with PKCE (RFC 7636). The blog's API knows the issuer.

import { Problem } from "./api.js";

/** @import { Api } from "./api.js" */

const KEY = "sign-in";

/**
 * Leaves for the issuer's page, which sends us back with a code.
 *
 * @param {string} apiUrl
 */
export async function leaveToSignIn(apiUrl) {
  const [state, codeVerifier] = [random(), random()];
  const redirectUri = new URL("./", location.href).href;
  sessionStorage.setItem(KEY, JSON.stringify({ state, codeVerifier, redirectUri, query: location.search }));
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(codeVerifier));
  const query = new URLSearchParams({ redirectUri, state, codeChallenge: base64url(digest) });
  location.assign(`${apiUrl}/sign-in?${query}`);
}

/**
 * Gets a token for the code in the page's address, and cleans that.
 *
 * @param {Api} api
 * @returns {Promise<string | null>} The token; null if we do not come from the issuer.
 * @throws {Problem} There is none to be had.
 */
export async function returnFromSignIn(api) {
  const answer = new URLSearchParams(location.search);
  if (!answer.has("state")) return null;
  const { state, query, ...exchange } = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  sessionStorage.removeItem(KEY);
  history.replaceState(null, "", query || "./");
  if (answer.get("state") !== state) throw new Problem("This sign-in began elsewhere. Please sign in again.");
  if (!answer.has("code")) throw new Problem("You were not signed in.");
  return (await api.post("/sessions", { code: answer.get("code"), ...exchange })).token;
}

/**
 * Leaves for where the issuer ends its own session, and sends us back: else the next person here would be signed in
 * without a password. Stays if the issuer has no such place.
 *
 * @param {string} apiUrl
 */
export async function leaveToSignOut(apiUrl) {
  const query = new URLSearchParams({ redirectUri: new URL("./", location.href).href });
  const url = `${apiUrl}/sign-out?${query}`;
  const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
  if (answer?.type === "opaqueredirect") location.assign(url);
}

function random() {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** @param {ArrayBuffer | ArrayLike<number>} bytes */
function base64url(bytes) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
