/** A paper as text: plain for the clipboard, Markdown for a file. What people have entered stays text in both. */

import { BLANK } from "./paper.js";

/**
 * @typedef {import("./paper.js").Paper} Paper
 * @typedef {import("./paper.js").Block} Block
 * @typedef {import("./paper.js").Row} Row
 *
 * The ways to write: `heading` at a level, `text` of several lines, `label` of a row.
 * @typedef {{heading: (title: string, level: number) => string, text: (text: string) => string, label: (label: string) => string}} Hand
 */

/** @type {Hand} */
const plain = { heading: (title) => title, text: (text) => text, label: (label) => `${label}:` };

/** @type {Hand} */
const markdown = {
  heading: (title, level) => `${"#".repeat(level)} ${escapeLine(title)}`,
  text: escapeMarkdown,
  label: (label) => `**${escapeLine(label)}:**`,
};

/** @param {Paper} paper */
export const asText = (paper) => write(paper, plain);

/** @param {Paper} paper */
export const asMarkdown = (paper) => write(paper, markdown);

/** @param {Paper} paper @param {Hand} hand */
function write({ title, intro, rows, sections, signatures, foot }, hand) {
  const parts = [
    hand.heading(title, 1),
    hand.text(clean(intro)),
    writeBlock({ rows }, hand),
    ...sections.flatMap((section) => [hand.heading(section.title, 2), ...section.blocks.map((block) => writeBlock(block, hand))]),
    ...signatures.map((name) => `${hand.text(BLANK.repeat(3))} ${hand.text(clean(name))}`),
    hand.text(foot),
  ];
  return parts.filter(Boolean).join("\n\n") + "\n";
}

/** @param {Block} block @param {Hand} hand */
function writeBlock(block, hand) {
  if ("text" in block) return hand.text(clean(block.text));
  if ("lines" in block) return Array.from({ length: block.lines }, () => hand.text(BLANK.repeat(3))).join("\n\n");
  if ("rows" in block) return block.rows.map((row) => item("- ", `${hand.label(row.label)} ${hand.text(clean(row.text) || BLANK)}`)).join("\n");
  return block.items.map((text, i) => item(block.ordered ? `${i + 1}. ` : "- ", hand.text(clean(text)))).join("\n");
}

/** An entry of a list; what goes on below it is indented. @param {string} marker @param {string} text */
const item = (marker, text) => marker + text.replace(/\n(?=[^\n])/g, "\n" + " ".repeat(marker.length));

/** Lines without space at their ends, at most one empty one in a row, and nothing that no printer prints. @param {string} text */
function clean(text) {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .split("\n")
    .map((line) => line.replace(/\t/g, " ").trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** A text of several lines in which no Markdown parser finds any Markdown; a line end stays one. @param {string} text */
function escapeMarkdown(text) {
  return text
    .split("\n\n")
    .map((paragraph) => paragraph.split("\n").map(escapeLine).join("\\\n"))
    .join("\n\n");
}

/** @param {string} line */
function escapeLine(line) {
  return line
    .replace(/[\\`*_[\]~|$]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/^(?:[#>+=:-])/, "\\$&")
    .replace(/^(\d{1,9})(?=[.)])/, "$1\\");
}
