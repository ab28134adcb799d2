// Lines of text that others wrote.

/**
 * Makes one line of a text that may be older than the blog's rule for lines: ends of lines and other control characters
 * become a space, and what turns the direction of writing goes. It could reach beyond the text.
 *
 * @param {string} text
 */
export function oneLine(text) {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, "").replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
