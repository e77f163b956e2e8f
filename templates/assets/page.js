/**
 * What every page does: applies dates on the day of reading, so that a site whose nightly build stopped does not lie; and
 * brings what people press when they press it: addresses to show, stars to set, a message to write.
 *
 * An element with data-until="2027-02-15" is true before that day, one with data-from="2027-02-15" from that day on.
 * Days are the reader's own. What works with scripts only is shown where the root element has the class "scripted".
 */

/** @returns {string} the reader's day as YYYY-MM-DD, which sorts like a date */
export function today(now = new Date()) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** @param {string} day YYYY-MM-DD @param {number} days */
export const addDays = (day, days) => new Date(Date.parse(day) + days * 864e5).toISOString().slice(0, 10);

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

/**
 * The sentences of a <template>, by the name of each; several of one name in their order.
 * @param {HTMLTemplateElement} template
 * @returns {Map<string, string[]>}
 */
export function readMessages(template) {
  /** @type {Map<string, string[]>} */
  const messages = new Map();
  for (const { dataset, textContent } of /** @type {Iterable<HTMLElement>} */ (/** @type {unknown} */ (template.content.children))) {
    const name = dataset.name ?? "";
    messages.set(name, [...(messages.get(name) ?? []), textContent ?? ""]);
  }
  return messages;
}

/** A sentence with its {places} filled. @param {string} text @param {Record<string, unknown>} [values] */
export const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

/** Say whose star it is. Stars on cards have no name of their own: a list has many, and a name is long. @param {HTMLElement} star @param {string} name */
export function nameStar(star, name) {
  const label = /** @type {HTMLElement | null} */ (document.querySelector("[data-star-label]"))?.dataset.starLabel;
  star.dataset.name = name;
  star.setAttribute("aria-label", fill(label ?? "{name}", { name }));
  star.setAttribute("aria-pressed", "false");
}

/** Of everything that this site keeps in the browser: sites of one host share their storage. */
export const PREFIX = `mentordir:${new URL("../", import.meta.url).pathname}:`;

/** Whether somebody has a team here already. A browser may forbid the question. */
function hasTeam() {
  try {
    return [localStorage, sessionStorage].some((storage) => storage.getItem(`${PREFIX}team`) !== null);
  } catch {
    return false;
  }
}

document.documentElement.classList.add("scripted");
applyDates(document, today());
for (const star of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-star]"))) {
  nameStar(star, star.dataset.name ?? star.closest("li")?.querySelector("h3")?.textContent ?? "");
}
document.addEventListener("click", async (event) => {
  const target = /** @type {Element} */ (event.target);
  const address = target.closest?.("[data-address]");
  const star = target.closest?.("[data-star]");
  const compose = target.closest?.("[data-compose]");
  if (address) (await import("./contact/address.js")).show(/** @type {HTMLElement} */ (address));
  if (star) (await import("./team/stars.js")).toggle(/** @type {HTMLElement} */ (star));
  if (compose && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    (await import("./contact/profile.js")).compose(/** @type {HTMLAnchorElement} */ (compose));
  }
});
if (hasTeam()) void import("./team/stars.js");
