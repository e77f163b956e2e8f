/**
 * Who matches a term, and why: by exact form, stem, prefix, meaning ("heart" means cardiology) or, where nothing else
 * does, with one or two typos.
 */

import { Index, ids, numbers, PER_FILE } from "./index.js";
import { stem } from "./text.js";

/**
 * @typedef {import("./query.js").Term} Term
 * One reason for which mentors match. `how`: exact, stem, prefix, typo; `value` and `mark`: the facet
 * value that the word means, and how strongly, if it does; `first`: the file with the cards of those of them who come first.
 * @typedef {{word: string, field: string, how: string, weight: number, mentors: number[], mark?: string, value?: number,
 * label: string, first?: string}} Source
 * @typedef {{term: Term, sources: Source[], weights: Float32Array, mentors: number[], byWeight?: Source[]}} Match
 */

// What a word is worth where it stands. Prose has three steps of BM25, taken when the index was made.
const FIELDS = { name: 10, interest: 6, about: 3, "(": 0.8, "*": 1.2, "/": 1.6 };
/** @type {Record<string, keyof typeof FIELDS>} */
const MARKS = { "!": "name", "#": "interest", $: "about", "(": "(", "*": "*", "/": "/" };
// How strongly a word means a facet's value: it is its name, a short one that counts only whole, in its name, leads to it.
/** @type {Record<string, number>} */
const MEANINGS = { "=": 1, ".": 1, "+": 0.8, "~": 0.45 };
/** @type {Record<string, number>} */
const FACETS = { specialty: 8, type: 4, stage: 4, topic: 5, language: 5, background: 5, program: 5 };
const OTHER_FACETS = 3;
const HOW = { exact: 1, stem: 0.92, prefix: 0.5, typo: 0.5 };
const NARROWER = 0.75;
// Words that mean something together say more than each of them alone.
const TOGETHER = 1.3;
// What a prefix could still become counts as a guess while less than this part, or fewer letters, are there.
const GUESS_PART = 0.5;
const GUESS_LETTERS = 3;

const MOST_SHARDS = 4;
const PHRASE = 8;
const PROSE_PREFIX_MIN = 3;
const LONGEST_SPAN = 4;

/**
 * Who matches each term. `whole` false: from what is quickly there, without prose and typos.
 * @param {Index} index @param {Term[]} terms @param {boolean} whole
 * @returns {Promise<Match[]>}
 */
export async function matchTerms(index, terms, whole) {
  const sources = await Promise.all(terms.map((term) => matchTerm(index, term, whole)));
  await addSpans(index, terms, sources);
  return Promise.all(
    terms.map(async (term, i) => {
      if (whole && !sources[i].length && !term.phrase && !term.without) sources[i] = await matchTypos(index, term);
      return weigh(index, term, sources[i]);
    }),
  );
}

/** @param {Index} index @param {Term} term @param {Source[]} sources @returns {Match} */
function weigh(index, term, sources) {
  const weights = new Float32Array(index.size);
  const mentors = [];
  for (const { mentors: some, weight, how } of sources) {
    // What says the same a second time adds little; what might have been meant adds nothing.
    const extra = how === "exact" || how === "stem" ? 0.1 : 0;
    for (let i = 0; i < some.length; i++) {
      const mentor = some[i];
      const known = weights[mentor];
      if (!known) mentors.push(mentor);
      weights[mentor] = known ? Math.max(known, weight) + extra * Math.min(known, weight) : weight;
    }
  }
  return { term, sources, weights, mentors };
}

/** @param {Index} index @param {Term} term @param {boolean} whole @returns {Promise<Source[]>} */
async function matchTerm(index, term, whole) {
  if (term.phrase && term.readings[0].length > 1) return whole ? matchPhrase(index, term) : [];
  const found = await Promise.all(term.readings.map((words) => matchReading(index, term, words, whole)));
  return found.flat();
}

/**
 * All words of a reading must be there; the mentors who have them all keep what the first has found.
 * @param {Index} index @param {Term} term @param {string[]} words @param {boolean} whole
 */
async function matchReading(index, term, words, whole) {
  const [first, ...others] = await Promise.all(
    words.map((word, i) => matchWord(index, word, term, term.open && i === words.length - 1, whole)),
  );
  for (const other of others) {
    const has = new Set(other.flatMap((source) => source.mentors));
    for (const source of first) source.mentors = source.mentors.filter((mentor) => has.has(mentor));
  }
  return first.filter((source) => source.mentors.length);
}

/**
 * @param {Index} index @param {string} word @param {Term} term @param {boolean} open @param {boolean} whole
 * @returns {Promise<Source[]>}
 */
async function matchWord(index, word, term, open, whole) {
  const stemOf = term.phrase || !index.manifest.stems ? (/** @type {string} */ same) => same : stem;
  const root = stemOf(word);
  const common = root === word ? word : root.slice(0, -1);
  const prose = whole && !term.field && (!open || word.length >= PROSE_PREFIX_MIN);
  const shards = await Promise.all(["head", ...(prose ? ["prose"] : [])].map((part) => shardsFor(index, part, open ? word : common, word)));
  const sources = shards.flat().flatMap((shard) =>
    candidatesIn(shard, word, common, term.phrase, open).flatMap((candidate) => {
      const how = candidate === word ? "exact" : open && candidate.startsWith(word) ? "prefix" : stemOf(candidate) === root ? "stem" : "";
      return how ? read(index, candidate, shard.find(candidate), how, word.length / candidate.length, term) : [];
    }),
  );
  return (await Promise.all(sources)).flat();
}

/**
 * What may be a form of a word, or what it becomes. A word that is whole may be the first of many phrases; nobody has begun
 * to type those.
 * @param {import("./index.js").Shard} shard @param {string} word @param {string} common @param {boolean} only @param {boolean} open
 */
function candidatesIn(shard, word, common, only, open) {
  const alike = [...(only ? [] : shard.beginningWith(common)), ...(open ? shard.beginningWith(word) : [])];
  return [...new Set([word, ...alike])].filter((candidate) => !candidate.startsWith(`${word}_`));
}

/**
 * The shards of all words that begin with `prefix`; of `word` alone where those would be too many.
 * @param {Index} index @param {string} part @param {string} prefix @param {string} word
 */
async function shardsFor(index, part, prefix, word) {
  return (await (index.shards(part, prefix, prefix + "\uffff", MOST_SHARDS) ?? index.shards(part, word, word))) ?? [];
}

/**
 * What the index says of a word, as reasons.
 * @param {Index} index @param {string} word @param {[string, number[]][]} known @param {string} how @param {number} part @param {Term} term
 * @returns {(Source | Promise<Source[]>)[]}
 */
function read(index, word, known, how, part, { field, without }) {
  // A prefix that is nearly the whole word is worth nearly as much.
  const sure = how === "prefix" ? HOW.prefix * (1 + part) : HOW[/** @type {keyof typeof HOW} */ (how)];
  const guess = how === "prefix" && (part < GUESS_PART || word.length * part < GUESS_LETTERS);
  if (guess && word.includes("_")) return [];
  const sources = [];
  // Of what a word is called by itself, the first facet is what was most likely meant.
  const named = known.find(([mark]) => mark === "=" || mark === ".")?.[1][0];
  const first = known.find(([mark]) => mark === "^")?.[1][0];
  for (const [mark, list] of known) {
    const name = MARKS[mark];
    if (name) {
      if (!field || field === name) {
        // A name that only shares its stem is another name.
        const alike = name === "name" && how === "stem" ? HOW.typo : sure;
        const source = { word, field: name.length > 1 ? name : "prose", how, weight: FIELDS[name] * alike, mentors: list, label: "" };
        // The file of those who come first is of the first list.
        sources.push(first !== undefined && mark === known[0][0] ? { ...source, first: `first-${Math.floor(first / PER_FILE)}` } : source);
      }
      continue;
    }
    if (mark === "^") continue;
    // A short name, such as EM or ID, counts only as it is; and to leave out "heart" leaves out no cardiologist.
    if ((mark === "." && how !== "exact") || (mark === "~" && (without || guess || how === "stem"))) continue;
    for (let i = 0; i < list.length; i += 2) {
      const facet = FACET_NAMES[list[i]];
      // Neither a guess nor what a word might mean as well is worth a request.
      const likely = how !== "stem" && !guess && (named === undefined || named === list[i]);
      if ((field && field !== facet) || !(likely || index.loaded(facet))) continue;
      sources.push(readMeaning(index, word, facet, list[i + 1], how, mark, MEANINGS[mark] * sure));
    }
  }
  return sources;
}

/** The facets in the order of their numbers, as in search.py. */
const FACET_NAMES = (
  "type stage specialty topic availability accepts outside role format mode region language institution program interest background"
).split(" ");

/**
 * The mentors who have a facet's value: first those who say so themselves, then those who have a narrower one.
 * @param {Index} index @param {string} word @param {string} facet @param {number} value @param {string} how @param {string} mark
 * @param {number} strength
 * @returns {Promise<Source[]>}
 */
async function readMeaning(index, word, facet, value, how, mark, strength) {
  const weight = (FACETS[facet] ?? OTHER_FACETS) * strength;
  const about = { word, field: facet, how, mark, value, label: index.loaded(facet)?.values[value].label ?? "" };
  const at = Math.floor(value / PER_FILE);
  const [own, narrower] = index.having(facet, value) ?? [ids((await index.file(`${facet}-${at}`))[value % PER_FILE]), []];
  return [
    { ...about, weight, mentors: own, ...(facet === "specialty" && { first: `first-specialty-${at}` }) },
    { ...about, weight: weight * NARROWER, mentors: narrower },
  ].filter(({ mentors }) => mentors.length);
}

/**
 * Words that belong together: "emergency room", "ob gyn". What they mean is added to each of the terms.
 * @param {Index} index @param {Term[]} terms @param {Source[][]} sources
 */
async function addSpans(index, terms, sources) {
  const spans = [];
  for (let start = 0; start < terms.length; start++) {
    for (let end = start + 2; end <= Math.min(terms.length, start + LONGEST_SPAN); end++) {
      const part = terms.slice(start, end);
      if (part.some((term) => term.phrase || term.without || term.field)) break;
      spans.push({ start, end, words: part.flatMap((term) => term.readings[0]), open: part.at(-1)?.open ?? false });
    }
  }
  const found = await Promise.all(
    spans.map(async ({ start, end, words, open }) => {
      const term = { ...terms[start], text: words.join(" "), loose: false };
      const cuts = [words.join("_"), ...(words.length === 2 ? [words.join("")] : [])];
      return (await Promise.all(cuts.map((word) => matchSpan(index, word, { ...term, open }, word === cuts[0])))).flat();
    }),
  );
  spans.forEach(({ start, end }, i) => {
    for (let t = start; t < end; t++) sources[t].push(...found[i].map((source) => ({ ...source, weight: source.weight * TOGETHER })));
  });
}

/** @param {Index} index @param {string} word @param {Term} term @param {boolean} mayGoOn */
async function matchSpan(index, word, term, mayGoOn) {
  const shards = await shardsFor(index, "head", word, word);
  const found = shards.flatMap((shard) => {
    const candidates = mayGoOn && term.open ? shard.beginningWith(word) : [word];
    return candidates.flatMap((candidate) => {
      const how = candidate === word ? "exact" : "prefix";
      return read(index, candidate, shard.find(candidate), how, word.length / candidate.length, term);
    });
  });
  return (await Promise.all(found)).flat();
}

/**
 * "exact words": the mentors in whom they stand one after another, and the facet values called so.
 * @param {Index} index @param {Term} term @returns {Promise<Source[]>}
 */
async function matchPhrase(index, term) {
  const words = term.readings[0];
  const { whereStands } = await import("./phrases.js");
  const mentors = await whereStands(index, words, term.field);
  const meant = await matchSpan(index, words.join("_"), { ...term, open: false }, false);
  const exact = { word: words.join(" "), field: term.field || "prose", how: "exact", weight: PHRASE, mentors, label: "" };
  return [...(mentors.length ? [exact] : []), ...meant];
}

/**
 * The words nearest to one that nobody has.
 * @param {Index} index @param {Term} term
 * @returns {Promise<Source[]>}
 */
async function matchTypos(index, term) {
  const word = term.readings.at(-1)?.join("") ?? "";
  const { guesses } = await import("./typos.js");
  for await (const { typos, words } of guesses(index, word, term.open)) {
    const exactly = { ...term, open: false, phrase: true };
    const found = (await Promise.all(words.map((meant) => matchWord(index, meant, exactly, false, true)))).flat();
    if (found.length) return found.map((source) => ({ ...source, how: "typo", weight: (source.weight * HOW.typo) / typos }));
  }
  return [];
}
