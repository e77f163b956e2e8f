/**
 * The guided start: questions whose answers are filters, in the state of the search from the first. Fetched with the first
 * answer, or for an address that leads into it. The steps are those of partials/start.html.
 */

/**
 * @typedef {import("./query.js").State} State
 * @typedef {{name: string, facets: string[]}} Step `name`: what `start` in the state says; `facets`: those of the answers
 */

/** @param {HTMLElement} section @returns {HTMLElement[]} */
const stepsIn = (section) => [.../** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll("[data-step]"))];

/** @param {HTMLElement} element @returns {Step} */
const read = ({ dataset }) => ({ name: dataset.step ?? "", facets: (dataset.facets ?? "").split(" ") });

/**
 * Where a button of the start leads: an answer on, "Back" back.
 * @param {HTMLElement} section @param {State} state @param {HTMLButtonElement} button
 */
export function follow(section, state, button) {
  const elements = stepsIn(section);
  const steps = elements.map(read);
  // The step of the button, not of the state: two quick taps answer one question twice.
  const at = elements.findIndex((element) => element.contains(button));
  return at < 0 ? back(state, steps) : answer(state, steps, at, button.name, button.value);
}

/**
 * The state after a question is answered. After the last it is a search, and where everybody was welcome, one in fair order.
 * @param {State} state @param {Step[]} steps @param {number} at @param {string} facet @param {string} slug "" for "not sure"
 * @returns {State}
 */
export function answer(state, steps, at, facet, slug) {
  const filters = without(state.filters, steps[at].facets);
  if (slug) filters[facet] = [slug];
  const start = steps[at + 1]?.name ?? "";
  const asksNothing = !start && !state.q.trim() && !Object.keys(filters).length;
  return { ...state, filters, start, sort: asksNothing ? "fair" : state.sort };
}

/** The question before, its answer taken back. @param {State} state @param {Step[]} steps @returns {State} */
export function back(state, steps) {
  const at = Math.max(1, steps.findIndex(({ name }) => name === state.start));
  const filters = without(state.filters, [...steps[at - 1].facets, ...steps[at].facets]);
  return { ...state, filters, start: steps[at - 1].name };
}

/** @param {Record<string, string[]>} filters @param {string[]} facets */
const without = (filters, facets) => Object.fromEntries(Object.entries(filters).filter(([facet]) => !facets.includes(facet)));

/** Show the question that the state is at, and what was answered before it. @param {HTMLElement} section @param {State} state */
export function show(section, { start, filters }) {
  for (const element of stepsIn(section)) element.hidden = element.dataset.step !== start;
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (section.querySelector(`[data-start-${name}]`));
  const labels = stepsIn(section).flatMap((element) => [.../** @type {NodeListOf<HTMLButtonElement>} */ (element.querySelectorAll("button[name]"))]
    .filter(({ name, value }) => filters[name]?.includes(value))
    .map((button) => (button.querySelector("b") ?? button).textContent ?? ""));
  part("intro").hidden = Boolean(start);
  part("back").hidden = !start;
  part("so-far").hidden = !start || !labels.length;
  /** @type {HTMLElement} */ (part("so-far").querySelector("b")).textContent = labels.join(" · ");
}
