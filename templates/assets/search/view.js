/**
 * The search as people see it: the box, the results, the state behind # in the address. The only module that touches the
 * document, with panel.js for the filters and start.js for the questions before a search. Until there are results, and where
 * there can be none, the page stays as it is.
 */

import { Panel } from "./panel.js";
import { isSearch, readState, writeState } from "./query.js";
import { fold } from "./text.js";
import { nameStar, readMessages, today } from "../page.js";

/**
 * @typedef {import("./query.js").State} State
 * @typedef {import("./words.js").Match} Match
 * @typedef {import("./answer.js").Answer} Answer
 * @typedef {import("./answer.js").Index} Index
 * @typedef {{node: HTMLLIElement, card: any, marked: string, name: HTMLElement, why: HTMLElement, parts: {text: string, folded: string}[]}} Card
 * `parts`: the words of the name and what is between them
 */

const PER_PAGE = 20;
const FEW = 4; // so many results do without other routes, and so many of these are shown
const PATIENCE = 150; // ms until what is known is shown, though more is on its way
const ADDRESS_DELAY = 500; // ms; browsers refuse to change the address too often
const COUNT_DELAY = 80; // ms
const WIDE = matchMedia("(min-width: 56rem)");

const find = (/** @type {string} */ name, /** @type {ParentNode} */ within = document) =>
  /** @type {any} */ (within.querySelector(`[data-${name}]`));

const form = /** @type {HTMLFormElement} */ (find("search"));
const box = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const status = find("status");
const start = /** @type {HTMLElement} */ (find("start"));
const results = /** @type {HTMLUListElement} */ (find("results"));
const language = document.documentElement.lang;
const listing = new Intl.ListFormat(language);
const numberFormat = new Intl.NumberFormat(language);
const dayFormat = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
const plural = new Intl.PluralRules(language);
const base = new URL("../../search/", import.meta.url).href;

const messages = readMessages(find("messages"));

/** A message of the template, its {places} filled. @type {import("./panel.js").Say} */
function say(name, values = {}, count = 2) {
  const [one, several = one] = messages.get(name) ?? [name];
  const text = plural.select(count) === "one" ? one : several;
  return text.replace(/\{(\w+)\}/g, (_, key) => (typeof values[key] === "number" ? numberFormat.format(values[key]) : String(values[key] ?? "")));
}

const formatDay = (/** @type {string} */ day) => dayFormat.format(Date.parse(day));

/** @type {Promise<unknown> | null} */ let opening = null;
/** @type {typeof import("./answer.js")} */ let engine;
/** @type {typeof import("./met.js") | undefined} */ let meeting;
/** @type {Promise<typeof import("./start.js")> | null} */ let guide = null;
/** @type {Index} */ let index;
/** @type {Answer | null} */ let answer = null;
/** @type {Map<number, Card>} */ const cards = new Map();
let latest = 0;
let shown = PER_PAGE;
let addressTimer = 0;
let countTimer = 0;

/** @type {State} */ const NOTHING = { q: "", filters: {}, sort: "best", all: false, start: "" };
let state = NOTHING;

const panel = new Panel(find("filters"), say, chooseFilter, () => void showCounts());

// --- finding ---------------------------------------------------------------------------------------------------------

/** Scripts and index, fetched at the first sign that somebody will search. A failed opening is tried again. */
function open(/** @type {RequestCache} */ cache = "default") {
  opening ??= openIndex(cache).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** @param {RequestCache} cache */
async function openIndex(cache) {
  engine = await import("./answer.js");
  index = await engine.Index.open(base, cache);
  cards.clear();
  panel.offer(index.manifest.facets);
}

/** Answer the state as it is now. An answer that comes after a newer question is dropped. */
async function search() {
  const ticket = ++latest;
  results.ariaBusy = "true";
  if (!isSearch(state)) return showNothing();
  try {
    await Promise.all([open(), learnToTell()]);
    await ask(state, ticket);
  } catch (error) {
    if (ticket === latest) await recover(error, ticket);
  }
}

/** What says which filters a mentor meets comes with the first filter; without it the results are the same. */
async function learnToTell() {
  if (Object.keys(state.filters).length) meeting ??= await import("./met.js").catch(() => undefined);
}

/** @param {State} asked @param {number} ticket */
async function ask(asked, ticket) {
  const waiting = setTimeout(() => ticket === latest && !answer && (status.textContent = say("searching")), 2 * PATIENCE);
  try {
    const whole = await engine.answerTo(index, asked, async (quick) => void (ticket === latest && (await show(quick, false, ticket))), PATIENCE);
    // In the event of a key, the browser would have to lay out the new list at once, before it shows the letter.
    await new Promise(requestAnimationFrame);
    if (ticket === latest) await show(whole, true, ticket);
  } finally {
    clearTimeout(waiting);
  }
}

/** @param {unknown} error @param {number} ticket */
async function recover(error, ticket) {
  const renewed = engine && error instanceof engine.Mismatch;
  if (renewed && index) {
    // The site was renewed since this page was loaded, and its old index is gone.
    opening = null;
    try {
      await open("reload");
      return await ask(state, ticket);
    } catch {
      // What follows says it.
    }
  }
  results.ariaBusy = "false";
  status.textContent = say(renewed ? "renewed" : answer ? "offline" : "failed");
}

// --- showing ---------------------------------------------------------------------------------------------------------

/** The page as it is before a search, with the question of the start that is asked. */
async function showNothing() {
  answer = null;
  find("finder").hidden = true;
  find("static").hidden = false;
  status.textContent = "";
  results.replaceChildren();
  results.ariaBusy = "false";
  showChosen();
  try {
    if (state.start || guide) (await openGuide()).show(start, state);
  } catch {
    status.textContent = say("failed");
  }
}

/** @param {Answer} next @param {boolean} complete @param {number} ticket */
async function show(next, complete, ticket) {
  answer = next;
  const wanted = [...next.mentors.subarray(0, shown)];
  index.plan(wanted, engine.firstFiles(next.matches));
  const loading = Promise.all(wanted.map(loadCard));
  if ((await engine.within(loading, PATIENCE)) === undefined && ticket === latest) {
    showResults(next, wanted.slice(0, wanted.findIndex((mentor) => !cards.has(mentor))));
  }
  const day = today();
  const nodes = await loading;
  if (ticket !== latest) return;
  // A profile that has become too old since the site was made is no longer in any list.
  showResults(next, wanted.filter((_, i) => !isGone(nodes[i].card, day)));
  sayStatus(next, complete);
  results.ariaBusy = String(!complete);
  countSoon();
}

/** @param {Answer} next @param {number[]} mentors */
function showResults(next, mentors) {
  find("finder").hidden = false;
  find("static").hidden = true;
  const words = wordsOf(next.matches);
  const nodes = mentors.map((mentor) => markCard(mentor, next, words));
  if (nodes.length !== results.children.length || nodes.some((node, i) => node !== results.children[i])) results.replaceChildren(...nodes);
  results.dataset.total = String(next.mentors.length);
  const left = next.mentors.length - shown;
  find("more").hidden = left <= 0;
  find("more").textContent = say("more", { n: Math.min(left, PER_PAGE) });
  showChosen();
}

/** One line that says what the list is, and below it what was understood and what else there is. @param {Answer} next @param {boolean} complete */
function sayStatus(next, complete) {
  if (!complete) return;
  const { state: { all, filters }, mentors, found, matches, others } = next;
  const any = all || "availability" in filters;
  const line = mentors.length ? say(any ? "results-all" : "results", { n: mentors.length }, mentors.length) : say(any ? "nobody-all" : "nobody");
  status.textContent = found.partial && mentors.length ? `${say("partial")} ${line}` : line;
  const notes = engine.understood(matches).map(({ typed, meant, labels }) =>
    note(meant.length ? say("meant", { typed, meant: listing.format(meant) }) : say("including", { typed, labels: listing.format(labels.slice(0, 4)) })),
  );
  if (others > 0) notes.push(noteButton(say("more-unavailable", { n: others }, others), say("show-unavailable"), () => choose({ ...state, all: true })));
  if (all) notes.push(noteButton("", say("only-available"), () => choose({ ...state, all: false })));
  if (!mentors.length) notes.push(...engine.waysOutOf(next).map(wayOut));
  find("notices").replaceChildren(...notes);
  showRoutes(mentors.length, filters.stage ?? []);
}

/** Where few are found, programs that serve the chosen stages; one that names none serves them all. @param {number} count @param {string[]} stages */
function showRoutes(count, stages) {
  const routes = find("routes");
  if (!routes) return;
  let shown = 0;
  if (count < FEW) {
    for (const program of routes.querySelectorAll("[data-stages]")) {
      const served = program.dataset.stages.split(" ");
      const serves = !stages.length || served[0] === "" || stages.some((stage) => served.includes(stage));
      program.hidden = !serves || shown === FEW;
      if (!program.hidden) shown++;
    }
  }
  routes.hidden = !shown;
  find("routes-instead").hidden = count > 0;
  find("routes-too").hidden = !count;
}

/** @param {string} text */
function note(text) {
  const p = document.createElement("p");
  p.className = "finder__note";
  p.textContent = text;
  return p;
}

/** @param {string} text @param {string} action @param {() => void} act */
function noteButton(text, action, act) {
  const p = note(text && `${text} `);
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "link-button", textContent: action });
  button.addEventListener("click", act);
  p.append(button);
  return p;
}

/** @param {{facet?: string, term?: string, count: number}} way */
function wayOut({ facet, term, count }) {
  const what = facet ? `${panel.title(facet)}: ${labelsOf(facet)}` : `“${term}”`;
  return noteButton("", say("without", { what, n: count }), () => choose(facet ? withoutFacet(facet) : { ...state, q: withoutTerm(state.q, term ?? "") }));
}

/** @param {string} facet */
const labelsOf = (facet) => listing.format((state.filters[facet] ?? []).map((slug) => labelOf(facet, slug)));

/** @param {string} facet @param {string} slug */
const labelOf = (facet, slug) => index?.loaded(facet)?.values.find((value) => value.slug === slug)?.label || (facet === "outside" ? panel.title(facet) : slug);

/** @param {string} facet */
const withoutFacet = (facet) => ({ ...state, filters: Object.fromEntries(Object.entries(state.filters).filter(([name]) => name !== facet)) });

/** The query without a term. @param {string} q @param {string} text */
function withoutTerm(q, text) {
  return q
    .split(/("[^"]*"|\s+)/)
    .filter((part) => fold(part.replace(/^-?(?:\w+:)?"?|"$/g, "").trim()) !== fold(text))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
}

function showChosen() {
  const chosen = Object.entries(state.filters).flatMap(([facet, slugs]) => slugs.map((slug) => ({ facet, slug })));
  find("chosen").textContent = chosen.length ? ` (${chosen.length})` : "";
  const chips = find("chips");
  chips.hidden = !chosen.length;
  const items = chosen.map(({ facet, slug }) => chip(labelOf(facet, slug), () => chooseFilter(facet, slug, false)));
  if (chosen.length > 1) items.push(chip(say("remove-all"), () => choose({ ...state, filters: {} }), true));
  chips.replaceChildren(...items);
}

/** @param {string} label @param {() => void} act @param {boolean} [whole] the label is the whole action */
function chip(label, act, whole = false) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "chip", textContent: label });
  if (!whole) button.setAttribute("aria-label", say("remove", { what: label }));
  button.addEventListener("click", () => {
    act();
    // The chip is gone: go on from the heading of what it has changed.
    find("finder").hidden ? box.focus() : document.getElementById("results-title")?.focus();
  });
  item.append(button);
  return item;
}

/** Counts can wait until somebody has stopped typing; the results can't. */
function countSoon() {
  clearTimeout(countTimer);
  countTimer = setTimeout(showCounts, COUNT_DELAY);
}

/** Fill the filters that can be seen. */
async function showCounts() {
  const current = answer;
  if (!current || !(WIDE.matches || find("drawer").open)) return;
  const { found, sieve, mentors } = current;
  find("drawer-done").textContent = say("show", { n: mentors.length }, mentors.length);
  for (const facet of panel.open) {
    try {
      const { values } = await index.column(facet);
      if (answer !== current) return;
      panel.show(facet, values, sieve.counts(facet, found.mentors), state.filters[facet] ?? []);
    } catch {
      // Without its file a filter stays empty; the next opening tries again.
    }
  }
}

// --- cards -----------------------------------------------------------------------------------------------------------

/** @param {number} mentor */
async function loadCard(mentor) {
  const known = cards.get(mentor);
  if (known) return known;
  const card = await index.card(mentor);
  const node = makeCard(mentor, card);
  const name = /** @type {HTMLElement} */ (node.querySelector("h3 a"));
  const why = /** @type {HTMLElement} */ (node.querySelector(".mentor-card__why"));
  const parts = card.name.split(/([\p{L}\p{N}\p{M}'’]+)/u).map((/** @type {string} */ text) => ({ text, folded: fold(text) }));
  const made = cards.get(mentor) ?? { node, card, marked: "", name, why, parts };
  cards.set(mentor, made);
  return made;
}

/** @param {any} card @param {string} day */
function isGone({ confirmed, until }, day) {
  return engine.addDays(confirmed, index.manifest.delistAfter + 1) <= day || (until && until < day);
}

/** @param {number} mentor @param {any} card */
function makeCard(mentor, card) {
  const { firstOffer, available, manifest } = index;
  const node = /** @type {HTMLLIElement} */ (find("card").content.firstElementChild.cloneNode(true));
  const part = (/** @type {string} */ selector) => /** @type {any} */ (node.querySelector(selector));
  const url = new URL(`../mentors/${card.slug}/`, base).href;
  node.classList.toggle("mentor-card--unavailable", !available[mentor]);
  part("a").href = url;
  part("a").textContent = card.name;
  part(card.photo ? "svg" : "img").remove();
  if (card.photo) part("img").src = `${url}photo-${2 * part("img").getAttribute("width")}.webp`;
  else {
    part("svg").classList.add(`portrait--${card.tone}`);
    part("text").textContent = card.initials;
  }
  const star = part(".star");
  star.dataset.star = card.slug;
  nameStar(star, card.name);
  const specialties = labelsFor("specialty", mentor);
  part(".mentor-card__role").textContent = [card.role, specialties.length && listing.format(specialties)].filter(Boolean).join(" · ");
  card.stages.forEach((/** @type {string[]} */ stages, /** @type {number} */ i) => {
    const { slug, label } = typeOf(firstOffer[mentor] + i);
    const offer = document.createElement("span");
    offer.className = `offer offer--${slug}`;
    const kind = document.createElement("b");
    kind.textContent = label;
    offer.append(kind, `: ${stages.join(", ") || say("any-stage")}`);
    part(".mentor-card__offers").append(offer);
  });
  showStanding(part(".status"), mentor, card);
  part("[data-from-whom]").textContent = card.accepts && `${say("from")} ${card.accepts}`;
  part("[data-note]").textContent = engine.addDays(card.confirmed, manifest.staleAfter + 1) <= today() ? say("stale", { day: formatDay(card.confirmed) }) : "";
  return node;
}

/** @param {HTMLElement} place @param {number} mentor @param {any} card */
function showStanding(place, mentor, { returns }) {
  const [{ slug, label }] = valuesFor("availability", mentor);
  const back = returns && returns <= today();
  place.classList.add(`status--${back ? "open" : slug}`);
  place.textContent = returns ? say(back ? "back-since" : "back-on", { day: formatDay(returns) }) : label;
}

/** The values of a loaded facet that a mentor has. @param {string} facet @param {number} mentor */
function valuesFor(facet, mentor) {
  const column = index?.loaded(facet);
  return (column?.own[mentor] ?? []).map((value) => /** @type {import("./index.js").Column} */ (column).values[value]);
}

/** @param {string} facet @param {number} mentor */
const labelsFor = (facet, mentor) => valuesFor(facet, mentor).map(({ label }) => label);

/** @param {number} offer */
const typeOf = (offer) => valuesFor("type", offer)[0];

/** What to mark in names, folded. @param {Match[]} matches */
function wordsOf(matches) {
  const exact = matches.flatMap(({ sources }) => sources.filter(({ field, how }) => field === "name" && how !== "prefix").map(({ word }) => word));
  const open = matches.filter(({ term }) => term.open).map(({ term }) => term.text);
  return [...new Set([...exact, ...open])].slice(0, 20);
}

/** A card with what it matched. @param {number} mentor @param {Answer} next @param {string[]} words */
function markCard(mentor, next, words) {
  const made = /** @type {Card} */ (cards.get(mentor));
  const why = [...whyLines(next.matches, mentor), ...metLine(next, mentor)];
  const key = JSON.stringify([why, words]);
  if (made.marked !== key) {
    made.marked = key;
    made.name.replaceChildren(...made.parts.map(({ text, folded }) => (words.some((word) => folded.startsWith(word)) ? marked(text) : text)));
    made.why.replaceChildren(...why.flatMap(([title, some, isText], i) => [i ? " · " : "", `${title}: `, ...listed(some, isText)]));
  }
  return made.node;
}

/** @param {string[]} words @param {boolean} isText the words stand in the mentor's own text */
const listed = (words, isText) => words.flatMap((word, i) => [i ? ", " : "", isText ? marked(word) : word]);

/** @param {string} text */
function marked(text) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

/** "Interests: sepsis", "Own words: outreach". @param {Match[]} matches @param {number} mentor @returns {[string, string[], boolean][]} */
function whyLines(matches, mentor) {
  /** @type {Map<string, [Set<string>, boolean]>} */
  const lines = new Map();
  for (const { field, word, label, value } of engine.reasons(matches.filter(({ term }) => !term.loose && !term.without), mentor)) {
    const isText = ["name", "interest", "about", "prose"].includes(field);
    const title = isText ? say(`why-${field}`) : panel.title(field);
    const [words] = lines.get(title) ?? lines.set(title, [new Set(), isText]).get(title) ?? [new Set()];
    const own = field === "specialty" ? valuesFor(field, mentor).filter((one) => one.label === label || one.broader.includes(value ?? -1)) : [];
    for (const text of own.length ? own.map((one) => one.label) : [label || word.replaceAll("_", " ")]) words.add(text);
  }
  return [...lines].map(([title, [words, isText]]) => [title, [...words], isText]);
}

/** "Matches: Career, Resident, Video call". @param {Answer} next @param {number} mentor @returns {[string, string[], boolean][]} */
function metLine({ sieve, state: { filters } }, mentor) {
  const labels = meeting?.met(sieve, FACETS.filter((facet) => facet in filters), mentor).map(([facet, { label }]) => label || panel.title(facet)) ?? [];
  return labels.length ? [[say("matches"), labels, false]] : [];
}

// --- choosing --------------------------------------------------------------------------------------------------------

/** Take a new state that somebody chose: a step to come Back from. @param {State} next @returns {Promise<void>} when it is answered */
function choose(next) {
  writeAddress(); // what was typed just before is where Back leads
  state = next;
  shown = PER_PAGE;
  history.pushState(null, "", writeState(state) || location.pathname + location.search);
  showState();
  return search();
}

/** @param {string} facet @param {string} slug @param {boolean} chosen */
function chooseFilter(facet, slug, chosen) {
  const others = (state.filters[facet] ?? []).filter((one) => one !== slug);
  const filters = { ...state.filters, [facet]: chosen ? [...others, slug] : others };
  if (!filters[facet].length) delete filters[facet];
  void choose({ ...state, filters });
}

/** While typing, the address follows without a step of its own. */
function type() {
  state = { ...state, q: box.value.slice(0, 10_000), start: "" };
  shown = PER_PAGE;
  clearTimeout(addressTimer);
  addressTimer = setTimeout(writeAddress, ADDRESS_DELAY);
  void search();
}

function writeAddress() {
  clearTimeout(addressTimer);
  history.replaceState(null, "", writeState(state) || location.pathname + location.search);
}

function showState() {
  if (box.value !== state.q) box.value = state.q;
  find("sort").value = state.sort;
  showChosen();
}

/** What the address asks for; anything else behind # (the skip link) changes nothing, and the search stays in the address. */
async function followAddress(/** @type {Event | null} */ event = null) {
  const next = readState(location.hash, FACETS, STEPS);
  if (next === null) {
    if (writeState(state)) writeAddress();
    return;
  }
  if (writeState(next) === writeState(state) && answer) return;
  const otherStep = next.start !== state.start;
  state = next;
  shown = PER_PAGE;
  showState();
  await search();
  if (event && otherStep && !isSearch(next)) goOn();
}

// --- the guided start ------------------------------------------------------------------------------------------------

const STEPS = [...start.querySelectorAll("[data-step]")].map((step) => /** @type {HTMLElement} */ (step).dataset.step ?? "");

/** The script of the questions, fetched once; a failed fetch is tried again. */
function openGuide() {
  guide ??= import("./start.js").catch((error) => {
    guide = null;
    throw error;
  });
  return guide;
}

/** An answer, or a step back. The index comes while the next question is read. @param {HTMLButtonElement} button */
async function takeStep(button) {
  void open().catch(() => {});
  try {
    const { follow } = await openGuide();
    await choose(follow(start, state, button));
    goOn();
  } catch {
    status.textContent = say("failed");
  }
}

/** From the heading of what a step has led to. */
function goOn() {
  const heading = isSearch(state) ? document.getElementById("results-title") : start.querySelector("[data-step]:not([hidden]) h2");
  if (isSearch(state) && find("finder").hidden) box.focus();
  else /** @type {HTMLElement} */ (heading).focus();
}

function skipStart() {
  if (state.start) void choose({ ...state, start: "" });
  box.focus();
}

/** @type {Promise<void>} */ let pressed = Promise.resolve();

/** One press after another: who skips the questions at once after an answer skips the one that is still on its way. */
function press(/** @type {HTMLButtonElement} */ button) {
  pressed = pressed.then(() => (button === find("start-skip") ? skipStart() : takeStep(button)));
}

const FACETS = [...form.ownerDocument.querySelectorAll("[data-facet]")].map((group) => /** @type {HTMLElement} */ (group).dataset.facet ?? "");

/** The filters stand beside the results where there is room, else in the drawer; the start below the box, else before it. */
function placeFilters() {
  const drawer = /** @type {HTMLDialogElement} */ (find("drawer"));
  if (WIDE.matches && drawer.open) drawer.close();
  find(WIDE.matches ? "side" : "drawer-body").append(find("filters"));
  if (WIDE.matches) status.after(start);
  else form.before(start);
}

function openFilters() {
  // Filters alone are a search too: of everybody, in fair order.
  if (!isSearch(state)) void choose(isSearch({ ...state, start: "" }) ? { ...state, start: "" } : { ...state, sort: "fair", start: "" });
  if (WIDE.matches) find("filters").querySelector("summary").focus();
  else find("drawer").showModal();
  void showCounts();
}

/** Down from the box to the results, up and down among them, and up to the box again. @param {KeyboardEvent} event */
function walk(event) {
  const links = /** @type {HTMLElement[]} */ ([...results.querySelectorAll("h3 a")]);
  const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step || (at < 0 && (document.activeElement !== box || step < 0 || !links.length))) return;
  event.preventDefault();
  (at + step < 0 ? box : links[Math.min(at + step, links.length - 1)]).focus();
}

box.addEventListener("input", type);
box.addEventListener("focus", () => void open().catch(() => {}), { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void choose({ ...state, q: box.value, start: "" });
});
box.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !box.value) return;
  event.preventDefault();
  box.value = "";
  void choose({ ...state, q: "" });
});
document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const typing = target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]");
  if (key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    box.focus();
    box.select();
  } else walk(event);
});
find("sort").addEventListener("change", (/** @type {any} */ event) => choose({ ...state, sort: event.target.value }));
find("open-filters").addEventListener("click", openFilters);
find("more").addEventListener("click", async () => {
  const from = shown;
  shown += PER_PAGE;
  if (answer) await show(answer, true, latest);
  /** @type {HTMLElement | undefined} */ (results.querySelectorAll("h3 a")[from])?.focus();
});
results.addEventListener("click", writeAddress); // so that Back finds it
start.addEventListener("click", ({ target }) => {
  const button = /** @type {Element} */ (target).closest("button");
  if (button) press(button);
});
find("restart").addEventListener("click", async () => {
  await choose(NOTHING);
  goOn();
});
addEventListener("hashchange", followAddress);
addEventListener("popstate", followAddress);
WIDE.addEventListener("change", placeFilters);

form.hidden = false;
find("start-links").hidden = true;
find("start-steps").hidden = false;
placeFilters();
void followAddress();
if (box.value && !state.q) type(); // typed before this script was there
