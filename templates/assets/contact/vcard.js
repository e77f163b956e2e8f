/** A contact file (vCard 3.0, RFC 2426, which every phone and mail program reads). */

import { escapeText, foldLine } from "../calendar.js";

/**
 * @param {{name: string, credentials?: string[], title?: string, institution?: string}} person
 * @param {string} email
 * @param {string} url of the profile
 */
export function vcard({ name, credentials = [], title, institution }, email, url) {
  const lines = [
    "BEGIN:VCARD",
    "VERSION:3.0",
    `FN:${escapeText(name)}`,
    // Which part of a name is the family's is known only to who bears it: the whole name is the given one.
    `N:;${escapeText(name)};;;${credentials.map(escapeText).join(",")}`,
    title && `TITLE:${escapeText(title)}`,
    institution && `ORG:${escapeText(institution)}`,
    `EMAIL;TYPE=INTERNET:${escapeText(email)}`,
    `URL:${url}`,
    "END:VCARD",
  ];
  return lines.filter(Boolean).map((line) => foldLine(String(line)) + "\r\n").join("");
}
