/**
 * "Different on purpose": mentors who share interests and come from elsewhere. Reads the columns of the search index, and
 * knows nothing of the document.
 */

import { fold } from "../search/text.js";

/** @typedef {import("../search/index.js").Index} Index */

/**
 * What the trainee and the team are like: folded interests, and slugs of specialties, schools and backgrounds that are there already.
 * @typedef {{interests: Set<string>, specialties: Set<string>, schools: Set<string>, backgrounds: Set<string>}} Known
 * @typedef {{mentor: number, shares: string[], specialties: string[], school: string, backgrounds: string[]}} Suggestion
 */

const MOST = 4;
/** A difference in specialty opens more than one in place; sharing a second interest is worth more than either. */
const WORTH = { interest: 4, specialty: 2, background: 1.5, school: 1 };

/**
 * The available mentors who share most and differ most, at most four; among equals the week's lot decides.
 * @param {Index} index
 * @param {Known} known
 * @param {(slug: string) => boolean} isOurs who is in the team already
 * @returns {Promise<Suggestion[]>}
 */
export async function suggest(index, known, isOurs) {
  const [interests, schools, backgrounds] = await Promise.all(["interest", "institution", "background"].map((facet) => columnOf(index, facet)));
  const specialties = await index.column("specialty");
  const wanted = interests.values.flatMap(({ label }, value) => (known.interests.has(fold(label)) ? [value] : []));
  const sharing = new Set(wanted.flatMap((value) => [...interests.rows[value]]));
  const found = [...sharing]
    .filter((mentor) => index.available[mentor])
    .map((mentor) => describe(mentor))
    .filter(({ specialties, school, backgrounds }) => specialties.length || school || backgrounds.length)
    .sort((a, b) => score(b) - score(a) || index.fairRank[a.mentor] - index.fairRank[b.mentor]);
  /** @type {Suggestion[]} */
  const best = [];
  for (const suggestion of found) {
    if (best.length === MOST) break;
    if (!isOurs((await index.card(suggestion.mentor)).slug)) best.push(suggestion);
  }
  return best;

  /** @param {number} mentor @returns {Suggestion} */
  function describe(mentor) {
    const labels = (/** @type {import("../search/index.js").Column} */ column, /** @type {(value: number) => boolean} */ fits) =>
      (column.own[mentor] ?? []).filter(fits).map((value) => column.values[value].label);
    const field = (/** @type {number} */ value) => [specialties.values[value].slug, ...specialties.values[value].broader.map((above) => specialties.values[above].slug)];
    const near = (specialties.own[mentor] ?? []).some((value) => field(value).some((slug) => known.specialties.has(slug)));
    return {
      mentor,
      shares: labels(interests, (value) => wanted.includes(value)),
      specialties: near ? [] : labels(specialties, () => true),
      school: labels(schools, (value) => !known.schools.has(fold(schools.values[value].label)))[0] ?? "",
      backgrounds: labels(backgrounds, (value) => !known.backgrounds.has(backgrounds.values[value].slug)),
    };
  }
}

/** @param {Suggestion} suggestion */
const score = ({ shares, specialties, school, backgrounds }) =>
  WORTH.interest * shares.length + WORTH.specialty * Number(specialties.length > 0) + WORTH.school * Number(Boolean(school)) + WORTH.background * Number(backgrounds.length > 0);

/** A facet that this directory hasn't is an empty column. @param {Index} index @param {string} facet @returns {Promise<import("../search/index.js").Column>} */
async function columnOf(index, facet) {
  return index.manifest.facets.includes(facet) ? index.column(facet) : { values: [], rows: [], own: [] };
}
