/**
 * A trainee's team as it is kept: whom they have starred, for which kind of mentoring, and how far they are with them. What
 * comes from a link, a file or the browser's storage is cleaned first; anything may stand in it.
 */

/**
 * `place`: the kind of mentoring that the mentor is wanted for, "" until it is known; `on`: the day on which the message was
 * sent; `replyDays`: the mentor's time to answer on that day.
 * @typedef {{slug: string, name: string, place: string, note: string, status: string, on: string, replyDays?: number}} Entry
 */

export const PLACES = ["clinical", "research", "career", "personal"];
export const STATUSES = ["to-write", "sent", "answered", "met"];
const MOST = 60;
const NOTE_LETTERS = 2_000;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** @param {any} value @returns {Entry | null} null for what can't be one */
function cleanEntry(value) {
  const slug = textOf(value?.slug, 65);
  if (!SLUG.test(slug) || slug.length > 64) return null;
  const days = value.replyDays;
  const sent = STATUSES.includes(value.status) && value.status !== "to-write";
  const on = sent && isDay(value.on) ? value.on : "";
  return {
    slug,
    name: textOf(value.name, 100) || slug,
    place: PLACES.includes(value.place) ? value.place : "",
    note: textOf(value.note, NOTE_LETTERS),
    status: value.status === "sent" && !on ? "to-write" : sent ? value.status : "to-write",
    on,
    ...(Number.isInteger(days) && days > 0 && days <= 60 ? { replyDays: days } : {}),
  };
}

/** @param {unknown} value @param {number} letters at most */
const textOf = (value, letters) => (typeof value === "string" ? value.slice(0, letters) : "");

/** @param {unknown} text */
const isDay = (text) => typeof text === "string" && /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** @param {any} value @returns {Entry[]} each mentor once */
export function cleanTeam(value) {
  /** @type {Map<string, Entry>} */
  const team = new Map();
  for (const one of Array.isArray(value) ? value : []) {
    const entry = cleanEntry(one);
    if (entry && !team.has(entry.slug) && team.size < MOST) team.set(entry.slug, entry);
  }
  return [...team.values()];
}

/** @param {import("../store.js").Store} store */
export const readTeam = (store) => cleanTeam(store.read("team", []));

/** @param {import("../store.js").Store} store @param {Entry[]} team */
export const writeTeam = (store, team) => store.write("team", team);

/** A mentor who is new to the team. @param {string} slug @param {string} name @returns {Entry} */
export const newEntry = (slug, name) => ({ slug, name, place: "", note: "", status: "to-write", on: "" });

/** The team with one mentor changed; they join it where they were not in it. @param {Entry[]} team @param {string} slug @param {Partial<Entry>} change */
export function withChange(team, slug, change) {
  const known = team.some((entry) => entry.slug === slug);
  const all = known ? team : [...team, newEntry(slug, change.name ?? slug)];
  return cleanTeam(all.map((entry) => (entry.slug === slug ? { ...entry, ...change } : entry)));
}

/** The team with another's mentors: of who is in both, what says more is kept. @param {Entry[]} team @param {Entry[]} others */
export function merge(team, others) {
  const merged = team.map((entry) => {
    const other = others.find(({ slug }) => slug === entry.slug);
    if (!other) return entry;
    const further = STATUSES.indexOf(other.status) > STATUSES.indexOf(entry.status) ? other : entry;
    const note = entry.note.includes(other.note) ? entry.note : [entry.note, other.note].filter(Boolean).join("\n");
    return { ...entry, place: entry.place || other.place, status: further.status, on: further.on, replyDays: further.replyDays, note };
  });
  return cleanTeam([...merged, ...others.filter(({ slug }) => !team.some((entry) => entry.slug === slug))]);
}

/**
 * The place of a mentor who was given none: the first kind that they offer and nobody fills yet, else the first they offer.
 * @param {string[]} offered types @param {Entry[]} team
 */
export function placeFor(offered, team) {
  const filled = new Set(team.map(({ place }) => place));
  return PLACES.find((place) => offered.includes(place) && !filled.has(place)) ?? PLACES.find((place) => offered.includes(place)) ?? "personal";
}

// --- links and files -------------------------------------------------------------------------------------------------

/** The team as text for a link, behind its #. @param {Entry[]} team @param {boolean} whole with notes and how far they are */
export function encodeTeam(team, whole) {
  const entries = team.map(({ slug, name, place, ...rest }) => (whole ? { slug, name, place, ...rest } : { slug, name, place }));
  const bytes = new TextEncoder().encode(JSON.stringify(entries));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** @param {string} text @returns {Entry[] | null} null for what is no team */
export function decodeTeam(text) {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
    return readFile(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

/** The team as a file. @param {Entry[]} team */
export const teamFile = (team) => JSON.stringify({ "mentor-team": 1, team }, null, 2) + "\n";

/** @param {string} text of a link or a file @returns {Entry[] | null} */
export function readFile(text) {
  try {
    const value = JSON.parse(text);
    const list = Array.isArray(value) ? value : value?.["mentor-team"] === 1 ? value.team : null;
    return Array.isArray(list) ? cleanTeam(list) : null;
  } catch {
    return null;
  }
}
