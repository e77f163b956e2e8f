/**
 * The agenda and the agreement as people see them: a form and the paper that it becomes. Values come from three layers: the
 * page's own defaults, what composer and team know already, and what somebody has changed here, which alone is kept.
 */

import { calendarFile } from "../calendar.js";
import { copy, save } from "../files.js";
import { fill, readMessages, today } from "../page.js";
import { personOf } from "../people.js";
import { startControls } from "../privacy.js";
import { store } from "../store.js";
import { agendaPaper } from "./agenda.js";
import { agreementPaper } from "./agreement.js";
import { problemsOf } from "./checks.js";
import { instantOf, isDay, later, series } from "./dates.js";
import { drawPaper } from "./draw.js";
import { eventsOf } from "./events.js";
import { PaperForm } from "./form.js";
import { MOST_MEETINGS, MeetingList } from "./meetings.js";
import { numberOf, textOf } from "./paper.js";
import { beginning, consequences, isKey, peopleOf, roughDate } from "./source.js";
import { asMarkdown, asText } from "./writing.js";

/**
 * @typedef {import("./paper.js").Values} Values
 * @typedef {import("./checks.js").Meeting} Meeting
 * @typedef {import("./source.js").Person} Person
 * @typedef {{id?: string, agenda?: Record<string, unknown>, agreement?: Record<string, unknown>}} Kept papers for one mentor
 */

const tool = /** @type {HTMLElement} */ (document.querySelector("[data-tool]"));
const find = (/** @type {string} */ name) => /** @type {any} */ (tool.querySelector(`[data-${name}]`));
const kind = tool.dataset.tool === "agenda" ? "agenda" : "agreement";
const SERIES = ["first", "cadence", "count"];
const language = document.documentElement.lang;

/** @type {Map<string, string[]>} */
const messages = new Map([...tool.querySelectorAll("template")].filter((one) => "messages" in one.dataset).flatMap((one) => [...readMessages(one)]));
const plural = new Intl.PluralRules(language);

/** A sentence of the page; of two the one that fits `count`. @param {string} name @param {Record<string, unknown>} [values] @param {number} [count] */
function say(name, values = {}, count = 2) {
  const [one, several = one] = messages.get(name) ?? [name];
  return fill(plural.select(count) === "one" ? one : several, values);
}

const dayFormat = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
const momentFormat = new Intl.DateTimeFormat(language, { weekday: "short", year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
const weekdayFormat = new Intl.DateTimeFormat(language, { weekday: "long" });
const formatMoment = (/** @type {Intl.DateTimeFormat} */ format, /** @type {string} */ moment) =>
  Number.isNaN(instantOf(moment)) ? "" : format.format(instantOf(moment));

const form = new PaperForm(find("form"), say);
const words = {
  say,
  label: (/** @type {string} */ field, /** @type {string} */ value) => form.label(field, value),
  day: (/** @type {string} */ day) => dayFormat.format(Date.parse(day)),
  moment: (/** @type {string} */ moment) => formatMoment(momentFormat, moment),
  weekday: (/** @type {string} */ moment) => formatMoment(weekdayFormat, moment),
  amount: (/** @type {number} */ n, /** @type {"minute" | "day"} */ unit) => new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(n),
  zone: zoneName(),
};
const list = find("meetings") && new MeetingList(find("meetings"), find("meeting"), words, moveMeeting, removeMeeting);

/** @type {Person} */
let person = nobody();
/** @type {Record<string, unknown>} what somebody has changed on this paper */
let edits = {};
/** @type {Values} */
let values = {};
/** @type {Meeting[]} */
let meetings = [];
/** @type {import("./paper.js").Paper} */
let paper;
let keeping = false;

// --- whom it is for --------------------------------------------------------------------------------------------------

/** @param {string} [key] @param {string} [name] @returns {Person} */
function nobody(key = "", name = "") {
  return { key, name, kind: "", letter: {} };
}

/**
 * Offer everybody whom the paper could be for, and return who it is for: whom the address names, else whom it has been for,
 * else whom the latest letter went to.
 * @param {string} [present]
 */
function choosePerson(present) {
  const people = peopleOf(store.read("letters", {}), store.read("team", []));
  const asked = new URLSearchParams(location.hash.slice(1)).get("with");
  const stays = present === "" || people.some((one) => one.key === present);
  const key = isKey(asked) || asked === "" ? asked : stays ? (present ?? "") : (people[0]?.key ?? "");
  const known = people.find((one) => one.key === key) ?? nobody(key, person.key === key ? person.name : "");
  const others = people.some((one) => one.key === key) || !key ? people : [known, ...people];
  const choices = [...others, nobody()].map((one) => new Option(one.key ? one.name || say("no-name") : say("somebody-else"), one.key, false, one.key === key));
  find("for").replaceChildren(...choices);
  find("whom").hidden = choices.length < 2;
  return known;
}

/** Somebody who came from a profile without a letter: the directory knows the name. */
async function lookUp() {
  const { key, name } = person;
  if (!key || name || key === "anyone") return;
  const found = await personOf(key, Number(tool.dataset.people)).catch(() => null);
  if (!found || person.key !== key) return;
  person = { ...person, name: found.name };
  choosePerson(key);
  update();
}

/** @returns {Record<string, Kept>} */
function readPapers() {
  return Object.assign(Object.create(null), store.read("papers", {}));
}

/** Begin with the paper as it was left. @param {string} [present] whom it has been for */
function open(present) {
  person = choosePerson(present);
  const kept = readPapers()[person.key]?.[kind];
  edits = kept !== null && typeof kept === "object" ? { ...kept } : {};
  form.clear();
  list?.clear();
  update();
  void lookUp();
}

function keep() {
  const papers = readPapers();
  papers[person.key] = { ...papers[person.key], [kind]: edits };
  keeping = true;
  const kept = store.write("papers", papers);
  keeping = false;
  if (!kept) announce("not-kept");
}

/** The id of this mentor's papers, drawn at random so that no two people's calendars confuse them. */
function paperId() {
  const papers = readPapers();
  const known = papers[person.key]?.id;
  if (typeof known === "string" && /^[0-9a-f]{16}$/.test(known)) return known;
  const id = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  store.write("papers", Object.assign(papers, { [person.key]: { ...papers[person.key], id } }));
  return id;
}

// --- from form to paper ----------------------------------------------------------------------------------------------

/** Bring values, form and paper up to date. */
function update() {
  const stageLabel = (/** @type {string} */ stage) => (messages.has(`stage-${stage}`) ? say(`stage-${stage}`) : "");
  const known = { ...form.defaults, ...form.fitting(beginning(store.read("me", {}), person, stageLabel)), ...form.fitting(edits) };
  form.show({ ...known, ...form.fitting(consequences(known, today())), ...form.fitting(edits) });
  values = form.values; // what fields can't hold is on no paper either
  const count = Math.min(numberOf(values, "count"), MOST_MEETINGS) || 1;
  meetings = ownMeetings() ?? series(textOf(values, "first"), textOf(values, "cadence"), count).map((at, i) => ({ id: i + 1, at }));
  list?.show(meetings);
  showHints();
  const moments = meetings.map(({ at }) => at).filter((at) => !Number.isNaN(instantOf(at)));
  paper = kind === "agenda" ? agendaPaper(values, words) : agreementPaper(values, moments.sort(), words);
  drawPaper(find("paper"), paper);
}

function showHints() {
  for (const step of /** @type {NodeListOf<HTMLElement>} */ (tool.querySelectorAll("[data-only]"))) step.hidden = !values[step.dataset.only ?? ""];
  if (!list) return;
  const by = roughDate(person);
  find("by-letter").hidden = !by;
  find("by-letter").textContent = by && say("by-letter", { by });
  find("dates").hidden = !meetings.length;
  find("add").hidden = meetings.length >= MOST_MEETINGS;
  find("again").hidden = !ownMeetings();
}

/** The meetings as somebody has changed them; null while they follow from the first. @returns {Meeting[] | null} */
function ownMeetings() {
  if (!Array.isArray(edits.meetings)) return null;
  const sound = edits.meetings.filter((one) => Number.isInteger(one?.id) && typeof one?.at === "string");
  return sound.slice(0, MOST_MEETINGS).map(({ id, at }) => ({ id, at }));
}

/** @param {number} moved its id @param {string} at */
function moveMeeting(moved, at) {
  edits.meetings = meetings.map((one) => (one.id === moved ? { id: moved, at } : one));
  takeEdits();
}

/** @param {number} removed its id */
function removeMeeting(removed) {
  const index = meetings.findIndex(({ id }) => id === removed);
  announce("removed", { moment: words.moment(meetings[index].at) });
  edits.meetings = meetings.filter(({ id }) => id !== removed);
  takeEdits();
  if (meetings.length) list.focus(Math.min(index, meetings.length - 1));
  else find("form").elements.first.focus();
}

function addMeeting() {
  const last = meetings.map(({ at }) => at).sort().at(-1) ?? "";
  const at = isDay(last.slice(0, 10)) ? later(last, textOf(values, "cadence"), 1) : "";
  edits.nextMeeting = Math.max(Number(edits.nextMeeting) || 0, MOST_MEETINGS, ...meetings.map(({ id }) => id)) + 1;
  edits.meetings = [...meetings, { id: Number(edits.nextMeeting), at }];
  takeEdits();
  list.focus(meetings.length - 1);
}

function countAgain() {
  delete edits.meetings;
  list.clear();
  takeEdits();
  list.focus(0);
}

function takeEdits() {
  keep();
  update();
}

/** @param {Event} event */
function followField({ target }) {
  const field = /** @type {HTMLInputElement} */ (target);
  form.forgive(field);
  if (!field.name) return;
  edits[field.name] = form.values[field.name];
  takeEdits();
  if (SERIES.includes(field.name) && ownMeetings()) announce("own-dates");
}

// --- what can be done with it ----------------------------------------------------------------------------------------

/** Whether everything is in order; if not, it is said at the fields. @param {boolean} [forCalendar] */
function inOrder(forCalendar = false) {
  const dated = kind === "agenda" ? agendaMeeting() : meetings;
  const count = form.showProblems([...form.ownProblems, ...problemsOf(values, dated, forCalendar)]);
  if (count) announce("problems", { n: count }, count);
  return !count;
}

/** The one meeting of an agenda. @returns {Meeting[]} */
const agendaMeeting = () => (values.when ? [{ id: 0, at: textOf(values, "when") }] : []);

/** @param {string} what @param {string} suffix */
const fileName = (what, suffix) => [what, person.key !== "anyone" && person.key].filter(Boolean).join("-") + suffix;

function saveMarkdown() {
  if (!inOrder()) return;
  const name = fileName(kind, ".md");
  save(name, asMarkdown(paper), "text/markdown");
  announce("saved", { name });
}

function saveCalendar() {
  if (!inOrder(true)) return;
  const name = fileName(kind === "agenda" ? "meeting" : "meetings", ".ics");
  const events = eventsOf(values, kind === "agenda" ? agendaMeeting() : meetings, paperId(), words);
  save(name, calendarFile(events), "text/calendar");
  announce("saved-calendar", { name, n: events.length }, events.length);
}

async function copyText() {
  if (!inOrder()) return;
  if (await copy(asText(paper))) announce("copied");
  else {
    getSelection()?.selectAllChildren(find("paper"));
    announce("not-copied");
  }
}

function print() {
  if (!inOrder()) return;
  announce("printing");
  window.print();
}

function startAgain() {
  if (!confirm(say("sure"))) return;
  edits = {};
  form.clear();
  list?.clear();
  takeEdits();
  announce("emptied");
}

/** @param {string} name @param {Record<string, unknown>} [values] @param {number} [count] */
function announce(name, values, count) {
  find("done").textContent = say(name, values, count);
}

/** "Eastern Time (America/New_York)". */
function zoneName() {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const parts = new Intl.DateTimeFormat(language, { timeZoneName: "longGeneric" }).formatToParts();
  const name = parts.find(({ type }) => type === "timeZoneName")?.value;
  return name && name !== zone ? `${name} (${zone})` : zone;
}

/** Beside the form, the paper shows the section that somebody is working on. @param {FocusEvent} event */
function follow({ target }) {
  const part = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest("[data-step]"))?.dataset.step;
  const section = /** @type {HTMLElement | null} */ (part ? find("paper").querySelector(`[data-part="${part}"]`) : null);
  const box = /** @type {HTMLElement} */ (find("paper-box"));
  if (section && box.scrollHeight > box.clientHeight) box.scrollTop = section.offsetTop - box.clientHeight / 3;
}

/** What is kept has changed elsewhere: in another tab, or because somebody wants it forgotten. */
function followStore() {
  if (keeping) return;
  const kept = readPapers()[person.key]?.[kind];
  const next = choosePerson(person.key);
  if (next.key !== person.key || JSON.stringify(kept ?? {}) !== JSON.stringify(edits)) open(person.key);
  else {
    person = next;
    update();
  }
}

find("form").addEventListener("input", followField);
find("form").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
find("form").addEventListener("focusin", follow);
find("for").addEventListener("change", (/** @type {any} */ event) => {
  history.replaceState(null, "", `#with=${event.target.value}`);
  open();
});
find("print").addEventListener("click", print);
find("markdown").addEventListener("click", saveMarkdown);
find("calendar").addEventListener("click", saveCalendar);
find("copy").addEventListener("click", copyText);
find("empty").addEventListener("click", startAgain);
find("add")?.addEventListener("click", addMeeting);
find("again")?.addEventListener("click", countAgain);
store.addEventListener("change", followStore);
addEventListener("hashchange", () => {
  if (location.hash.startsWith("#with=")) open();
});

for (const zone of tool.querySelectorAll("[data-zone]")) zone.textContent = say("zone", { zone: words.zone });
startControls(tool);
tool.hidden = false;
open();
