/** The mentoring agreement, from what was entered. */

import { isDay } from "./dates.js";
import { BLANK, linesOf, numberOf, rows, textOf, textOrLines } from "./paper.js";

/**
 * @typedef {import("./paper.js").Values} Values
 * @typedef {import("./paper.js").Words} Words
 * @typedef {import("./paper.js").Section} Section
 */

/**
 * @param {Values} values
 * @param {string[]} meetings
 * @param {Words} words
 * @returns {import("./paper.js").Paper}
 */
export function agreementPaper(values, meetings, words) {
  const { say, label } = words;
  const text = (/** @type {string} */ field) => textOf(values, field);
  const [trainee, mentor] = [text("trainee"), text("mentor")];
  /** @type {Section[]} */
  const sections = [
    { part: "goals", title: say("goals"), blocks: [goals(values, words)] },
    { part: "meetings", title: say("meetings"), blocks: meetingBlocks(values, meetings, words) },
    { part: "between", title: say("in-between"), blocks: [between(values, words)] },
    {
      part: "trust",
      title: say("confidentiality"),
      blocks: [textOrLines(text("confidentiality"), 2), textOrLines(text("limits"), 2), rows([say("duties"), text("duties")], [say("notes"), text("notes")])],
    },
    { part: "grading", title: say("grading"), blocks: grading(values, words) },
    { part: "feedback", title: say("feedback"), blocks: [textOrLines(text("feedback"), 2)] },
  ];
  if (values.research) {
    const authorship = ["project", "authors", "tasks", "data"].map((field) => /** @type {[string, string]} */ ([say(field), text(field)]));
    sections.push({ part: "research", title: say("research"), blocks: [rows(...authorship)] });
  }
  if (values.checkin) {
    const questions = linesOf(values, "questions");
    const afterwards = rows([say("worried"), text("worried")], [say("outside"), text("outside")]);
    sections.push({ part: "checkin", title: say("checkin"), blocks: [questions.length ? { items: questions } : { lines: 2 }, afterwards] });
  }
  sections.push(
    { part: "ending", title: say("review"), blocks: [{ text: say("review-on", { day: dayOr(text("review"), words) }) }] },
    { part: "ending", title: say("ending"), blocks: [textOrLines(text("ending"), 2)] },
  );
  return {
    title: say("agreement"),
    intro: say("between", { trainee: trainee || BLANK + BLANK, mentor: mentor || BLANK + BLANK }),
    rows: rows([say("kind"), label("type", text("type"))], [say("start"), dayOr(text("start"), words, "")]).rows,
    sections,
    signatures: [trainee || say("trainee"), mentor || say("mentor")].map((name) => say("signed", { name })),
    foot: say("agreement-foot"),
  };
}

/** @param {string} day @param {Words} words */
const dayOr = (day, words, otherwise = BLANK) => (isDay(day) ? words.day(day) : otherwise);

/** Up to three goals, each with its date. @param {Values} values @param {Words} words @returns {import("./paper.js").Block} */
function goals(values, words) {
  const items = [1, 2, 3].flatMap((n) => {
    const goal = textOf(values, `goal${n}`);
    return goal ? words.say("goal-by", { goal, day: dayOr(textOf(values, `by${n}`), words) }) : [];
  });
  const toWrite = words.say("goal-by", { goal: BLANK.repeat(3), day: BLANK });
  return { items: items.length ? items : [toWrite, toWrite], ordered: true };
}

/** @param {Values} values @param {string[]} meetings @param {Words} words @returns {import("./paper.js").Block[]} */
function meetingBlocks(values, meetings, { say, label, moment, amount, zone }) {
  const minutes = numberOf(values, "minutes");
  const ahead = textOf(values, "ahead") && say("ahead", { days: amount(numberOf(values, "ahead"), "day") });
  const prepares = label("prepares", textOf(values, "prepares"));
  const facts = rows(
    [say("cadence"), label("cadence", textOf(values, "cadence"))],
    [say("length"), minutes ? amount(minutes, "minute") : ""],
    [say("mode"), label("mode", textOf(values, "mode"))],
    [say("place"), textOf(values, "place")],
    [say("schedules"), label("schedules", textOf(values, "schedules"))],
    [say("prepares"), [prepares, prepares && ahead].filter(Boolean).join(", ")],
    [say("gives"), textOf(values, "gives")],
  );
  if (!meetings.length) return [facts];
  return [facts, { text: say("dates", { zone }) }, { items: meetings.map(moment), ordered: true, dense: true }];
}

/** @param {Values} values @param {Words} words */
function between(values, { say, amount }) {
  const days = numberOf(values, "answer");
  return rows(
    [say("channel"), textOf(values, "channel")],
    [say("hours"), textOf(values, "hours")],
    [say("answer"), days ? amount(days, "day") : ""],
  );
}

/** @param {Values} values @param {Words} words @returns {import("./paper.js").Block[]} */
function grading(values, { say }) {
  const grades = ["does", "does-not"].find((answer) => answer === values.grades);
  const handled = textOf(values, "handled");
  const sentence = { text: say(grades ? `grades-${grades}` : "grades-unasked") };
  return grades === "does-not" && !handled ? [sentence] : [sentence, rows([say("handled"), handled])];
}
