/** The mentor team on its page: the four places, what is missing, moving and sharing, suggestions. */

import { copy, save } from "../files.js";
import { fill, readMessages, today } from "../page.js";
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
    const place = entry.place || placeFor(person?.offers.map(({ type }) => type) ?? [], team);
    team = merge(team, [{ ...named, place }]);
  }
  if (JSON.stringify(team) !== JSON.stringify(readTeam(store)) && !writeTeam(store, team)) find("said").textContent = say("not-kept");
  show();
}

function show() {
  const team = readTeam(store);
  const focused = focusPath();
  for (const place of PLACES) {
    const section = find(`place=${place}`);
    const here = team.filter((entry) => entry.place === place);
    if (!section) continue;
    find("list", section).replaceChildren(...here.map((entry) => makeEntry(entry, team)));
    const link = find("find", section);
    link.href = `${home.href}#${new URLSearchParams({ ...stageOf(), type: place })}`;
    link.textContent = say(here.length ? "find-another" : "find-first");
    link.setAttribute("aria-describedby", `place-${place}`);
    section.classList.toggle("team__place--empty", !here.length);
  }
  const open = openRequests(team, today());
  find("open-count").textContent = open.length ? say("open-count", { n: open.length, most: root.dataset.mostOpen }, open.length) : "";
  if (focused) /** @type {HTMLElement | null} */ (root.querySelector(focused))?.focus();
}

/** The filter for the trainee's own stage, where they have told it. @returns {Record<string, string>} */
function stageOf() {
  const { stage } = store.read("me", { stage: "" });
  return stage ? { stage } : {};
}

/** Where the focus is among what is about to be made anew. */
function focusPath() {
  const active = document.activeElement;
  const entry = active?.closest("[data-slug]");
  const name = active?.getAttribute("name");
  return entry && name ? `[data-slug="${/** @type {HTMLElement} */ (entry).dataset.slug}"] [name="${name}"]` : "";
}

/** @param {Entry} entry @param {Entry[]} team */
function makeEntry(entry, team) {
  const node = /** @type {HTMLElement} */ (find("entry").content.firstElementChild.cloneNode(true));
  const person = people.get(entry.slug);
  node.dataset.slug = entry.slug;
  const name = find("name", node);
  name.textContent = entry.name;
  if (person === null) name.removeAttribute("href");
  else name.href = profileOf(entry.slug);
  find("about", node).textContent = person ? [person.title, person.institution, person.specialties && list(person.specialties)].filter(Boolean).join(" · ") : "";
  find("standing", node).append(...standing(person));
  for (const field of node.querySelectorAll(".field")) labelField(field, entry.slug);
  for (const key of /** @type {const} */ (["place", "status", "on", "note"])) {
    const input = /** @type {any} */ (node.querySelector(`[name=${key}]`));
    input.value = entry[key];
    input.addEventListener("change", () => change(entry, key, input.value));
  }
  find("on", node).hidden = entry.status === "to-write";
  showActions(node, entry, person, team);
  return node;
}

/** @param {Element} field @param {string} slug */
function labelField(field, slug) {
  const input = /** @type {HTMLElement} */ (field.querySelector("select, input, textarea"));
  input.id = `${slug}-${input.getAttribute("name")}`;
  /** @type {HTMLLabelElement} */ (field.querySelector("label")).htmlFor = input.id;
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
  find("remind", node).hidden = !sent;
  find("remind", node).addEventListener("click", () => save(`remind-${entry.slug}.ics`, reminderFile(entry, profileOf(entry.slug), say), "text/calendar"));
  for (const page of ["agenda", "agreement"]) {
    find(page, node).hash = `with=${entry.slug}`;
    find(page, node).hidden = entry.status === "to-write" || sent;
  }
  find("remove", node).textContent = say("remove", { name: entry.name });
  find("remove", node).addEventListener("click", () => remove(entry));
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

/** @param {Entry} entry @param {"place" | "status" | "on" | "note"} key @param {string} value */
function change(entry, key, value) {
  /** @type {Partial<Entry>} */
  const changes = { [key]: value };
  if (key === "status" && value === "sent") Object.assign(changes, { on: entry.on || today(), replyDays: people.get(entry.slug)?.contact.replyDays });
  if (!writeTeam(store, withChange(readTeam(store), entry.slug, changes))) find("said").textContent = say("not-kept");
  show();
}

/** @param {Entry} entry */
function remove(entry) {
  writeTeam(store, readTeam(store).filter(({ slug }) => slug !== entry.slug));
  show();
  find("said").textContent = say("removed", { name: entry.name });
  find("find", find(`place=${entry.place}`)).focus();
}

// --- moving ----------------------------------------------------------------------------------------------------------

const linkOf = () => `${location.origin}${location.pathname}#team=${encodeTeam(readTeam(store), find("whole").checked)}`;

/** A team that came by link or file, to be taken or left. @param {Entry[] | null} arrived */
function offer(arrived) {
  find("arrived").hidden = !arrived?.length;
  if (!arrived?.length) return void (find("said").textContent = arrived ? "" : say("no-team"));
  find("arrived-text").textContent = say("arrived", { n: arrived.length, names: list(arrived.map(({ name }) => name)) }, arrived.length);
  find("take").onclick = () => {
    writeTeam(store, merge(readTeam(store), arrived));
    close("taken");
    void refresh();
  };
  find("leave").onclick = () => close("");
  find("take").focus();
}

/** @param {string} said */
function close(said) {
  find("arrived").hidden = true;
  find("said").textContent = said && say(said);
  history.replaceState(null, "", location.pathname);
}

function followAddress() {
  const text = new URLSearchParams(location.hash.slice(1)).get("team");
  if (text !== null) offer(decodeTeam(text));
}

function wireMoving() {
  find("link").addEventListener("click", async () => {
    const link = linkOf();
    const copied = await copy(link);
    find("link-shown").hidden = copied;
    find("link-text").value = link;
    find("said").textContent = say(copied ? "link-copied" : "link-shown");
  });
  find("share").hidden = !navigator.share;
  find("share").addEventListener("click", () => navigator.share({ title: say("link-title"), url: linkOf() }).catch(() => {}));
  find("save").addEventListener("click", () => save("mentor-team.json", teamFile(readTeam(store)), "application/json"));
  find("load").addEventListener("click", () => find("file").click());
  find("file").addEventListener("change", async () => {
    const [file] = find("file").files;
    if (file) offer(readFile(await file.text()));
    find("file").value = "";
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
    const [{ Index }, { fold }, { suggest }] = await Promise.all([import("../search/index.js"), import("../search/text.js"), import("./different.js")]);
    const team = [...people.values()].filter((person) => person !== null && person !== undefined);
    const named = value("interests").split(/[,;،、]/).map((text) => text.trim()).filter(Boolean);
    const interests = new Set([...named, ...team.flatMap(({ interests }) => interests ?? [])].map(fold));
    if (!interests.size) return void (said.textContent = say("name-interests"));
    const index = await Index.open(new URL("search/", home).href);
    const labels = new Set(team.flatMap(({ specialties }) => specialties ?? []));
    const { values } = await index.column("specialty");
    const known = {
      interests,
      specialties: new Set([value("specialty"), ...values.filter(({ label }) => labels.has(label)).map(({ slug }) => slug)].filter(Boolean)),
      schools: new Set([value("school"), ...team.map(({ institution }) => institution ?? "")].filter(Boolean).map(fold)),
      backgrounds: new Set(backgrounds),
    };
    const ours = new Set(readTeam(store).map(({ slug }) => slug));
    const suggestions = await suggest(index, known, (slug) => ours.has(slug));
    find("suggestions").replaceChildren(...(await Promise.all(suggestions.map(async (suggestion) => makeSuggestion(suggestion, await index.card(suggestion.mentor))))));
    said.textContent = suggestions.length ? say("suggested", { n: suggestions.length }) : say("nobody-different");
  } catch (error) {
    said.textContent = say("not-loaded");
    if (error instanceof TypeError && !(error.message.includes("fetch"))) throw error;
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
  Object.assign(star.dataset, { star: card.slug, name: card.name });
  star.setAttribute("aria-label", say("star", { name: card.name }));
  star.setAttribute("aria-pressed", "false");
  const reasons = [
    say("shares", { interests: list(shares) }),
    specialties.length && say("other-specialty", { what: list(specialties) }),
    school && say("other-school", { what: school }),
    backgrounds.length && say("other-background", { what: list(backgrounds) }),
  ];
  const why = reasons.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { className: "small", textContent: text }));
  node.className = "team__one";
  node.append(star, title, ...why);
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
store.addEventListener("change", () => void refreshMissing());
addEventListener("hashchange", followAddress);
fillDifferent();
void refresh();
followAddress();

function forgotten() {
  fillDifferent();
  find("suggestions").replaceChildren();
  find("different-said").textContent = "";
  void refresh();
}

/** Somebody was starred here or in another tab. */
function refreshMissing() {
  if (readTeam(store).some(({ slug, place }) => !people.has(slug) || !place)) return refresh();
  if (!root.contains(document.activeElement) || document.activeElement?.matches(".star")) show();
}
