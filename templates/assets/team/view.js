/** The mentor team on its page: the four places, what is missing, moving and sharing, suggestions. */

import { copy, save } from "../files.js";
import { fill, nameStar, readMessages, today } from "../page.js";
import { personOf } from "../people.js";
import { startControls } from "../privacy.js";
import { store } from "../store.js";
import { reminderFile } from "./reminder.js";
import { lapseDay, openRequests, reminderDay } from "./requests.js";
import { decodeTeam, encodeTeam, merge, placeFor, PLACES, readFile, readTeam, teamFile, withChange, writeTeam } from "./shortlist.js";

/**
 * @typedef {import("./shortlist.js").Entry} Entry
 * @typedef {import("../people.js").Person} Person
 */

const root = /** @type {HTMLElement} */ (document.querySelector("[data-team]"));
const find = (/** @type {string} */ name, /** @type {ParentNode} */ within = root) => /** @type {any} */ (within.querySelector(`[data-${name}]`));
const language = document.documentElement.lang;
const days = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
const plural = new Intl.PluralRules(language);
const messages = readMessages(/** @type {HTMLTemplateElement} */ (root.querySelector(":scope > [data-messages]")));
const home = new URL("../../", import.meta.url);

/** Of a team that arrives, so many are named. */
const MOST_NAMES = 8;
/** Letters from which programs are known to cut links off. */
const LONG_LINK = 2_000;
/** While somebody types the year 2026, it is the year 2, 20 and 202. */
const EARLIEST = "2000-01-01";

/** @param {string} name @param {Record<string, unknown>} [values] @param {number} [count] */
function say(name, values = {}, count = 2) {
  const [one, several = one] = messages.get(name) ?? [name];
  return fill(plural.select(count) === "one" ? one : several, values);
}

const formatDay = (/** @type {string} */ day) => days.format(Date.parse(day));
const list = (/** @type {string[]} */ parts) => new Intl.ListFormat(language).format(parts);
const profileOf = (/** @type {string} */ slug) => new URL(`mentors/${slug}/`, home).href;

/** What is known of those in the team: null for who is no longer listed, undefined where it can't be loaded. @type {Map<string, Person | null | undefined>} */
const people = new Map();

// --- the team --------------------------------------------------------------------------------------------------------

/** The entries on the page by slug; they stay the same elements, so that nobody loses their place in them. @type {Map<string, HTMLElement>} */
const nodes = new Map();

/** Look up everybody, follow mentors to their new names, and give a place to who has none. */
async function refresh() {
  const count = Number(root.dataset.people);
  await Promise.all(readTeam(store).map(async ({ slug }) => people.set(slug, people.get(slug) ?? (await personOf(slug, count).catch(() => undefined)))));
  /** @type {Entry[]} */
  let team = [];
  for (const entry of readTeam(store)) {
    const person = people.get(entry.slug);
    if (person) people.set(person.slug, person);
    const named = person ? { ...entry, slug: person.slug, name: person.name } : entry;
    const place = entry.place || (person ? placeFor(person.offers.map(({ type }) => type), [...team, ...readTeam(store)]) : "");
    team = merge(team, [{ ...named, place }]);
  }
  if (JSON.stringify(team) !== JSON.stringify(readTeam(store)) && !writeTeam(store, team)) tell("not-kept");
  show();
}

function show() {
  const team = readTeam(store);
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  /** @type {string[]} */
  const missing = [];
  for (const place of PLACES) {
    const section = find(`place=${place}`);
    const { kind } = section.dataset;
    const here = team.filter((entry) => placeOf(entry) === place);
    if (!here.length) missing.push(kind);
    arrange(find("list", section), here.map((entry) => showEntry(entry, team)));
    const link = find("find", section);
    link.href = `${home.href}#${new URLSearchParams({ ...stageOf(), type: place })}`;
    link.textContent = say(here.length ? "find-another" : "find-first", { kind });
    find("waiting", section).textContent = sayWaiting(here);
    section.classList.toggle("team__place--empty", !here.length);
  }
  for (const slug of nodes.keys()) if (!team.some((entry) => entry.slug === slug)) nodes.delete(slug);
  find("missing").textContent = !team.length ? say("empty") : missing.length ? say("missing", { kinds: list(missing) }) : say("complete");
  const open = openRequests(team, today());
  find("open-count").textContent = open.length ? say("open-count", { n: open.length, most: root.dataset.mostOpen }, open.length) : "";
  if (focused !== document.activeElement && root.contains(focused)) focused?.focus();
}

/** The place where a mentor stands on the page; who is not known yet has none of their own. @param {Entry} entry */
const placeOf = (entry) => entry.place || "personal";

/** Put elements in a list, leaving alone what is there already: what moves in the document loses the focus. @param {HTMLElement} parent @param {HTMLElement[]} children */
function arrange(parent, children) {
  const same = parent.children.length === children.length && children.every((child, i) => child === parent.children[i]);
  if (!same) parent.replaceChildren(...children);
}

/** The filter for the trainee's own stage, where they have told it. @returns {Record<string, string>} */
function stageOf() {
  const { stage } = store.read("me", { stage: "" });
  return stage ? { stage } : {};
}

/** The kind rule about requests, where there is one open and somebody else to write to. @param {Entry[]} here of one place */
function sayWaiting(here) {
  const open = openRequests(here, today());
  const tempted = open.length > 1 || here.some(({ status }) => status === "to-write");
  const until = open.map(lapseDay).sort().at(-1);
  return until && tempted ? say("waiting", { name: list(open.map(({ name }) => name)), day: formatDay(until) }) : "";
}

/** @param {Entry} entry @param {Entry[]} team */
function showEntry(entry, team) {
  const node = nodes.get(entry.slug) ?? makeEntry(entry);
  nodes.set(entry.slug, node);
  const person = people.get(entry.slug);
  const name = find("name", node);
  name.textContent = entry.name;
  if (person === null) name.removeAttribute("href");
  else name.href = profileOf(entry.slug);
  find("about", node).textContent = person ? [person.title, person.institution, person.specialties && list(person.specialties)].filter(Boolean).join(" · ") : "";
  find("standing", node).replaceChildren(...standing(person));
  const values = { ...entry, place: placeOf(entry) };
  for (const key of FIELDS) {
    const input = fieldOf(node, key);
    if (input !== document.activeElement) input.value = values[key];
  }
  find("on", node).hidden = entry.status === "to-write";
  const [far] = fieldOf(node, "status").querySelectorAll(`[value=${entry.status}]`);
  const how = [entry.status !== "sent" && far.textContent, entry.on && say("sent-on", { day: formatDay(entry.on) })].filter(Boolean).join(", ");
  find("on-paper", node).textContent = `${how}\n${entry.note}`;
  showActions(node, entry, person, team);
  return node;
}

const FIELDS = /** @type {const} */ (["place", "status", "on", "note"]);

/** @param {HTMLElement} node @param {typeof FIELDS[number]} key @returns {any} */
const fieldOf = (node, key) => node.querySelector(`[name=${key}]`);

/** @param {Entry} entry */
function makeEntry({ slug }) {
  const node = /** @type {HTMLElement} */ (find("entry").content.firstElementChild.cloneNode(true));
  const entry = () => /** @type {Entry} */ (readTeam(store).find((one) => one.slug === slug));
  for (const key of FIELDS) {
    const input = fieldOf(node, key);
    const label = input.closest(".field").querySelector("label");
    input.id = `${slug}-${key}`;
    label.htmlFor = input.id;
    input.addEventListener(key === "note" ? "input" : "change", () => change(slug, key, input.value));
  }
  fieldOf(node, "on").max = today();
  // A date is not one until it is whole; what is none gives way to the last that was.
  fieldOf(node, "on").addEventListener("blur", show);
  find("remind", node).addEventListener("click", () => save(`remind-${slug}.ics`, reminderFile(entry(), profileOf(slug), say), "text/calendar"));
  find("remove", node).addEventListener("click", () => remove(entry()));
  return node;
}

/** @param {Person | null | undefined} person @returns {(string | Node)[]} */
function standing(person) {
  if (person === undefined) return [say("unknown")];
  if (person === null || person.listedUntil <= today()) return [say("gone")];
  const back = person.returns && person.returns <= today();
  const status = back ? "open" : person.status;
  const mark = document.createElement("span");
  mark.className = `status status--${status}`;
  mark.textContent = person.returns && !back ? say("back-on", { day: formatDay(person.returns) }) : say(status);
  return [mark];
}

/** @param {HTMLElement} node @param {Entry} entry @param {Person | null | undefined} person @param {Entry[]} team */
function showActions(node, entry, person, team) {
  const sent = entry.status === "sent";
  const write = find("write", node);
  write.href = new URL(`guide/message/#to=${entry.slug}`, home).href;
  write.textContent = say(sent ? "follow-up" : "write", { name: entry.name });
  write.hidden = person === null || !(sent || entry.status === "to-write");
  find("remind", node).hidden = !sent || reminderDay(entry) <= today();
  for (const page of ["agenda", "agreement"]) {
    find(page, node).hash = `with=${entry.slug}`;
    find(page, node).hidden = entry.status === "to-write" || sent;
  }
  find("remove", node).setAttribute("aria-label", say("remove", { name: entry.name }));
  find("due", node).textContent = sent ? sayDue(entry, team) : "";
}

/** What to do while no answer comes. @param {Entry} entry @param {Entry[]} team */
function sayDue(entry, team) {
  const day = today();
  if (day < reminderDay(entry)) return say("due-later", { day: formatDay(reminderDay(entry)) });
  const next = team.find(({ slug, place, status }) => slug !== entry.slug && place === entry.place && status === "to-write");
  const coordinator = find("coordinator")?.dataset.coordinator;
  const ways = [next && say("next", { name: next.name }), coordinator && say("next-coordinator", { name: coordinator })];
  return [say(day < lapseDay(entry) ? "due-now" : "due-lapsed"), ...ways].filter(Boolean).join(" ");
}

/** @param {string} slug @param {typeof FIELDS[number]} key @param {string} value */
function change(slug, key, value) {
  const team = readTeam(store);
  const entry = team.find((one) => one.slug === slug);
  if (!entry || (key === "on" && !(value >= EARLIEST && value <= today()))) return;
  /** @type {Partial<Entry>} */
  const changes = { [key]: value };
  if (key === "status" && value === "sent") Object.assign(changes, { on: entry.on || today(), replyDays: people.get(slug)?.contact.replyDays });
  if (!writeTeam(store, withChange(team, slug, changes))) return tell("not-kept");
  if (key === "place") tell("moved", { name: entry.name, place: find("title", find(`place=${value}`)).textContent });
}

/** Take somebody out, leaving in their place a way to have them back. @param {Entry} entry */
function remove(entry) {
  const row = nodes.get(entry.slug);
  const parent = row?.parentElement;
  const next = row?.nextElementSibling;
  if (!writeTeam(store, readTeam(store).filter(({ slug }) => slug !== entry.slug))) return tell("not-kept");
  const node = /** @type {HTMLElement} */ (find("removed").content.firstElementChild.cloneNode(true));
  const button = find("put-back", node);
  button.setAttribute("aria-label", say("put-back", { name: entry.name }));
  button.addEventListener("click", () => {
    writeTeam(store, [...readTeam(store).filter(({ slug }) => slug !== entry.slug), entry]);
    fieldOf(/** @type {HTMLElement} */ (nodes.get(entry.slug)), "status").focus();
  });
  parent?.insertBefore(node, next ?? null);
  find("removed-text", node).textContent = say("removed", { name: entry.name });
  button.focus();
}

/** Say something above the team. @param {string} name of a message, "" for silence @param {Record<string, unknown>} [values] */
function tell(name, values) {
  find("said").textContent = name && say(name, values);
}

// --- moving ----------------------------------------------------------------------------------------------------------

const linkOf = () => `${location.origin}${location.pathname}#team=${encodeTeam(readTeam(store), find("whole").checked)}`;

/** A team that came by link or file, to be taken or left. @param {Entry[] | null} arrived */
function offer(arrived) {
  find("arrived").hidden = !arrived?.length;
  tell(arrived?.length ? "" : "no-team");
  if (!arrived?.length) return;
  const names = arrived.slice(0, MOST_NAMES).map(({ name }) => name);
  if (arrived.length > names.length) names.push(say("and-more", { n: arrived.length - names.length }));
  find("arrived-text").textContent = say("arrived", { n: arrived.length, names: list(names) }, arrived.length);
  find("take").onclick = () => close(writeTeam(store, merge(readTeam(store), arrived)) ? "taken" : "not-kept");
  find("leave").onclick = () => close("");
  find("arrived-text").focus();
}

/** @param {string} said */
function close(said) {
  find("arrived").hidden = true;
  history.replaceState(null, "", location.pathname + location.search);
  tell(said);
  find("title").focus();
}

function followAddress() {
  const text = new URLSearchParams(location.hash.slice(1)).get("team");
  if (text !== null) offer(decodeTeam(text));
}

function wireMoving() {
  const moved = (/** @type {string} */ name) => (find("moved").textContent = name && say(name));
  /** Do something with the team, unless there is none. @param {string} button @param {() => unknown} act */
  const wire = (button, act) => find(button).addEventListener("click", () => (readTeam(store).length ? act() : moved("nobody-to-move")));
  wire("link", async () => {
    const link = linkOf();
    const copied = await copy(link);
    find("link-shown").hidden = copied;
    find("link-text").value = copied ? "" : link;
    moved(!copied ? "link-shown" : link.length > LONG_LINK ? "link-long" : "link-copied");
  });
  find("share").hidden = !navigator.share;
  wire("share", () => navigator.share({ title: say("link-title"), url: linkOf() }).catch(() => {}));
  wire("save", () => {
    save("mentor-team.json", teamFile(readTeam(store)), "application/json");
    moved("saved");
  });
  find("load").addEventListener("click", () => find("file").click());
  find("file").addEventListener("change", async () => {
    const [file] = find("file").files;
    const arrived = file && readFile(await file.text());
    find("file").value = "";
    moved(arrived?.length ? "" : "no-team");
    if (arrived?.length) offer(arrived);
  });
  find("print").addEventListener("click", () => print());
}

// --- different on purpose --------------------------------------------------------------------------------------------

/** @param {SubmitEvent} event */
async function suggestDifferent(event) {
  event.preventDefault();
  const form = /** @type {HTMLFormElement} */ (event.target);
  const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value.trim();
  const said = find("different-said");
  const backgrounds = chosenBackgrounds(form);
  store.write("interests", { interests: value("interests"), specialty: value("specialty"), backgrounds });
  if (value("school")) store.write("me", { ...store.read("me", {}), school: value("school") });
  said.textContent = say("looking");
  find("suggestions").replaceChildren();
  try {
    const [{ Index }, { suggest }] = await Promise.all([import("../search/index.js"), import("./different.js")]);
    const ours = new Set(readTeam(store).map(({ slug }) => slug));
    const team = [...ours].flatMap((slug) => people.get(slug) ?? []);
    const known = {
      interests: value("interests").split(/[,;،、]/).map((text) => text.trim()).filter(Boolean),
      teamInterests: team.flatMap(({ interests }) => interests ?? []),
      specialty: value("specialty"),
      teamSpecialties: team.flatMap(({ specialties }) => specialties ?? []),
      schools: [value("school"), ...team.map(({ institution }) => institution ?? "")].filter(Boolean),
      backgrounds,
    };
    if (!known.interests.length && !known.teamInterests.length) return void (said.textContent = say("name-interests"));
    if (!team.length && !known.specialty && !known.schools.length && !backgrounds.length) return void (said.textContent = say("name-yourself"));
    const index = await Index.open(new URL("search/", home).href);
    const suggestions = await suggest(index, known, (slug) => ours.has(slug));
    find("suggestions").replaceChildren(...(await Promise.all(suggestions.map(async (suggestion) => makeSuggestion(suggestion, await index.card(suggestion.mentor))))));
    said.textContent = suggestions.length ? say("suggested", { n: suggestions.length }, suggestions.length) : say("nobody-different");
  } catch (error) {
    said.textContent = say("not-loaded");
    console.error(error);
  }
}

/** @param {HTMLFormElement} form */
const chosenBackgrounds = (form) => new FormData(form).getAll("background").map(String);

/** @param {import("./different.js").Suggestion} suggestion @param {any} card */
function makeSuggestion({ shares, specialties, school, backgrounds }, card) {
  const node = document.createElement("li");
  const title = document.createElement("h3");
  const link = document.createElement("a");
  link.href = profileOf(card.slug);
  link.textContent = card.name;
  title.className = "team__name";
  title.append(link);
  const star = document.createElement("button");
  Object.assign(star, { type: "button", className: "star" });
  star.dataset.star = card.slug;
  nameStar(star, card.name);
  const reasons = [
    say("shares", { interests: list(shares) }),
    specialties.length && say("other-specialty", { what: list(specialties) }),
    school && say("other-school", { what: school }),
    backgrounds.length && say("other-background", { what: list(backgrounds) }),
  ];
  const role = Object.assign(document.createElement("p"), { className: "small", textContent: card.role });
  const why = reasons.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { className: "small", textContent: text }));
  node.className = "team__one";
  node.append(star, title, role, ...why);
  return node;
}

/** Fill in what was entered before; the form is empty where that was forgotten. */
function fillDifferent() {
  const { interests = "", specialty = "", backgrounds = [] } = store.read("interests", /** @type {any} */ ({}));
  const form = find("different");
  form.elements.namedItem("interests").value = interests;
  form.elements.namedItem("specialty").value = specialty;
  form.elements.namedItem("school").value = store.read("me", { school: "" }).school ?? "";
  for (const box of form.querySelectorAll("[name=background]")) box.checked = backgrounds.includes(box.value);
}

// ---------------------------------------------------------------------------------------------------------------------

find("different").addEventListener("submit", suggestDifferent);
wireMoving();
startControls(root, forgotten);
store.addEventListener("change", follow);
addEventListener("hashchange", followAddress);
addEventListener("online", () => void refresh());
fillDifferent();
if (!store.lasts) tell("passing");
void refresh();
followAddress();

function forgotten() {
  fillDifferent();
  find("suggestions").replaceChildren();
  for (const name of ["said", "different-said", "moved"]) find(name).textContent = "";
  find("link-text").value = "";
  find("link-shown").hidden = true;
}

/** The team has changed, here or in another tab. */
function follow() {
  if (readTeam(store).some(({ slug, place }) => !people.has(slug) || (!place && people.get(slug)))) void refresh();
  else show();
}
