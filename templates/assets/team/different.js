/**
 * "Different on purpose": mentors who share interests and come from elsewhere. Reads the columns of the search index, and
 * knows nothing of the document.
 */

import { compounds, fold } from "../search/text.js";

/**
 * @typedef {import("../search/index.js").Index} Index
 * @typedef {import("../search/index.js").Column} Column
 */

/**
 * What the trainee and the team are like: interests and schools as people write them, `specialty` and `backgrounds` by slug,
 * specialties of the team by label.
 * @typedef {{interests: string[], teamInterests: string[], specialty: string, teamSpecialties: string[], schools: string[], backgrounds: string[]}} Known
 * @typedef {{mentor: number, own: number, shares: string[], specialties: string[], school: string, backgrounds: string[]}} Suggestion
 * `own`: so many of the interests in common are the trainee's, not only the team's
 */

const MOST = 4;
/** A second interest in common is worth more than any one difference; the trainee's own are worth two of the team's. */
const WORTH = { interest: 4, own: 4, specialty: 2, background: 1.5, school: 1 };

/**
 * The available mentors who share most and differ most, at most four; among equals the week's lot decides. Whoever has
 * nothing to differ from, such as a specialty where none is known, does not differ in it.
 * @param {Index} index
 * @param {Known} known
 * @param {(slug: string) => boolean} isOurs who is in the team already
 * @returns {Promise<Suggestion[]>}
 */
export async function suggest(index, known, isOurs) {
  const [interests, schools, backgrounds] = await Promise.all(["interest", "institution", "background"].map((facet) => columnOf(index, facet)));
  const specialties = await index.column("specialty");
  const own = valuesLike(interests, known.interests);
  const wanted = new Set([...own, ...valuesLike(interests, known.teamInterests)]);
  const near = new Set(specialties.values.flatMap(({ slug, label }, value) => (slug === known.specialty || known.teamSpecialties.includes(label) ? [value] : [])));
  const nearSchools = valuesLike(schools, known.schools);
  const sharing = new Set([...wanted].flatMap((value) => [...interests.rows[value]]));
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
    const ofMentor = (/** @type {Column} */ column) => column.own[mentor] ?? [];
    const labels = (/** @type {Column} */ column, /** @type {number[]} */ values) => values.map((value) => column.values[value].label);
    const common = ofMentor(interests).filter((value) => wanted.has(value));
    const related = (/** @type {number} */ one, /** @type {number} */ other) => one === other || specialties.values[one].broader.includes(other);
    const isNear = ofMentor(specialties).some((one) => [...near].some((other) => related(one, other) || related(other, one)));
    const elsewhere = known.schools.length ? ofMentor(schools).filter((value) => !nearSchools.has(value)) : [];
    const others = known.backgrounds.length ? ofMentor(backgrounds).filter((value) => !known.backgrounds.includes(backgrounds.values[value].slug)) : [];
    return {
      mentor,
      own: common.filter((value) => own.has(value)).length,
      shares: labels(interests, common.sort((a, b) => Number(own.has(b)) - Number(own.has(a)))),
      specialties: isNear || !near.size ? [] : labels(specialties, ofMentor(specialties)),
      school: labels(schools, elsewhere)[0] ?? "",
      backgrounds: labels(backgrounds, others),
    };
  }
}

/** @param {Suggestion} suggestion */
const score = ({ own, shares, specialties, school, backgrounds }) =>
  WORTH.interest * shares.length +
  WORTH.own * own +
  WORTH.specialty * Number(specialties.length > 0) +
  WORTH.school * Number(Boolean(school)) +
  WORTH.background * Number(backgrounds.length > 0);

/**
 * The values of a column that name one of some things, or are named in one: "ultrasound" is in "Point-of-care ultrasound",
 * and "Lakeside School of Medicine" in "Lakeside School of Medicine, Pediatrics". Whole words only.
 * @param {Column} column @param {string[]} things
 */
function valuesLike({ values }, things) {
  const words = (/** @type {string} */ text) => ` ${compounds(fold(text)).join(" ")} `;
  const wanted = things.map(words).filter((text) => text.trim());
  return new Set(values.flatMap(({ label }, value) => (wanted.some((text) => words(label).includes(text) || text.includes(words(label))) ? [value] : [])));
}

/** A facet that this directory hasn't is an empty column. @param {Index} index @param {string} facet @returns {Promise<Column>} */
async function columnOf(index, facet) {
  return index.manifest.facets.includes(facet) ? index.column(facet) : { values: [], rows: [], own: [] };
}
