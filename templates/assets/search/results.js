/**
 * Matches and filters -> the mentors to show, in order, and what each filter would leave.
 *
 * Within a facet any chosen value will do; across facets all must; and kind, stage and topic must meet in one offer.
 */

/**
 * @typedef {import("./index.js").Index} Index
 * @typedef {import("./words.js").Match} Match
 */

// A bit that no facet has.
const NEVER = 1 << 30;
// Of a score's bits (IEEE 754) the exponent and the first three after it: scores that differ by less than about a tenth are
// equal, and the fair order decides.
const TIER_BITS = 20;
const TIERS = 1 << 11; // above any tier, so that keys stay positive

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
  let most = 0;
  for (let mentor = 0; mentor < index.size; mentor++) if (hits[mentor] > most && !excluded.has(mentor)) most = hits[mentor];
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
    this.facets = [...chosen.keys()];
    const offerFacets = this.facets.filter((facet) => index.isOfOffers(facet));
    const count = index.mentorOf.length;
    /** For each offer, a bit for each facet that it fails. */
    this.offerFails = new Int32Array(count);
    for (const facet of offerFacets) this.#fail(facet, this.offerFails);
    /**
     * For each mentor: 0 if all filters let it through; the bits of the facets, any of which alone would have to be dropped
     * for that; NEVER where one is not enough.
     */
    this.rescue = new Int32Array(index.size);
    if (offerFacets.length) this.#sieveOffers();
    for (const facet of this.facets) if (!index.isOfOffers(facet)) this.#sieveMentors(facet);
  }

  /** The bit of a facet that is chosen; 0 of another. @param {string} facet */
  #bit(facet) {
    const place = this.facets.indexOf(facet);
    return place < 0 ? 0 : 1 << place;
  }

  /** Set a facet's bit in the rows that have none of its chosen values. @param {string} facet @param {Int32Array} fails */
  #fail(facet, fails) {
    const has = new Uint8Array(fails.length);
    const column = this.index.loaded(facet);
    for (const value of this.chosen.get(facet) ?? []) for (const row of column?.rows[value] ?? []) has[row] = 1;
    const bit = this.#bit(facet);
    for (let row = 0; row < has.length; row++) if (!has[row]) fails[row] |= bit;
  }

  #sieveOffers() {
    const { firstOffer, size } = this.index;
    for (let mentor = 0; mentor < size; mentor++) {
      let rescue = 0;
      for (let offer = firstOffer[mentor]; offer < firstOffer[mentor + 1]; offer++) {
        const fails = this.offerFails[offer];
        if (!fails) {
          rescue = 0;
          break;
        }
        if ((fails & (fails - 1)) === 0) rescue |= fails;
        else rescue ||= NEVER;
      }
      this.rescue[mentor] = rescue === NEVER ? NEVER : rescue & ~NEVER;
    }
  }

  /** @param {string} facet */
  #sieveMentors(facet) {
    const fails = new Int32Array(this.index.size);
    this.#fail(facet, fails);
    for (let mentor = 0; mentor < fails.length; mentor++) if (fails[mentor]) this.rescue[mentor] = this.rescue[mentor] ? NEVER : fails[mentor];
  }

  /** Whether a mentor passes all filters, or all but those of one facet. @param {number} mentor @param {number} [bit] of that facet */
  #passes(mentor, bit = 0) {
    const rescue = this.rescue[mentor];
    return rescue === 0 || (rescue & bit) !== 0;
  }

  /** The mentors among `found` who pass, as a mask. @param {Uint8Array} found @param {string} [but] */
  passing(found, but = "") {
    const bit = this.#bit(but);
    const passing = new Uint8Array(found.length);
    for (let mentor = 0; mentor < found.length; mentor++) if (found[mentor] && this.#passes(mentor, bit)) passing[mentor] = 1;
    return passing;
  }

  /**
   * How many of `found` each value of a facet would show, with the other filters as they are.
   * @param {string} facet @param {Uint8Array} found
   * @returns {number[]}
   */
  counts(facet, found) {
    const base = this.passing(found, facet);
    const { mentorOf } = this.index;
    const ofOffers = this.index.isOfOffers(facet);
    const others = ~this.#bit(facet);
    return (this.index.loaded(facet)?.rows ?? []).map((rows) => {
      let count = 0;
      if (!ofOffers) {
        for (let i = 0; i < rows.length; i++) count += base[rows[i]];
        return count;
      }
      for (let i = 0, last = -1; i < rows.length; i++) {
        const mentor = mentorOf[rows[i]];
        if (!base[mentor] || mentor === last || this.offerFails[rows[i]] & others) continue;
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
 * @returns {Int32Array}
 */
export function rank(index, found, sieve, order) {
  const passing = sieve.passing(found.mentors);
  const keys = new Float64Array(size(passing));
  const bits = !order && found.required.length > 0 ? new Uint32Array(found.scores.buffer) : null;
  for (let mentor = 0, i = 0; mentor < passing.length; mentor++) {
    if (!passing[mentor]) continue;
    const tier = order ? order[mentor] : bits ? TIERS - (bits[mentor] >>> TIER_BITS) : 0;
    keys[i++] = tier * 2 ** 20 + index.fairRank[mentor];
  }
  return Int32Array.from(keys.sort(), (key) => index.fairOrder[key % 2 ** 20]);
}

/** How many mentors a mask holds. @param {Uint8Array} mask */
export function size(mask) {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i];
  return count;
}

/**
 * What to leave out where nothing is left: facets and terms, with how many mentors that would show, most first.
 * @param {Found} found @param {Sieve} sieve
 * @returns {{facet?: string, term?: string, count: number}[]}
 */
export function waysOut(found, sieve) {
  const facets = [...sieve.chosen.keys()].map((facet) => ({ facet, count: size(sieve.passing(found.mentors, facet)) }));
  const passing = sieve.passing(new Uint8Array(found.hits.length).fill(1));
  const terms = found.required.map((dropped) => {
    const others = found.required.filter((match) => match !== dropped);
    const left = found.hits.map((hits, mentor) => (hits === others.length && !dropped.weights[mentor] && passing[mentor] ? 1 : 0));
    return { term: dropped.term.text, count: others.length ? size(left) : 0 };
  });
  return [...facets, ...terms].filter(({ count }) => count > 0).sort((a, b) => b.count - a.count);
}

/**
 * Why a mentor is among the results: of each term the reason that weighs most.
 * @param {Match[]} matches @param {number} mentor
 */
export function reasons(matches, mentor) {
  return matches.flatMap((match) => {
    match.byWeight ??= [...match.sources].sort((a, b) => b.weight - a.weight);
    const best = match.byWeight.find((source) => includes(source.mentors, mentor));
    return best ? [best] : [];
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
