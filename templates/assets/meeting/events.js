/** The agreed meetings as events of a calendar. Nothing private goes in: who, when, how and where. */

import { instantOf } from "./dates.js";
import { numberOf, textOf } from "./paper.js";

const REMIND_MINUTES = 60;
const REVIEW_AT = "T09:00";
const REVIEW_MINUTES = 30;
const USUAL_MINUTES = 30;

/**
 * Each event keeps its id for as long as the paper is kept, so that importing the file again moves what has changed.
 * @param {import("./paper.js").Values} values
 * @param {import("./checks.js").Meeting[]} meetings
 * @param {string} id of the paper
 * @param {import("./paper.js").Words} words
 * @returns {import("../calendar.js").Event[]}
 */
export function eventsOf(values, meetings, id, { say, label }) {
  const names = [textOf(values, "trainee"), textOf(values, "mentor")].filter(Boolean);
  const [one, other] = names;
  const title = other ? say("event-pair", { one, other }) : one ? say("event-one", { one }) : say("event");
  const mode = label("mode", textOf(values, "mode"));
  const place = textOf(values, "place");
  const minutes = numberOf(values, "minutes") || USUAL_MINUTES;
  const events = [...meetings]
    .sort((a, b) => instantOf(a.at) - instantOf(b.at))
    .map((meeting) => ({ id: `${id}-meeting-${meeting.id}@mentordir`, title, text: mode, place, start: instantOf(meeting.at), minutes, remindMinutes: REMIND_MINUTES }));
  const review = instantOf(textOf(values, "review") + REVIEW_AT);
  if (!Number.isNaN(review)) {
    const reviewTitle = names.length ? say("event-review-of", { names: names.join(", ") }) : say("event-review");
    events.push({ id: `${id}-review@mentordir`, title: reviewTitle, text: say("event-review-text"), place: "", start: review, minutes: REVIEW_MINUTES, remindMinutes: REMIND_MINUTES });
  }
  return events;
}
