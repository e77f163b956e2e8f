/**
 * What a mentor meets the chosen filters with. Fetched when there are any; knows nothing of the document.
 */

/**
 * The chosen values that a mentor has. Of kind, stage and topic they are those of one offer: the one that has most of them.
 * @param {import("./results.js").Sieve} sieve which the mentor has passed
 * @param {string[]} facets the chosen ones to tell of
 * @param {number} mentor
 * @returns {[string, import("./index.js").Value][]} facet and value, in the order of `facets`
 */
export function met({ index, chosen, offerFails }, facets, mentor) {
  const valuesIn = (/** @type {string} */ facet, /** @type {number} */ row) => (chosen.get(facet) ?? []).filter((value) => has(index, facet, value, row));
  const ofOffers = facets.filter((facet) => index.isOfOffers(facet));
  let [best, most] = [-1, 0];
  for (let offer = index.firstOffer[mentor]; offer < index.firstOffer[mentor + 1]; offer++) {
    const count = offerFails[offer] ? 0 : ofOffers.flatMap((facet) => valuesIn(facet, offer)).length;
    if (count > most) [best, most] = [offer, count];
  }
  return facets.flatMap((facet) =>
    valuesIn(facet, index.isOfOffers(facet) ? best : mentor).map(
      (value) => /** @type {[string, import("./index.js").Value]} */ ([facet, index.loaded(facet)?.values[value]]),
    ),
  );
}

/** Whether a row has a value or one that it includes; an offer without stages serves them all. @param {import("./index.js").Index} index @param {string} facet @param {number} value @param {number} row */
function has(index, facet, value, row) {
  const { values, own } = /** @type {import("./index.js").Column} */ (index.loaded(facet));
  const here = own[row] ?? [];
  return here.some((one) => one === value || values[one].broader.includes(value)) || (facet === "stage" && !here.length);
}
