/** What makes a first message a good one, said of the one that is being written. */

const MOST_WORDS = 200;
const SMALL_ASK_MINUTES = 30;
const REASON_WORDS = 6;
// Of a person in a bed rather than of the one who writes: an age with a sex, a record's number, initials with an age.
const PATIENT =
  /\b(?:MRN|medical record)\b|\bDOB\b|\b\d{1,3}[- ]?(?:year|yr|month|week|day)s?[- ]old (?:man|woman|male|female|boy|girl|patient|lady|gentleman)\b|\b\d{1,3} ?(?:yo|y\/o|yr old)\b/i;

/** @param {string} text */
export function countWords(text) {
  let count = 0;
  for (const { isWordLike } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) if (isWordLike) count++;
  return count;
}

/**
 * Names of the hints with whether the letter meets them. The last is there only where something looks like a patient's.
 * @param {import("./message.js").Letter} letter
 * @param {string} text of the message, without what follows for the mentor
 * @returns {{name: string, met: boolean, count?: number}[]} `count`: of words
 */
export function hintsFor(letter, text) {
  const words = countWords(text);
  /** @type {{name: string, met: boolean, count?: number}[]} */
  const hints = [
    { name: "reason", met: countWords(letter.reason) >= REASON_WORDS },
    { name: "kind", met: Boolean(letter.type) },
    { name: "goal", met: letter.goals.some((goal) => goal.trim()) },
    { name: "ask", met: letter.minutes > 0 && letter.minutes <= SMALL_ASK_MINUTES },
    { name: "times", met: letter.whenever || letter.times.some(Boolean) },
    { name: "short", met: words < MOST_WORDS, count: words },
  ];
  if (PATIENT.test(text)) hints.push({ name: "patient", met: false });
  return hints;
}
