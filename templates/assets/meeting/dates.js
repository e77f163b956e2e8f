/**
 * Days and times as form fields have them: "2027-03-09" and "2027-03-09T16:00", on the clock of the person in front of the
 * page. A series of meetings is counted on the calendar, so that four o'clock stays four o'clock when the clocks change.
 */

/** How far it is from one meeting to the next. @type {Record<string, {days?: number, months?: number}>} */
const STEPS = { weekly: { days: 7 }, biweekly: { days: 14 }, monthly: { months: 1 }, quarterly: { months: 3 } };

/** @param {string} day @returns {Date} midnight of the day in UTC; invalid for what is no day, such as February 30 */
function dateOf(day) {
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T00:00:00Z` : NaN);
  return dayOf(date) === day ? date : new Date(NaN);
}

/** @param {Date} date */
const dayOf = (date) => (Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10));

/** Whether the calendar has this day. @param {string} day */
export const isDay = (day) => !Number.isNaN(dateOf(day).getTime());

/** @param {string} day @param {number} days */
export function addDays(day, days) {
  const date = dateOf(day);
  date.setUTCDate(date.getUTCDate() + days);
  return dayOf(date);
}

/** The same day some months on, or the last of that month; "" for what is no day. @param {string} day @param {number} months */
export function addMonths(day, months) {
  const date = dateOf(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(wanted, lengthOfMonth(date)));
  return dayOf(date);
}

/** @param {Date} date */
const lengthOfMonth = (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

/**
 * The same weekday of a later month: from the second Thursday to the second Thursday, from a fifth one to the last.
 * @param {string} day @param {number} months
 */
function sameWeekday(day, months) {
  const date = dateOf(day);
  const weekday = date.getUTCDay();
  const week = Math.ceil(date.getUTCDate() / 7);
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const first = 1 + ((weekday - date.getUTCDay() + 7) % 7);
  date.setUTCDate(first + 7 * (week - 1) > lengthOfMonth(date) ? first + 7 * 3 : first + 7 * (week - 1));
  return dayOf(date);
}

/**
 * The meeting after some others, counted from the first.
 * @param {string} first @param {string} cadence @param {number} n
 */
export function later(first, cadence, n) {
  const [day, time] = first.split("T");
  const { days, months } = STEPS[cadence] ?? { days: 7 };
  return `${months ? sameWeekday(day, months * n) : addDays(day, (days ?? 7) * n)}T${time}`;
}

/**
 * The meetings of a series; one where nothing says how often, none without a first.
 * @param {string} first @param {string} cadence id of the vocabulary @param {number} count
 * @returns {string[]}
 */
export function series(first, cadence, count) {
  if (!isDay(first.slice(0, 10)) || !/^T\d\d:\d\d$/.test(first.slice(10))) return [];
  return Array.from({ length: cadence in STEPS ? count : 1 }, (_, n) => later(first, cadence, n));
}

/**
 * The instant of a time on this browser's clock, in milliseconds since 1970. NaN for what is no time, and for the hour that
 * is left out when the clocks go forward.
 * @param {string} moment
 */
export function instantOf(moment) {
  const [year, month, day, hour, minute] = (moment.match(/^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/) ?? []).slice(1).map(Number);
  const date = new Date(year, month - 1, day, hour, minute);
  const same = date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day && date.getHours() === hour;
  return same && date.getMinutes() === minute ? date.getTime() : NaN;
}
