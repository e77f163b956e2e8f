/**
 * From what somebody entered to a letter. The sentences are those of templates/partials/wordings.html, several for each
 * thing to say; which of them a letter takes follows from who writes to whom, so that two trainees don't send the same one.
 */

/**
 * About the one who writes; `seed` is drawn once for each.
 * @typedef {{name: string, stage: string, words: string, school: string, reach: string, seed: number}} Me
 *
 * `type` is a kind of mentoring, "" until one is chosen; `topics` are labels; `to` the mentor's name and `address` how to
 * address them; `source` how they were found (directory article lecture society person), `work` what was read, heard or who said
 * it; `times` as <input type=datetime-local> has them; `answers` to what the mentor asks for; `wording` counts other wordings;
 * `subject` and `text` are set where the letter was changed by hand.
 * @typedef {{
 *   type: string, topics: string[], to: string, address: string, email: string, source: string, work: string, reason: string,
 *   goals: string[], by: string, minutes: number, mode: string, times: string[], whenever: boolean, cadence: string,
 *   answers: string[], wording: number, subject?: string, text?: string, updated: number,
 * }} Letter
 *
 * What the page knows: the mentor's slug as `key`; the directory's name; how the message travels; the mentor's zone, where it is known.
 * @typedef {{key: string, directory: string, listed: boolean, relayed: boolean, language: string, zone: string, pause: string}} Setting
 *
 * @typedef {Map<string, string[]>} Wordings
 */

import { fill } from "../page.js";

/** @type {Me} */
const NOBODY = { name: "", stage: "", words: "", school: "", reach: "", seed: 0 };
/** @type {Letter} */
const BLANK = {
  type: "", topics: [], to: "", address: "", email: "", source: "directory", work: "", reason: "", goals: ["", ""], by: "",
  minutes: 20, mode: "", times: [], whenever: false, cadence: "", answers: [], wording: 0, updated: 0,
};

/** Who writes, from what was kept, which may be anything. @param {unknown} kept */
export const cleanMe = (kept) => shapedLike(NOBODY, kept);

/** A letter from what was kept, over what the profile suggests. @param {any} kept @param {Partial<Letter>} suggested @returns {Letter} */
export function cleanLetter(kept, suggested) {
  const letter = shapedLike({ ...BLANK, ...suggested }, kept);
  return typeof kept?.text === "string" ? { ...letter, subject: String(kept.subject ?? ""), text: kept.text } : letter;
}

/** Of a value, what has the names and kinds of another; that one's own in place of the rest. @template {object} T @param {T} blank @param {any} value @returns {T} */
function shapedLike(blank, value) {
  const fits = (/** @type {unknown} */ kept, /** @type {unknown} */ own) =>
    Array.isArray(own) ? Array.isArray(kept) && kept.every((one) => typeof one === "string") : typeof kept === typeof own;
  return /** @type {T} */ (Object.fromEntries(Object.entries(blank).map(([name, own]) => [name, fits(value?.[name], own) ? value[name] : own])));
}

const GROUPS = {
  student: ["premed", "preclinical-student", "clinical-student", "md-phd", "gap-year"],
  training: ["resident", "fellow"],
  faculty: ["early-faculty", "mid-career"],
};
/** Ways of meeting that are no talk: they have sentences of their own. */
const NO_TALK = ["email", "shadowing", "group"];

/**
 * The letter: `text` what the trainee says, `foot` what follows for the mentor.
 * @param {Me} me @param {Letter} letter @param {Setting} setting @param {Wordings} wordings
 * @returns {{subject: string, text: string, foot: string}}
 */
export function compose(me, letter, setting, wordings) {
  const say = chooser(`${me.seed}:${setting.key}`, letter.wording, wordings);
  const paragraphs = [
    setting.relayed ? say("relay", { name: letter.to }) : "",
    letter.address && say("dear", { address: letter.address }),
    sentences(opening(me, setting, say), found(letter, setting, say), asSentence(letter.reason)),
    sentences(seek(me, letter, say), letter.topics.length ? say("topics", { topics: list(letter.topics, setting) }) : "", goals(letter, say)),
    ...letter.answers.map(asSentence),
    sentences(ask(letter, say), times(letter, setting, say), often(letter, say)),
    setting.listed ? say("no") : say("no-anyone"),
    [say("thanks"), me.name, me.reach && say("reach", { reach: me.reach })].filter(Boolean).join("\n"),
  ];
  return { subject: subjectOf(me, letter, setting, say), text: paragraphs.filter(Boolean).join("\n\n"), foot: foot(setting, say) };
}

/**
 * One of the sentences of a name, always the same one for the same writer and reader.
 * @typedef {(name: string, values?: Record<string, unknown>) => string} Say
 * @param {string} seed @param {number} turn @param {Wordings} wordings
 * @returns {Say}
 */
export function chooser(seed, turn, wordings) {
  return (name, values) => {
    const variants = wordings.get(name) ?? [];
    return variants.length ? fill(variants[(draw(`${seed}:${name}`) + turn) % variants.length], values) : "";
  };
}

/** A number that looks like chance, from a text (FNV-1a). @param {string} text */
function draw(text) {
  let digest = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) digest = Math.imul(digest ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return (digest ^ (digest >>> 15)) >>> 0;
}

/** @param {string[]} parts */
const sentences = (...parts) => parts.filter(Boolean).join(" ");

/** What somebody wrote, ended as a sentence is. @param {string} text */
function asSentence(text) {
  const trimmed = text.trim();
  if (/[.!?。！？؟…]["'”’)\]]?$/u.test(trimmed) || !/[\p{L}\p{N}\p{M}"'”’)\]]$/u.test(trimmed)) return trimmed;
  return trimmed + (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(trimmed) ? "。" : ".");
}

/** A part of a sentence: without the full stop that belongs to the whole, and the word that the sentence has already. @param {string} text @param {string} [word] */
const asPart = (text, word = "") => text.trim().replace(/[.;,\s]+$/, "").replace(word && new RegExp(`^${word}\\s+`, "i"), "");

/** @param {string[]} parts @param {Setting} setting @param {"conjunction" | "disjunction"} [type] */
const list = (parts, { language }, type = "conjunction") => new Intl.ListFormat(language, { type }).format(parts);

/** @param {Me} me @param {Setting} setting @param {Say} say */
function opening(me, setting, say) {
  const who = asPart(me.words) || say(`who-${me.stage}`);
  if (!me.name.trim() || !who) return me.name.trim() ? say("opening-name", { me: me.name.trim() }) : "";
  return say(me.school.trim() ? "opening" : "opening-no-school", { me: me.name.trim(), who, school: asPart(me.school) });
}

/** @param {Letter} letter @param {Setting} setting @param {Say} say */
function found({ source, work }, { directory, listed }, say) {
  if (source === "directory") return listed ? say("found-directory", { directory: asPart(directory, "the") }) : "";
  return work.trim() ? say(`found-${source}`, { work: asPart(work) }) : "";
}

/** @param {Me} me @param {Letter} letter @param {Say} say */
function seek({ stage }, { type }, say) {
  const group = Object.entries(GROUPS).find(([, stages]) => stages.includes(stage))?.[0];
  return type ? say(group ? `seek-${type}-${group}` : `seek-${type}`) : "";
}

/** @param {Letter} letter @param {Say} say */
function goals({ goals, by }, say) {
  const [goal, second] = goals.map((goal) => asPart(goal, "to")).filter(Boolean);
  if (!goal) return "";
  return say((second ? "goals" : "goal") + (by.trim() ? "-by" : ""), { goal, second, by: asPart(by, "by") });
}

/** @param {Letter} letter @param {Say} say */
function ask({ minutes, mode }, say) {
  if (NO_TALK.includes(mode)) return say(`ask-${mode}`);
  return mode ? say("ask", { minutes, how: say(`how-${mode}`) }) : say("ask-anyhow", { minutes });
}

/** @param {Letter} letter @param {Setting} setting @param {Say} say */
function times({ mode, times, whenever }, setting, say) {
  if (mode === "email") return "";
  const named = times.filter(Boolean);
  return named.length ? say("times", { times: sayTimes(named, setting, say) }) : whenever ? say("whenever") : "";
}

/**
 * Days and hours with their time zone, and what they are where the mentor is, if that differs.
 * @param {string[]} times as <input type=datetime-local> has them @param {Setting} setting @param {Say} say
 */
export function sayTimes(times, setting, say) {
  const moments = times.map((time) => new Date(time)).filter((moment) => !Number.isNaN(moment.getTime()));
  const written = (/** @type {string | undefined} */ timeZone) =>
    moments.map((moment) => new Intl.DateTimeFormat(setting.language, { ...DAY_AND_HOUR, timeZone }).format(moment));
  const own = written(undefined);
  const theirs = setting.zone ? written(setting.zone) : own;
  const here = { times: list(own, setting, "disjunction"), zone: zoneName(setting.language, moments[0]) };
  if (own.join() === theirs.join()) return say("zone", here);
  return say("zones", { ...here, theirs: list(theirs, setting, "disjunction"), place: placeName(setting.zone) });
}

/** @type {Intl.DateTimeFormatOptions} */
const DAY_AND_HOUR = { weekday: "long", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" };

/** "Eastern Time". @param {string} language @param {Date} moment @param {string} [timeZone] the browser's own without it */
export function zoneName(language, moment, timeZone) {
  const parts = new Intl.DateTimeFormat(language, { timeZoneName: "longGeneric", timeZone }).formatToParts(moment);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** "America/New_York" -> "New York". @param {string} zone */
const placeName = (zone) => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;

/** @param {Letter} letter @param {Say} say */
function often({ cadence }, say) {
  if (cadence === "once") return say("once");
  return cadence ? say("cadence", { cadence: say(`every-${cadence}`) }) : "";
}

/** @param {Me} me @param {Letter} letter @param {Setting} setting @param {Say} say */
function subjectOf({ name }, { type, to }, { relayed }, say) {
  const subject = say("subject", { kind: say(`kind-${type || "any"}`), me: name.trim() || "..." });
  return relayed ? say("subject-relay", { name: to, subject }) : subject;
}

/** Between the letter and what follows for the mentor. */
export const RULE = "---";

/** Ready answers for the mentor, and the way to pause. @param {Setting} setting @param {Say} say */
function foot({ listed, pause }, say) {
  const lines = [RULE, say("for-mentor"), ...["reply-yes", "reply-not-now", "reply-colleague"].map((name) => `* ${say(name)}`)];
  if (listed && pause) lines.push(say("pause", { link: pause }));
  return lines.join("\n");
}

/**
 * The one reminder.
 * @param {Me} me @param {Letter} letter @param {string} day on which the message was sent, in words
 * @param {Setting} setting @param {Wordings} wordings
 */
export function followUp(me, letter, day, setting, wordings) {
  const say = chooser(`${me.seed}:${setting.key}`, letter.wording, wordings);
  const body = [
    setting.relayed ? say("relay", { name: letter.to }) : "",
    say("dear", { address: letter.address || letter.to }),
    say("follow-up", { day, kind: say(`kind-${letter.type || "any"}`) }),
    [say("thanks"), me.name].filter(Boolean).join("\n"),
  ];
  const subject = letter.subject ?? subjectOf(me, letter, setting, say);
  return { subject: say("follow-up-subject", { subject }), text: body.filter(Boolean).join("\n\n") };
}
