// Forms: sent once at a time, their problems shown where they are.

import { Problem } from "./api.js";

/**
 * @param {HTMLFormElement} form It has a `.message`.
 * @param {(fields: Record<string, string>) => Promise<string>} send Returns what to tell when it is done.
 */
export function onSubmit(form, send) {
  const message = form.querySelector(".message");
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

/** The fields by their names. Not FormData's: some browsers' has CRLF for each line's end. */
export function fieldsOf(form) {
  const named = [...form.elements].filter((element) => element.name);
  return Object.fromEntries(named.map((element) => [element.name, element.value]));
}

/** Shows errors at their fields. Returns what is left to say. */
function show(form, problem) {
  const elsewhere = [];
  for (const { field, rule } of problem.errors) {
    const element = form.elements[field.split(".")[0]]; // `topics.2` is in `topics`
    if (!element) elsewhere.push(`${field || "It"} ${rule}.`);
    else if (element.ariaInvalid !== "true") mark(element, rule);
  }
  const first = form.querySelector("[aria-invalid]");
  first?.focus();
  if (elsewhere.length) return elsewhere.join(" ");
  return first ? "" : problem.message;
}

function mark(element, rule) {
  const error = document.createElement("p");
  error.className = "error";
  error.id = `${element.id}-error`;
  error.textContent = `${element.labels[0].textContent} ${rule}.`;
  element.after(error);
  element.ariaInvalid = "true";
  element.setAttribute("aria-describedby", error.id);
}

function clear(form) {
  for (const element of form.querySelectorAll("[aria-invalid]")) {
    element.ariaInvalid = null;
    element.removeAttribute("aria-describedby");
  }
  for (const error of form.querySelectorAll(".error")) error.remove();
}
