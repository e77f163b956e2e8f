/** What changed between two states of the form, field by field; and the marks between which a text is sent. */

import { isEmpty } from "./writing.js";

/** @typedef {import("./writing.js").Value} Value */

/** What the office's `add` looks for in a mail; edits.py has the same. */
const BEGIN = "===== mentor profile =====";
const END = "===== end of profile =====";

/** A text as it goes into a mail. @param {string} intro @param {string} text */
export const letter = (intro, text) => `${intro}\n\n${BEGIN}\n${text.trimEnd()}\n${END}\n`;

/** Fields by dotted paths; lists whole, since an entry has no name. @param {Record<string, Value>} fields @param {string} [prefix] @returns {Map<string, Value>} */
export function leaves(fields, prefix = "") {
  /** @type {Map<string, Value>} */
  const found = new Map();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === "object" && !Array.isArray(value)) for (const [path, leaf] of leaves(value, `${prefix}${name}.`)) found.set(path, leaf);
    else if (!isEmpty(value)) found.set(prefix + name, value);
  }
  return found;
}

/**
 * Dotted path -> new value, "" for what is taken out on purpose. What both states leave empty is not named, so what a page
 * withholds stays in the file.
 * @param {Record<string, Value>} before @param {Record<string, Value>} after @returns {Record<string, Value>}
 */
export function changesBetween(before, after) {
  const [old, now] = [leaves(before), leaves(after)];
  const paths = [...new Set([...now.keys(), ...old.keys()])];
  return Object.fromEntries(paths.filter((path) => JSON.stringify(old.get(path)) !== JSON.stringify(now.get(path))).map((path) => [path, now.get(path) ?? ""]));
}

/** @param {Record<string, Value>} fields @param {string} path @param {Value} value */
export function put(fields, path, value) {
  const [name, ...rest] = path.split(".");
  if (!rest.length) fields[name] = value;
  else put(/** @type {Record<string, Value>} */ (fields[name] ??= {}), rest.join("."), value);
}

/** @param {Record<string, any>} fields @param {string} path @returns {any} */
export const get = (fields, path) => path.split(".").reduce((/** @type {any} */ inner, name) => inner?.[name], fields);
