/**
 * A state of the search -> its answer: who matches, in which order, and what is to say about it. Loaded when somebody
 * begins to search; knows nothing of the document.
 */

import { Index, Mismatch } from "./index.js";
import { parse } from "./query.js";
import { findMatching, rank, Sieve, size, waysOut } from "./results.js";
import { matchTerms } from "./words.js";

export { Index, Mismatch };
export { reasons } from "./results.js";
export { addDays } from "../page.js";

/**
 * `mentors`: all results in order; `others`: how many more there would be with those who are not available.
 * @typedef {import("./query.js").State} State
 * @typedef {import("./words.js").Match} Match
 * @typedef {{state: State, matches: Match[], found: import("./results.js").Found, sieve: Sieve, mentors: Int32Array, others: number}} Answer
 */

/**
 * The answer to a state; first, where words of prose are slow to come, one without them.
 * @param {Index} index
 * @param {State} state
 * @param {(answer: Answer) => Promise<void>} onQuick
 * @param {number} patience milliseconds to wait for the whole answer before the quick one is given
 * @returns {Promise<Answer>}
 */
export async function answerTo(index, state, onQuick, patience) {
  const terms = parse(state.q);
  const [sieve, order] = await Promise.all([sieveFor(index, state), orderOf(index, state.sort)]);
  const whole = matchTerms(index, terms, true);
  if ((await within(whole, patience)) === undefined) {
    const quick = await within(matchTerms(index, terms, false), patience);
    if (quick?.some((match) => match.mentors.length)) await onQuick(compose(index, state, quick, sieve, order));
  }
  return compose(index, state, await whole, sieve, order);
}

/** @param {Index} index @param {State} state @param {Match[]} matches @param {Sieve} sieve @param {Int32Array | null} order @returns {Answer} */
function compose(index, state, matches, sieve, order) {
  const found = findMatching(index, matches);
  const mentors = rank(index, found, sieve, order);
  const others = "availability" in state.filters ? 0 : size(sieve.passing(found.mentors, "availability")) - mentors.length;
  return { state, matches, found, sieve, mentors, others };
}

/** The sieve of the last filters, which stay while somebody types. @type {{index: Index, key: string, sieve: Sieve} | null} */
let lastSieve = null;

/** @param {Index} index @param {State} state */
async function sieveFor(index, state) {
  const key = JSON.stringify([state.filters, state.all]);
  if (lastSieve?.key !== key || lastSieve.index !== index) lastSieve = { index, key, sieve: new Sieve(index, await chooseValues(index, state)) };
  return lastSieve.sieve;
}

/** facet -> chosen values. Unless asked for, those who are not available are left out. @param {Index} index @param {State} state */
async function chooseValues(index, { all, filters }) {
  /** @type {Map<string, number[]>} */
  const chosen = new Map();
  const wanted = Object.entries({ ...(all ? {} : { availability: ["open", "limited"] }), ...filters });
  await Promise.all(
    wanted.map(async ([facet, slugs]) => {
      if (!index.manifest.facets.includes(facet)) return;
      const { values } = await index.column(facet);
      const numbers = slugs.map((slug) => values.findIndex((value) => value.slug === slug)).filter((value) => value >= 0);
      if (numbers.length || facet === "availability") chosen.set(facet, numbers);
    }),
  );
  return chosen;
}

/** @param {Index} index @param {string} sort */
async function orderOf(index, sort) {
  if (sort === "name" || sort === "confirmed") return index.order(`by-${sort}`);
  return sort === "fair" ? index.fairRank : null;
}

/**
 * What was understood by the words, where that isn't the words themselves.
 * @param {Match[]} matches
 * @returns {{typed: string, meant: string[], labels: string[]}[]} `meant`: words in place of a typo; `labels`: specialties included
 */
export function understood(matches) {
  const notes = matches.map(({ term, sources }) => {
    const typos = sources.filter(({ how }) => how === "typo");
    const meanings = sources.filter(({ field, how, mark }) => field === "specialty" && how === "exact" && mark !== "+");
    const strong = meanings.filter(({ mark }) => mark === "=" || mark === ".");
    const labels = [...new Set((strong.length ? strong : meanings).map(({ label }) => label))];
    return { typed: term.text, meant: [...new Set(typos.map(({ word }) => word))], labels };
  });
  // Of two words that lead to the same specialties, one says it.
  const lines = notes.map(({ labels }) => labels.join());
  return notes.filter(({ meant, labels }, i) => meant.length || (labels.length && lines.indexOf(lines[i]) === i));
}

const MOST_FIRSTS = 8;

/** Where the cards of some mentors are best taken from: the strongest words first. @param {Match[]} matches */
export const firstFiles = (matches) =>
  matches
    .flatMap(({ sources }) => sources.filter(({ first }) => first))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_FIRSTS)
    .map(({ first = "", mentors }) => ({ file: first, mentors }));

/** What to leave out where nobody is left. @param {Answer} answer */
export const waysOutOf = ({ found, sieve }) => waysOut(found, sieve).filter(({ facet }) => facet !== "availability");

/**
 * What a promise gives within some milliseconds, else undefined.
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @returns {Promise<T | undefined>}
 */
export const within = (promise, ms) => Promise.race([promise, /** @type {Promise<undefined>} */ (new Promise((resolve) => setTimeout(resolve, ms)))]);
