const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** Writes an instant (ISO 8601) into a `<time>`, in the reader's own time zone. */
export function tell(element, instant) {
  element.dateTime = instant;
  element.textContent = format.format(new Date(instant));
}
