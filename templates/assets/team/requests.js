/**
 * The rules about requests: when to remind, when a request lapses, how many are open. They are courtesies, known to this
 * browser only; nothing enforces them.
 */

import { addDays } from "../page.js";

const REMIND_AFTER_DAYS = 8;
const REMIND_PAST_REPLY_DAYS = 2;
/** What to expect of a mentor who names no time to answer. */
const USUAL_REPLY_DAYS = 7;
const LAPSE_AFTER_DAYS = 14;

/** @typedef {import("./shortlist.js").Entry} Entry */

/** Days after a message on which one reminder is in order. @param {number} [replyDays] the mentor's own time to answer */
export const remindAfterDays = (replyDays = 0) => Math.max(REMIND_AFTER_DAYS, replyDays + REMIND_PAST_REPLY_DAYS);

/** The day of the one reminder. @param {Entry} entry sent */
export const reminderDay = (entry) => addDays(entry.on, remindAfterDays(entry.replyDays));

/** The day by which an answer can be expected. @param {Entry} entry sent */
export const expectedDay = (entry) => addDays(entry.on, entry.replyDays ?? USUAL_REPLY_DAYS);

/** The day from which a request no longer counts as open. @param {Entry} entry sent */
export const lapseDay = (entry) => addDays(expectedDay(entry), LAPSE_AFTER_DAYS);

/** Requests that wait for an answer. @param {Entry[]} team @param {string} day */
export const openRequests = (team, day) => team.filter((entry) => entry.status === "sent" && day < lapseDay(entry));
