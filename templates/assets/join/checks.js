/**
 * What `mentordir check` finds in a single value, in the browser: the readers of scalars.py, rule by rule. The check on the
 * school's side has the last word; a test sends the same values through both.
 *
 * A finding is the name of a sentence, with what it is about; partials/join-messages.html has the sentences.
 */

import { Vocabulary } from "./vocabulary.js";

/**
 * @typedef {{kind: string, required?: boolean, many?: boolean, entries?: number, limit?: number, max_indent?: number, least?: number,
 *   most?: number, past?: boolean, vocabulary?: string, noun?: string, words?: string[]}} Field
 * @typedef {{order: Record<string, string[]>, fields: Record<string, Field>, vocabularies: Record<string, import("./vocabulary.js").Words>,
 *   languages: [string, string][], zones: string[], programs: [string, string][], interests: string[], clinicalRoles: string[],
 *   institution: string, hasCoordinator: boolean}} Description
 * @typedef {{name: string, values: Record<string, unknown>}} Finding
 */

const LINE_LIMIT = 200;
const URL_LIMIT = 500;
const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
const MAX_BRACKETS = 100;
const MAX_QUOTE_DEPTH = 4;

/** A value that a reader refuses. */
export class Invalid extends Error {
  /** @param {string} name of the sentence @param {Record<string, unknown>} [values] */
  constructor(name, values = {}) {
    super(name);
    this.finding = { name, values };
  }
}

const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/u;
const CURLY_QUOTED = /^(?:[“”„][^“”„]*[“”]|‘.*’)$/u;
const HALF_QUOTED = /^(?:[“”„][^“”„]*|[^“”„]*[“”„])$/u;
const length = (/** @type {string} */ text) => [...text].length;
/** A stranger's text in a message: not all of it. @param {string} text */
export const shown = (text) => (length(text) <= 60 ? text : `${[...text].slice(0, 59).join("")}…`);

export class Checks {
  #languages;
  #zones;
  #programs;

  /** @param {Description} description @param {string} today */
  constructor(description, today) {
    this.description = description;
    this.today = today;
    /** @type {Record<string, Vocabulary>} */
    this.vocabularies = Object.fromEntries(Object.entries(description.vocabularies).map(([name, words]) => [name, new Vocabulary(words)]));
    this.#languages = new Set(description.languages.map(([code]) => code));
    this.#zones = new Set(description.zones);
    this.#programs = new Set(description.programs.map(([slug]) => slug));
  }

  /**
   * A text as a field's value, in the spelling in which it is kept. Throws Invalid.
   * @param {Field} field @param {string} written
   */
  read(field, written) {
    const raw = written.replace(/\r\n?/g, "\n").normalize("NFC");
    const strange = FORBIDDEN.exec(raw);
    if (strange) throw new Invalid("invisible", { code: `U+${(strange[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}` });
    const text = field.kind === "prose" ? raw.replace(/^\n+/, "").trimEnd() : asLine(raw);
    if (!text) throw new Invalid("empty");
    const reader = READERS[field.kind];
    return reader ? reader(text, field, this) : text;
  }

  /** @param {Field} field @param {string} text @returns {Finding | null} */
  find(field, text) {
    try {
      this.read(field, text);
      return null;
    } catch (refusal) {
      if (refusal instanceof Invalid) return refusal.finding;
      throw refusal;
    }
  }

  /** @param {string} tag */
  knowsLanguage(tag) {
    return this.#languages.has(tag) || this.#languages.has(tag.split("-")[0].toLowerCase());
  }

  /** @param {string} zone */
  knowsZone(zone) {
    return this.#zones.has(zone);
  }

  /** @param {string} slug */
  knowsProgram(slug) {
    return this.#programs.has(slug);
  }
}

/** One line, single spaces. @param {string} raw */
function asLine(raw) {
  const text = raw.split(/\s+/u).filter(Boolean).join(" ");
  if (CURLY_QUOTED.test(text)) throw new Invalid("curly", { text: shown(text) });
  if (HALF_QUOTED.test(text)) throw new Invalid("half-curly", { text: shown(text) });
  return text;
}

/** @type {Record<string, (text: string, field: Field, checks: Checks) => string>} */
const READERS = {
  line: (text, { limit = LINE_LIMIT }) => refuseAddress(refuseLong(text, limit)),
  prose: readProse,
  day: readDay,
  whole: readWhole,
  yesno: readYesNo,
  word: readWord,
  choice: (text, { words = [] }) => oneOf(text.toLowerCase(), words),
  url: readHttps,
  email: readEmail,
  reach: (text) => refuseLong(text, URL_LIMIT),
  language: readLanguage,
  timezone(text, field, checks) {
    if (!checks.knowsZone(text)) throw new Invalid("zone", { text: shown(text) });
    return text;
  },
  orcid: readOrcid,
  program(text, field, checks) {
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) || text.length > 64 || !checks.knowsProgram(text)) throw new Invalid("program", { text: shown(text) });
    return text;
  },
};

/** @param {string} text @param {number} limit */
function refuseLong(text, limit) {
  if (length(text) > limit) throw new Invalid("long", { n: length(text), limit });
  return text;
}

/** @param {string} text @param {string[]} words */
function oneOf(text, words) {
  if (!words.includes(text)) throw new Invalid("choice", { text: shown(text), words: words.join(", ") });
  return text;
}

// --- addresses in text -----------------------------------------------------------------------------------------------

const ADDRESS = /(?<![\p{L}\p{N}_.+%-])[\p{L}\p{N}_.+%-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/u;
const ENTITY = /&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|([A-Za-z][A-Za-z0-9]*));?/g;
/** Of the named entities those that an address may hide in; one that stands for a letter is as good as any letter. */
const NAMED = new Map(Object.entries({ commat: "@", period: ".", lowbar: "_", plus: "+", percnt: "%", amp: "&", AMP: "&" }));
const LETTER = /^[A-Za-z](?:acute|grave|uml|circ|tilde|cedil|ring|caron|slash|breve|ogon|macr)$/;

/** The first e-mail address that a reader or a harvester would see; "" if there is none. @param {string} text */
export function findAddress(text) {
  if (!text.includes("@") && !text.includes("&")) return "";
  const decoded = text.replaceAll("\\", "").replace(ENTITY, (whole, decimal, hex, name) => {
    if (name) return NAMED.get(name) ?? (LETTER.test(name) ? name[0] : whole);
    const code = Number.parseInt(decimal ?? hex, decimal ? 10 : 16);
    return code && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
  });
  return ADDRESS.exec(decoded)?.[0] ?? "";
}

/** @param {string} text */
function refuseAddress(text) {
  if (findAddress(text)) throw new Invalid("address");
  return text;
}

// --- Markdown --------------------------------------------------------------------------------------------------------

const TAG = /<\/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?\/?>/u;
const TARGETS = [/\]\(\s*<?([^\s)>]*)/gmu, /^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]*)/gmu, /<([A-Za-z][A-Za-z0-9+.-]*:[^>\s]*)>/gu];
const DEEP_QUOTE = new RegExp(`^\\s*(?:>\\s*){${MAX_QUOTE_DEPTH + 1},}`, "u");

/** @param {string} text @param {Field} field */
function readProse(text, { limit = 1_500, max_indent: maxIndent = 16 }) {
  refuseAddress(refuseLong(text, limit));
  if (text.includes("<!--")) throw new Invalid("comment");
  const tag = TAG.exec(text);
  if (tag) throw new Invalid("html", { text: shown(tag[0]) });
  if (text.includes("![")) throw new Invalid("image");
  for (const pattern of TARGETS) for (const [, target] of text.matchAll(pattern)) readLink(target);
  const brackets = text.split("[").length - 1;
  if (brackets > MAX_BRACKETS) throw new Invalid("brackets", { n: brackets, limit: MAX_BRACKETS });
  for (const line of text.split("\n")) {
    const indent = indentOf(line);
    if (line.replace(/^[ \t]+/, "") && indent > maxIndent) throw new Invalid("indent", { n: indent, limit: maxIndent });
    if (DEEP_QUOTE.test(line)) throw new Invalid("quotes", { limit: MAX_QUOTE_DEPTH });
  }
  return text;
}

/** @param {string} target */
function readLink(target) {
  try {
    readHttps(target);
  } catch {
    throw new Invalid("link", { text: shown(target) });
  }
}

const INDENT = /^[ \t]*/;

/** Columns of the space before a line's text; a tab leads to the next fourth. @param {string} line */
function indentOf(line) {
  let columns = 0;
  for (const character of INDENT.exec(line)?.[0] ?? "") columns += character === "\t" ? 4 - (columns % 4) : 1;
  return columns;
}

// --- days, numbers, words ---------------------------------------------------------------------------------------------

/** @param {string} text @param {Field} field @param {Checks} checks */
function readDay(text, { past }, { today }) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new Invalid("date", { text: shown(text) });
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text || text.startsWith("0000")) throw new Invalid("no-day", { text });
  const year = Number(text.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new Invalid("year", { year });
  // It may already be tomorrow where the mentor lives.
  if (past && day.getTime() > Date.parse(today) + 864e5) throw new Invalid("future", { text });
  return text;
}

/** @param {string} text @param {Field} field */
function readWhole(text, { least = 0, most = 99 }) {
  if (!/^-?\d{1,9}$/.test(text)) throw new Invalid("no-number", { text: shown(text), least, most });
  const number = Number(text);
  if (number < least || number > most) throw new Invalid("number", { n: number, least, most });
  return String(number);
}

/** @param {string} text */
function readYesNo(text) {
  const answer = { true: "true", yes: "true", false: "false", no: "false" }[text.toLowerCase()];
  if (!answer) throw new Invalid("yes-no", { text: shown(text) });
  return answer;
}

/** @param {string} text @param {Field} field @param {Checks} checks */
function readWord(text, { vocabulary = "" }, { vocabularies }) {
  const words = vocabularies[vocabulary];
  const id = words.resolve(text);
  if (id) return id;
  if (words.isHidden(text)) throw new Invalid("hidden-word", { text: shown(text) });
  const near = words.suggest(text, 2).map(({ label }) => label);
  throw near.length ? new Invalid("near-word", { text: shown(text), near: near.join(", ") }) : new Invalid("word", { text: shown(text) });
}

/** @param {string} text @param {Field} field @param {Checks} checks */
function readLanguage(text, field, checks) {
  const named = checks.description.languages.find(([, name]) => name.toLowerCase() === text.toLowerCase());
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(text)) throw named ? new Invalid("language-name", { text: shown(text), code: named[0] }) : new Invalid("language", { text: shown(text) });
  const [primary, ...rest] = text.split("-");
  const cased = (/** @type {string} */ part) => {
    if (part.length === 4) return titled(part);
    return part.length === 2 ? part.toUpperCase() : part.toLowerCase();
  };
  const tag = [primary.toLowerCase(), ...rest.map(cased)].join("-");
  if (!checks.knowsLanguage(tag)) throw new Invalid("language", { text: shown(text) });
  return tag;
}

/** A capital after whatever is no letter, as in "419x". @param {string} part */
const titled = (part) => part.toLowerCase().replace(/(^|[^a-z])([a-z])/g, (_, before, letter) => before + letter.toUpperCase());

// --- addresses --------------------------------------------------------------------------------------------------------

const W = "[\\p{L}\\p{N}_]";
const WH = "[\\p{L}\\p{N}_-]";
const HOST = new RegExp(`^(?:${W}(?:${WH}*${W})?\\.)+${WH}*${W}(?::\\p{Nd}{1,5})?$`, "u");
const EMAIL = new RegExp(`^[\\p{L}\\p{N}_.!#$*+/=^\`{}|~'-]{1,64}@(?:${W}(?:${WH}{0,61}${W})?\\.)+${WH}*${W}$`, "u");

/** A web address that is safe to link to. An @ in its path becomes %40. Throws Invalid. @param {string} text */
export function readHttps(text) {
  const start = text.toLowerCase();
  if (start.startsWith("http://")) throw new Invalid("http", { text: shown(text) });
  if (!start.startsWith("https://")) throw new Invalid("no-https", { text: shown(text) });
  refuseLong(text, URL_LIMIT);
  if (/[\s<>"'`\\{}|^]/u.test(text)) throw new Invalid("no-address-character", { text: shown(text) });
  const host = /^[^/?#]*/.exec(text.slice(8))?.[0] ?? "";
  if (/[[\]]/.test(host) || foldsToDelimiter(host)) throw new Invalid("no-web-address", { text: shown(text) });
  if (host.includes("@")) throw new Invalid("user", { text: shown(text) });
  if (!HOST.test(host)) throw new Invalid("no-host", { text: shown(text) });
  return `https://${host}${text.slice(8 + host.length).replaceAll("@", "%40")}`;
}

/** Characters that mean a slash or the like to some programs. @param {string} host */
function foldsToDelimiter(host) {
  const bare = host.replace(/[@:#?]/g, "");
  const folded = bare.normalize("NFKC");
  return folded !== bare && /[/?#@:]/.test(folded);
}

/** A bare e-mail address. Throws Invalid. @param {string} text */
export function readEmail(text) {
  const start = text.toLowerCase();
  if (start.startsWith("mailto:")) throw new Invalid("mailto", { text: text.slice(7) });
  if (text.includes("?")) throw new Invalid("more-than-address", { text: text.split("?")[0] });
  if (/^https?:\/\//.test(start)) throw new Invalid("web-for-mail", { text: shown(text) });
  const bracketed = /<([^<>\s]+@[^<>\s]+)>/u.exec(text);
  if (bracketed) throw new Invalid("more-than-address", { text: bracketed[1] });
  if (text.includes(" ")) throw new Invalid("space", { text: shown(text) });
  if (!EMAIL.test(text)) throw new Invalid("no-email", { text: shown(text) });
  return refuseLong(text, LINE_LIMIT);
}

/** An ORCID iD, its check digit verified (ISO 7064 MOD 11-2). @param {string} text */
function readOrcid(text) {
  const digits = text.replace(/^https?:\/\/orcid\.org\//i, "").toUpperCase();
  if (!/^(\d{4}-){3}\d{3}[\dX]$/.test(digits)) throw new Invalid("no-orcid", { text: shown(text) });
  let total = 0;
  for (const digit of digits.slice(0, -1).replaceAll("-", "")) total = (total + Number(digit)) * 2;
  const last = (12 - (total % 11)) % 11;
  if ((last === 10 ? "X" : String(last)) !== digits.at(-1)) throw new Invalid("orcid-digit", { text: digits });
  return digits;
}

// --- a whole profile -------------------------------------------------------------------------------------------------

/**
 * The contact's address against its method, as schema.py has it. @param {string} method @param {string} value @returns {Finding | null}
 */
export function findInContact(method, value) {
  if (!method || method === "coordinator") return null;
  if (!value.trim()) return { name: method === "email" ? "no-contact-email" : "no-contact-page", values: {} };
  try {
    const line = asLine(value.normalize("NFC"));
    if (method === "email") readEmail(line);
    else readHttps(line);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof Invalid)) throw refusal;
    const mistaken = method !== "email" && value.includes("@") && !value.includes("/");
    return mistaken ? { name: "mail-for-web", values: { text: shown(value) } } : refusal.finding;
  }
}
