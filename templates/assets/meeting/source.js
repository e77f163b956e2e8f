/** What composer and mentor team know already, as the beginnings of a paper. All of it is somebody's text and may be odd. */

import { addMonths, isDay } from "./dates.js";

/**
 * Whom a paper may be for: `key` as the address names them; `kind` the kind of mentoring; `letter` what the composer keeps.
 * @typedef {{key: string, name: string, kind: string, letter: Record<string, unknown>}} Person
 * @typedef {import("./paper.js").Values} Values
 */

const KEY = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const LONGEST = 1000;

/** Whether a text can be a mentor's slug. @param {unknown} key @returns {key is string} */
export const isKey = (key) => typeof key === "string" && key.length <= 64 && KEY.test(key);

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value.trim().slice(0, LONGEST) : "");

/** @param {unknown} value @returns {Record<string, unknown>} */
const record = (value) => (value !== null && typeof value === "object" && !Array.isArray(value) ? /** @type {Record<string, unknown>} */ (value) : {});

/**
 * Whom letters were written to, the latest first, then the rest of the team.
 * @param {Record<string, unknown>} letters by slug
 * @param {unknown[]} team
 * @returns {Person[]}
 */
export function peopleOf(letters, team) {
  const written = Object.entries(letters)
    .filter(([key]) => isKey(key))
    .map(([key, letter]) => ({ key, name: text(record(letter).to), kind: text(record(letter).type), letter: record(letter) }))
    .sort((a, b) => (Number(b.letter.updated) || 0) - (Number(a.letter.updated) || 0));
  const members = team.map(record).filter(({ slug }) => isKey(slug));
  for (const person of written) person.name ||= text(members.find(({ slug }) => slug === person.key)?.name);
  const others = members
    .filter(({ slug }, i) => !written.some(({ key }) => key === slug) && members.findIndex((one) => one.slug === slug) === i)
    .map(({ slug, name, place, type }) => ({ key: String(slug), name: text(name), kind: text(place) || text(type), letter: {} }));
  return [...written, ...others];
}

/**
 * The fields that can be filled before anybody has entered anything. What is not known is left out.
 * @param {Record<string, unknown>} me
 * @param {Person} person
 * @param {(stage: string) => string} stageLabel
 * @returns {Values}
 */
export function beginning(me, { name, kind, letter }, stageLabel) {
  const goals = Array.isArray(letter.goals) ? letter.goals.map(text) : [];
  const by = text(letter.by);
  const minutes = Number(letter.minutes);
  const stage = text(me.stage);
  const words = text(me.words);
  const about = [words || stageLabel(stage) || stage, text(me.school)].filter(Boolean);
  const known = {
    trainee: text(me.name),
    mentor: name,
    type: kind,
    goal1: goals[0] ?? "",
    goal2: goals[1] ?? "",
    by1: isDay(by) ? by : "",
    by2: isDay(by) && goals[1] ? by : "",
    cadence: text(letter.cadence),
    mode: text(letter.mode),
    minutes: Number.isInteger(minutes) && minutes >= 5 && minutes <= 240 ? String(minutes) : "",
    about: about.join(", "),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value));
}

/** When the letter hopes to get there, in words; "" where it names a day, or nothing. @param {Person} person */
export const roughDate = ({ letter }) => (isDay(text(letter.by)) ? "" : text(letter.by));

/**
 * What follows from other fields until somebody says otherwise.
 * @param {Values} values @param {string} today
 * @returns {Values}
 */
export function consequences(values, today) {
  const start = isDay(String(values.start ?? "")) ? String(values.start) : today;
  return { start: today, review: addMonths(start, 3), research: values.type === "research", checkin: values.type === "personal" };
}
