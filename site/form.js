// Forms: sent once at a time, their problems shown where they are.

import { Problem } from "./api.js";
import { find } from "./element.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Input What a reader fills in. */

/**
 * @param {HTMLFormElement} form It has a `.message`.
 * @param {(fields: Record<string, string>) => Promise<string>} send Returns what to tell when it is done.
 */
export function onSubmit(form, send) {
  const message = find(HTMLElement, ".message", form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return; // a double click
    form.ariaBusy = "true";
    clear(form);
    message.textContent = "";
    try {
      message.textContent = await send(fieldsOf(form));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      message.textContent = show(form, problem);
    } finally {
      form.ariaBusy = null;
    }
  });
}

/**
 * The fields by their names. Not FormData's: some browsers' has CRLF for each line's end.
 *
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
export function fieldsOf(form) {
  return Object.fromEntries(inputsOf(form).map(({ name, value }) => [name, value]));
}

/**
 * Fills in fields by their names.
 *
 * @param {HTMLFormElement} form
 * @param {Record<string, string>} fields
 */
export function fill(form, fields) {
  for (const input of inputsOf(form)) input.value = fields[input.name] ?? input.value;
}

/**
 * @param {HTMLFormElement} form
 * @returns {Input[]}
 */
function inputsOf(form) {
  return [...form.elements].filter(
    (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement,
  );
}

/**
 * Shows errors at their fields. Returns what is left to say.
 *
 * @param {HTMLFormElement} form
 * @param {Problem} problem
 */
function show(form, problem) {
  const inputs = inputsOf(form);
  const elsewhere = [];
  for (const { field, rule } of problem.errors) {
    const input = inputs.find(({ name }) => name === field.split(".")[0]); // `topics.2` is in `topics`
    if (!input) elsewhere.push(`${field || "It"} ${rule}.`);
    else if (input.ariaInvalid !== "true") mark(input, rule);
  }
  const first = inputs.find(({ ariaInvalid }) => ariaInvalid);
  first?.focus();
  if (elsewhere.length) return elsewhere.join(" ");
  return first ? "" : problem.message;
}

/**
 * @param {Input} input
 * @param {string} rule
 */
function mark(input, rule) {
  const error = document.createElement("p");
  error.className = "error";
  error.id = `${input.id}-error`;
  error.textContent = `${input.labels?.[0].textContent} ${rule}.`;
  input.after(error);
  input.ariaInvalid = "true";
  input.setAttribute("aria-describedby", error.id);
}

/** @param {HTMLFormElement} form */
function clear(form) {
  for (const element of form.querySelectorAll("[aria-invalid]")) {
    element.ariaInvalid = null;
    element.removeAttribute("aria-describedby");
  }
  for (const error of form.querySelectorAll(".error")) error.remove();
}
