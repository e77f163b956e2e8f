/** Calendar files (iCalendar, RFC 5545) with events that stand each for itself, in UTC, so that no program has to know time zones. */

/**
 * `place`: where, as people say it; `start`: milliseconds since 1970; `minutes`: how long; `remindMinutes`: how long before the start a calendar reminds.
 * @typedef {{id: string, title: string, text?: string, place?: string, url?: string, start: number, minutes: number, remindMinutes?: number}} Event
 */

const LINE_BYTES = 75;

/**
 * The text of a calendar file.
 * @param {Event[]} events
 * @param {number} now milliseconds since 1970
 */
export function calendarFile(events, now = Date.now()) {
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//mentordir//contact pack//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"];
  for (const event of events) lines.push(...eventLines(event, now));
  lines.push("END:VCALENDAR");
  return lines.map((line) => foldLine(line) + "\r\n").join("");
}

/** @param {Event} event @param {number} now */
function eventLines({ id, title, text, place, url, start, minutes, remindMinutes }, now) {
  const lines = [
    "BEGIN:VEVENT",
    `UID:${escapeText(id)}`,
    `DTSTAMP:${utc(now)}`,
    `SEQUENCE:${Math.floor(now / 60_000)}`, // some programs take a later file for a change only if this number has grown
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(start + minutes * 60_000)}`,
    `SUMMARY:${escapeText(title)}`,
  ];
  if (text) lines.push(`DESCRIPTION:${escapeText(text)}`);
  if (place) lines.push(`LOCATION:${escapeText(place)}`);
  if (url) lines.push(`URL:${url}`);
  if (remindMinutes !== undefined) {
    lines.push("BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escapeText(title)}`, `TRIGGER:-PT${remindMinutes}M`, "END:VALARM");
  }
  lines.push("END:VEVENT");
  return lines;
}

/** 20261203T150000Z. @param {number} time */
function utc(time) {
  return new Date(time).toISOString().replace(/\.\d+|[-:]/g, "");
}

/** A text value as calendar and contact files have it: no line ends, and what separates values with a backslash. @param {string} text */
export function escapeText(text) {
  return text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n|[\r\n]/g, "\\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

/** Lines of at most 75 bytes, continued after a space; a character is never cut. @param {string} line */
export function foldLine(line) {
  const encoder = new TextEncoder();
  let folded = "";
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > LINE_BYTES) {
      folded += "\r\n ";
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
