/**
 * Applies dates on the day of reading, so that a site whose nightly build stopped does not lie.
 *
 * An element with data-until="2027-02-15" is true before that day, one with data-from="2027-02-15" from that day on.
 * Days are the reader's own.
 */

/** @returns {string} the reader's day as YYYY-MM-DD, which sorts like a date */
export function today(now = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/**
 * @param {ParentNode} root
 * @param {string} day
 */
export function applyDates(root, day) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-from], [data-until]"))) {
    const { from, until } = element.dataset;
    element.hidden = (from !== undefined && day < from) || (until !== undefined && day >= until);
  }
}

applyDates(document, today());
