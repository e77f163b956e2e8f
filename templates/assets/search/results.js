/**
 * Matches and filters -> the mentors to show, in order, and what each filter would leave.
 *
 * Within a facet any chosen value will do; across facets all must; and kind, stage and topic must meet in one offer.
 */

/**
 * @typedef {import("./index.js").Index} Index
 * @typedef {import("./words.js").Match} Match
 */

const OFFER_BITS = /** @type {Record<string, number>} */ ({ type: 1, stage: 2, topic: 4 });
const ALL_BITS = 7;
// Scores that differ by less are equal, and the fair order decides.
const TIER = Math.log(1.12);

/**
 * Who matches the words. `hits`: how many of the required terms each mentor matches; `partial`: nobody matches all.
 * @typedef {{mentors: Uint8Array, scores: Float32Array, hits: Uint8Array, required: Match[], partial: boolean, count: number}} Found
 * @param {Index} index
 * @param {Match[]} matches
 * @returns {Found}
 */
export function findMatching(index, matches) {
  const scores = new Float32Array(index.size);
  const hits = new Uint8Array(index.size);
  const mentors = new Uint8Array(index.size);
  const wanted = matches.filter(({ term }) => !term.without);
  const required = wanted.filter(({ term }) => !term.loose);
  for (const match of wanted) {
    const count = match.mentors.length;
    const rarity = Math.log(1 + (index.size - count + 0.5) / (count + 0.5));
    for (const mentor of match.mentors) {
      scores[mentor] += match.weights[mentor] * rarity;
      if (!match.term.loose) hits[mentor]++;
    }
  }
  const excluded = new Set(matches.filter(({ term }) => term.without).flatMap((match) => match.mentors));
  const most = hits.reduce((best, count, mentor) => (count > best && !excluded.has(mentor) ? count : best), 0);
  const needed = Math.max(most, required.length ? 1 : 0);
  let count = 0;
  for (let mentor = 0; mentor < index.size; mentor++) {
    if (hits[mentor] >= needed && !excluded.has(mentor)) count += mentors[mentor] = 1;
  }
  return { mentors, scores, hits, required, partial: count > 0 && most < required.length, count };
}

/** The filters that are chosen, applied to every mentor. */
export class Sieve {
  /**
   * @param {Index} index
   * @param {Map<string, number[]>} chosen facet -> values; their columns are loaded
   */
  constructor(index, chosen) {
    this.index = index;
    this.chosen = chosen;
    this.facets = [...chosen.keys()].filter((facet) => !OFFER_BITS[facet]);
    /** A bit for each facet of `facets` that a mentor fails. */
    this.failed = new Int32Array(index.size);
    this.facets.forEach((facet, bit) => {
      const passes = this.#having(facet, index.size);
      for (let mentor = 0; mentor < index.size; mentor++) if (!passes[mentor]) this.failed[mentor] |= 1 << bit;
    });
    this.#sieveOffers();
  }

  /** @param {string} facet @param {number} rows */
  #having(facet, rows) {
    const has = new Uint8Array(rows);
    const column = this.index.loaded(facet);
    for (const value of this.chosen.get(facet) ?? []) for (const row of column?.rows[value] ?? []) has[row] = 1;
    return has;
  }

  #sieveOffers() {
    const { mentorOf, size } = this.index;
    const facets = Object.keys(OFFER_BITS).filter((facet) => this.chosen.has(facet));
    this.offers = facets.length ? new Uint8Array(mentorOf.length).fill(ALL_BITS) : null;
    /** For each mentor, the offer facets that could be dropped so that one offer passes; 8: passes as it is. */
    this.rescue = new Uint8Array(size).fill(facets.length ? 0 : 15);
    if (!this.offers) return;
    for (const facet of facets) {
      const has = this.#having(facet, mentorOf.length);
      for (let offer = 0; offer < has.length; offer++) if (!has[offer]) this.offers[offer] &= ~OFFER_BITS[facet];
    }
    for (let offer = 0; offer < this.offers.length; offer++) {
      const lacks = ALL_BITS & ~this.offers[offer];
      if (lacks === 0) this.rescue[mentorOf[offer]] = 15;
      else if ((lacks & (lacks - 1)) === 0) this.rescue[mentorOf[offer]] |= lacks;
    }
  }

  /** Whether a mentor passes all filters, or all but those of one facet. @param {number} mentor @param {string} [but] */
  passes(mentor, but = "") {
    const bit = OFFER_BITS[but];
    if (bit) return this.failed[mentor] === 0 && (this.rescue[mentor] & (8 | bit)) !== 0;
    const place = this.facets.indexOf(but);
    return (place < 0 ? this.failed[mentor] : this.failed[mentor] & ~(1 << place)) === 0 && (this.rescue[mentor] & 8) !== 0;
  }

  /** The mentors among `found` who pass, as a mask. @param {Uint8Array} found @param {string} [but] */
  passing(found, but) {
    return found.map((is, mentor) => (is && this.passes(mentor, but) ? 1 : 0));
  }

  /**
   * How many of `found` each value of a facet would show, with the other filters as they are.
   * @param {string} facet @param {Uint8Array} found
   * @returns {number[]}
   */
  counts(facet, found) {
    const base = this.passing(found, facet);
    const { mentorOf } = this.index;
    const bit = OFFER_BITS[facet];
    return (this.index.loaded(facet)?.rows ?? []).map((rows) => {
      let count = 0;
      let last = -1;
      for (let i = 0; i < rows.length; i++) {
        const mentor = bit ? mentorOf[rows[i]] : rows[i];
        if (!base[mentor] || mentor === last) continue;
        if (bit && this.offers && (this.offers[rows[i]] | bit) !== ALL_BITS) continue;
        count++;
        last = mentor;
      }
      return count;
    });
  }
}

/**
 * The mentors to show, best first.
 * @param {Index} index @param {Found} found @param {Sieve} sieve
 * @param {Int32Array | null} order a number for each mentor, small first; null for the best match
 */
export function rank(index, found, sieve, order) {
  const keys = [];
  for (let mentor = 0; mentor < index.size; mentor++) {
    if (!found.mentors[mentor] || !sieve.passes(mentor)) continue;
    const tier = order ? order[mentor] : found.required.length ? -Math.round(Math.log(found.scores[mentor] || 1) / TIER) : 0;
    keys.push((tier + 1000) * 2 ** 20 + index.fairRank[mentor]);
  }
  return Float64Array.from(keys).sort().reduce((mentors, key) => (mentors.push(index.fairOrder[key % 2 ** 20]), mentors), /** @type {number[]} */ ([]));
}

/** How many mentors a mask holds. @param {Uint8Array} mask */
export const size = (mask) => mask.reduce((sum, is) => sum + is, 0);

/**
 * What to leave out where nothing is left: facets and terms, with how many mentors that would show, most first.
 * @param {Found} found @param {Sieve} sieve
 * @returns {{facet?: string, term?: string, count: number}[]}
 */
export function waysOut(found, sieve) {
  const facets = [...sieve.chosen.keys()].map((facet) => ({ facet, count: size(sieve.passing(found.mentors, facet)) }));
  const terms = found.required.map((dropped) => {
    const others = found.required.filter((match) => match !== dropped);
    const left = found.hits.map((hits, mentor) => (hits === others.length && !dropped.weights[mentor] && sieve.passes(mentor) ? 1 : 0));
    return { term: dropped.term.text, count: others.length ? size(left) : 0 };
  });
  return [...facets, ...terms].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}

/**
 * Why a mentor is among the results: of each term the reason that weighs most.
 * @param {Match[]} matches @param {number} mentor
 */
export function reasons(matches, mentor) {
  return matches.flatMap(({ sources }) => {
    const good = sources.filter((source) => includes(source.mentors, mentor));
    return good.length ? [good.reduce((best, source) => (source.weight > best.weight ? source : best))] : [];
  });
}

/** @param {ArrayLike<number>} sorted @param {number} wanted */
function includes(sorted, wanted) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
