/** What is wrong with what was entered, apart from what the browser sees in a single field by itself. */

import { instantOf, isDay } from "./dates.js";

/**
 * A field that needs another look; `name` is that of the sentence that says why.
 * @typedef {{field: string, name: string}} Problem
 * @typedef {import("./paper.js").Values} Values
 * @typedef {{id: number, at: string}} Meeting
 */

/**
 * @param {Values} values
 * @param {Meeting[]} meetings
 * @param {boolean} forCalendar whether meetings are about to go into a calendar
 * @returns {Problem[]} in the order of the form
 */
export function problemsOf(values, meetings, forCalendar) {
  const problems = [];
  const first = "when" in values ? "when" : "first";
  const at = String(values[first] ?? "");
  if (at && Number.isNaN(instantOf(at))) problems.push({ field: first, name: "no-such-time" });
  else if (forCalendar && !meetings.length) problems.push({ field: first, name: "no-first" });
  for (const { id, at: when } of first === "first" ? meetings : []) {
    if (when !== at && Number.isNaN(instantOf(when))) problems.push({ field: `meeting-${id}`, name: when ? "no-such-time" : "no-time" });
  }
  const [start, review] = [String(values.start ?? ""), String(values.review ?? "")];
  if (isDay(start) && isDay(review) && review < start) problems.push({ field: "review", name: "review-early" });
  return problems;
}
