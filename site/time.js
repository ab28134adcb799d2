const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/**
 * Writes an instant into a `<time>`, in the reader's own time zone.
 *
 * @param {HTMLTimeElement} element
 * @param {string} instant ISO 8601.
 */
export function tell(element, instant) {
  element.dateTime = instant;
  element.textContent = format.format(new Date(instant));
}
