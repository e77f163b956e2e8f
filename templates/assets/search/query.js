/**
 * What somebody typed, as terms; and the state of a search, as what stands behind # in the address.
 *
 * "exact words", -without, and name: specialty: interest: mean something. Everything else is text.
 */

import { compounds, fold, readings } from "./text.js";

const MAX_TERMS = 16;
const MAX_LETTERS = 48;

/** Words that hold a sentence together: they help where they match, and never exclude anybody. */
const LOOSE = new Set(
  (
    "a about am an and any are as at be by can do for from has have help i im in into is it like looking me mentor mentors mentoring my need needs of on " +
    "or please someone somebody that the their to want wants we who will with you your dr doctor doctors"
  ).split(" "),
);

/**
 * One thing that must match. `readings`: ways to read it, each a list of words; `phrase`: they stand one after another;
 * `open`: still being typed, so that its last word may go on; `loose`: need not match.
 * @typedef {{text: string, readings: string[][], phrase: boolean, without: boolean, field: string, open: boolean, loose: boolean}} Term
 * @param {string} typed
 * @returns {Term[]}
 */
export function parse(typed) {
  /** @type {Term[]} */
  const terms = [];
  const pattern = /(-?)(?:\b(name|specialty|interest):)?(?:"([^"]*)"|([^\s"]+))|"/gi;
  for (const [, minus, field = "", quoted, word] of (" " + typed.normalize("NFC")).matchAll(pattern)) {
    if (terms.length >= MAX_TERMS) break;
    const about = { without: minus === "-", field: field.toLowerCase() };
    if (quoted !== undefined) addPhrase(terms, quoted, about);
    else if (word) addWords(terms, word, about);
  }
  const last = terms.at(-1);
  if (last && /[\p{L}\p{N}\p{M}]$/u.test(typed) && !last.without) last.open = true;
  for (const term of terms) term.loose &&= terms.some((other) => !other.loose && !other.without);
  return terms;
}

/** @typedef {{without: boolean, field: string}} About */

/** @param {Term[]} terms @param {string} quoted @param {About} about */
function addPhrase(terms, quoted, about) {
  const words = compounds(fold(quoted)).flatMap((compound) => readings(compound)[0]);
  if (words.length) terms.push({ text: quoted.trim(), readings: [words], phrase: true, open: false, loose: false, ...about });
}

/** @param {Term[]} terms @param {string} typed @param {About} about */
function addWords(terms, typed, about) {
  for (const compound of compounds(fold(typed.slice(0, 2 * MAX_LETTERS)))) {
    const cut = readings(compound).map((words) => words.slice(0, MAX_TERMS).map((word) => word.slice(0, MAX_LETTERS)));
    const loose = !about.field && !about.without && LOOSE.has(compound);
    if (terms.length < MAX_TERMS) terms.push({ text: compound, readings: cut, phrase: false, open: false, loose, ...about });
  }
}

export const SORTS = ["best", "fair", "confirmed", "name"];

/**
 * @typedef {{q: string, filters: Record<string, string[]>, sort: string, all: boolean, start: string}} State
 * `filters`: facet -> slugs of the chosen values; `all`: mentors who aren't available too; `start`: the question of the guided
 * start that is asked, "" for the first or none
 */

/** @param {string[]} facets @param {string[]} steps of the start @param {string} hash @returns {State | null} null where the hash is something else, such as #main */
export function readState(hash, facets, steps = []) {
  const text = hash.replace(/^#/, "");
  if (text && !text.includes("=")) return null;
  const parameters = new URLSearchParams(text);
  const filters = Object.fromEntries(
    facets.map((facet) => [facet, [...new Set(parameters.getAll(facet).flatMap((values) => values.split(",")))].filter(Boolean).slice(0, 50)]),
  );
  const sort = parameters.get("sort") ?? "";
  const start = parameters.get("start") ?? "";
  return {
    q: (parameters.get("q") ?? "").slice(0, 10_000),
    filters: Object.fromEntries(Object.entries(filters).filter(([, values]) => values.length)),
    sort: SORTS.includes(sort) ? sort : SORTS[0],
    all: parameters.get("all") === "1",
    start: steps.includes(start) ? start : "",
  };
}

/** @param {State} state @returns {string} with its #; "" for no search at all */
export function writeState(state) {
  const parameters = new URLSearchParams();
  if (state.q) parameters.set("q", state.q);
  for (const [facet, values] of Object.entries(state.filters)) if (values.length) parameters.set(facet, values.join(","));
  if (state.sort !== SORTS[0]) parameters.set("sort", state.sort);
  if (state.all) parameters.set("all", "1");
  if (state.start) parameters.set("start", state.start);
  const text = parameters.toString().replaceAll("%2C", ",");
  return text && `#${text}`;
}

/** Whether there is something to find, and no question before it. @param {State} state */
export const isSearch = (state) =>
  !state.start && Boolean(state.q.trim() || Object.keys(state.filters).length || state.sort !== SORTS[0] || state.all);
