/** Addresses that open a mail program (RFC 6068). */

/** Mail programs and browsers cut longer addresses short, some of them silently. */
export const LONGEST = 1_900;

/** @param {string} address "" where it isn't known @param {string} [subject] @param {string} [body] */
export function mailto(address, subject = "", body = "") {
  const fields = [subject && `subject=${encode(subject)}`, body && `body=${encode(body.replace(/\r\n|\r|\n/g, "\r\n"))}`].filter(Boolean);
  return `mailto:${encode(address).replaceAll("%40", "@")}${fields.length ? `?${fields.join("&")}` : ""}`;
}

/** Half a character, which an edited text may end with, can't be encoded. @param {string} text */
const encode = (text) => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
