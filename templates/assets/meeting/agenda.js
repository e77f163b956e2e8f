/** The agenda of a first meeting, from what was entered. */

import { BLANK, linesOf, numberOf, rows, textOf, textOrLines } from "./paper.js";

/**
 * @typedef {import("./paper.js").Values} Values
 * @typedef {import("./paper.js").Block} Block
 */

/** Minutes of each part in a meeting of half an hour, as the page describes it. With a check-in, where you want to go gets less. */
const PARTS = { who: 5, aims: 10, question: 10, next: 5 };
const PARTS_WITH_CHECKIN = { checkin: 5, who: 5, aims: 5, question: 10, next: 5 };

/**
 * Whole minutes for parts of such weights, which add up to the meeting; what rounding leaves goes to those that lost most.
 * @param {number} minutes @param {number[]} weights
 */
export function shares(minutes, weights) {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (minutes * weight) / sum);
  const whole = exact.map(Math.floor);
  const left = minutes - whole.reduce((a, b) => a + b, 0);
  const losers = exact.map((_, i) => i).sort((a, b) => exact[b] - whole[b] - (exact[a] - whole[a]) || a - b);
  for (const loser of losers.slice(0, left)) whole[loser] += 1;
  return whole;
}

/**
 * @param {Values} values
 * @param {import("./paper.js").Words} words
 * @returns {import("./paper.js").Paper}
 */
export function agendaPaper(values, words) {
  const { say, label, moment, amount, zone } = words;
  const text = (/** @type {string} */ field) => textOf(values, field);
  const minutes = numberOf(values, "minutes");
  const parts = Object.entries(values.checkin ? PARTS_WITH_CHECKIN : PARTS);
  const times = shares(minutes, parts.map(([, weight]) => weight));
  const goals = [text("goal1"), text("goal2")].filter(Boolean);
  const questions = linesOf(values, "questions");
  /** @type {Record<string, Block[]>} */
  const blocks = {
    checkin: [questions.length ? { items: questions } : { lines: 1 }],
    who: [{ text: say("who-prompt") }],
    aims: [rows([say("goal"), goals.join("\n")], [say("picture"), text("picture")])],
    question: [textOrLines(text("question"), 3)],
    next: [{ text: say("next-prompt") }, ...(values.type === "research" ? [{ text: say("authors-prompt") }] : []), rows([say("next-date"), ""])],
  };
  const agenda = parts.map(([part], i) => ({
    part,
    title: times[i] ? say("timed", { minutes: amount(times[i], "minute"), title: say(`part-${part}`) }) : say(`part-${part}`),
    blocks: blocks[part],
  }));
  const when = text("when") && moment(text("when"));
  return {
    title: say("agenda"),
    intro: say("pair", { trainee: text("trainee") || BLANK + BLANK, mentor: text("mentor") || BLANK + BLANK }),
    rows: rows(
      [say("when"), when && say("in-zone", { moment: when, zone })],
      [say("mode"), [label("mode", text("mode")), text("place")].filter(Boolean).join(", ")],
      [say("length"), minutes ? amount(minutes, "minute") : ""],
    ).rows,
    sections: [
      { part: "ahead", title: say("part-ahead"), blocks: [rows([say("wish"), text("wish")], [say("about"), text("about")])] },
      ...agenda,
      { part: "afterwards", title: say("part-afterwards"), blocks: [rows([say("i-will"), ""], [say("you-offered"), ""])] },
    ],
    signatures: [],
    foot: say("agenda-foot"),
  };
}
