/**
 * A paper as data. What is on the screen, in print, on the clipboard and in the file is drawn from it.
 *
 * A row without text is a line to write on, and so are `lines`. `part` names the step of the form that a section comes from.
 * @typedef {{label: string, text: string}} Row
 * @typedef {{text: string} | {rows: Row[]} | {items: string[], ordered?: boolean, dense?: boolean} | {lines: number}} Block
 * @typedef {{part: string, title: string, blocks: Block[]}} Section
 * @typedef {{title: string, intro: string, rows: Row[], sections: Section[], signatures: string[], foot: string}} Paper
 *
 * What was entered, by field.
 * @typedef {Record<string, string | boolean>} Values
 *
 * How the page's language says it: `say` fills a sentence of the page; `label` is what a choice is called; `zone` names the
 * time zone of the browser.
 * @typedef {{
 *   say: (name: string, values?: Record<string, unknown>) => string, label: (field: string, value: string) => string,
 *   day: (day: string) => string, moment: (moment: string) => string, amount: (n: number, unit: "minute" | "day") => string,
 *   zone: string,
 * }} Words
 */

/** Where something short is to be written by hand. Dots, since Markdown takes a line of underscores for a rule. */
export const BLANK = "\u2026".repeat(8);

/** The entered text of a field. @param {Values} values @param {string} field */
export const textOf = (values, field) => String(values[field] ?? "").trim();

/** The whole number in a field, 0 for anything else. @param {Values} values @param {string} field */
export const numberOf = (values, field) => (/^\d{1,4}$/.test(textOf(values, field)) ? Number(values[field]) : 0);

/** The lines of a field that have something on them. @param {Values} values @param {string} field */
export const linesOf = (values, field) =>
  textOf(values, field)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** A text, or lines to write one on. @param {string} text @param {number} lines @returns {Block} */
export const textOrLines = (text, lines) => (text ? { text } : { lines });

/** Rows from pairs of label and text. @param {[string, string][]} pairs @returns {{rows: Row[]}} */
export const rows = (...pairs) => ({ rows: pairs.map(([label, text]) => ({ label, text })) });
