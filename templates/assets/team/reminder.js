/** The reminder that no answer has come, for a calendar. */

import { calendarFile } from "../calendar.js";
import { reminderDay } from "./requests.js";

const HOUR = 9;
const MINUTES = 15;

/**
 * The reminder as a calendar file: a quarter of an hour in the morning of its day.
 * @param {import("./shortlist.js").Entry} entry @param {string} link @param {(name: string, values: Record<string, unknown>) => string} say
 */
export function reminderFile(entry, link, say) {
  const [year, month, day] = reminderDay(entry).split("-").map(Number);
  const start = new Date(year, month - 1, day, HOUR).getTime();
  const id = `remind-${entry.slug}-${entry.on}.${new URL(link).host}`;
  const title = say("reminder-title", { name: entry.name });
  return calendarFile([{ id, title, text: say("reminder-text", { link }), url: link, start, minutes: MINUTES, remindMinutes: 0 }]);
}
