/**
 * Text to words, as generator/mentordir/text.py does it for the index, and English words to their stems after Porter
 * (An algorithm for suffix stripping, Program 14, 1980; with the two departures of his own later versions, as lunr).
 */

const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;
/** @type {Record<string, string>} */
const LETTERS = {
  ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ς: "σ",
  ى: "ي", ی: "ي", ک: "ك", ة: "ه",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const UNSPACED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uac00-\\ud7af\\u{20000}-\\u{3ffff}";
const RUNS = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, "u");
const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ/&.·+‐‑-][\p{L}\p{N}\p{M}]+)*/gu;
const JOINER = /['’ʼ/&.·+‐‑-]/;
const MAX_JOINED = 16;

/** Without case and accents. @param {string} text */
export function fold(text) {
  const bare = text.normalize("NFKD").replace(MARKS, "").toLowerCase();
  return bare.replace(LETTER, (letter) => LETTERS[letter]).normalize("NFC");
}

/** The words of folded text with what joins them: "ob/gyn" is one. @param {string} folded */
export const compounds = (folded) => folded.match(WORD) ?? [];

/**
 * The ways to read one of them, each a list of words that must all be there: "ob/gyn" is ob and gyn, or obgyn.
 * @param {string} compound
 * @returns {string[][]}
 */
export function readings(compound) {
  const parts = compound.split(JOINER);
  const words = parts.flatMap(cut);
  const joined = parts.join("");
  return parts.length > 1 && joined.length <= MAX_JOINED ? [words, [joined]] : [words];
}

/** Scripts without spaces are found by pairs of characters. @param {string} part */
function cut(part) {
  return (part.match(RUNS) ?? []).flatMap((run) => {
    const characters = [...run];
    return IS_UNSPACED.test(run) && characters.length > 2 ? characters.slice(1).map((character, i) => characters[i] + character) : [run];
  });
}

/** The address that a name suggests; cards leave it out. @param {string} name */
export const plainSlug = (name) => (fold(name).replace(/['’]/g, "").match(/[a-z0-9]+/g) ?? []).join("-");

/** Consonants and vowels: "happy" -> "cvccv". @param {string} word */
function shape(word) {
  let shape = "";
  for (let i = 0; i < word.length; i++) shape += "aeiou".includes(word[i]) || (word[i] === "y" && shape[i - 1] === "c") ? "v" : "c";
  return shape;
}

/** How many vowels are followed by a consonant. @param {string} word */
const measure = (word) => shape(word).split("vc").length - 1;
/** @param {string} word */
const hasVowel = (word) => shape(word).includes("v");
/** @param {string} word */
const isDouble = (word) => word.at(-1) === word.at(-2) && shape(word).endsWith("c");
/** @param {string} word */
const isShort = (word) => shape(word).endsWith("cvc") && !/[wxy]$/.test(word);

/** @type {Record<string, string>} */
const SECOND = {
  ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al", entli: "ent", eli: "e", ousli: "ous",
  ization: "ize", ation: "ate", ator: "ate", alism: "al", iveness: "ive", fulness: "ful", ousness: "ous", aliti: "al", iviti: "ive",
  biliti: "ble", logi: "log",
};
/** @type {Record<string, string>} */
const THIRD = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };
const ends = (/** @type {string[]} */ endings) => new RegExp(`^(.*?)(${endings.join("|")})$`);
const [SECOND_ENDS, THIRD_ENDS] = [SECOND, THIRD].map((endings) => ends(Object.keys(endings)));
const FOURTH_ENDS = /^(.*?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ion|ou|ism|ate|iti|ous|ive|ize)$/;

/** @param {string} word of at least three small English letters; others are their own stem */
export function stem(word) {
  if (!/^[a-z]{3,}$/.test(word)) return word;
  word = withoutInflection(word);
  if (word.endsWith("y") && hasVowel(word.slice(0, -1))) word = word.slice(0, -1) + "i";
  for (const [pattern, endings] of /** @type {const} */ ([[SECOND_ENDS, SECOND], [THIRD_ENDS, THIRD]])) {
    const found = pattern.exec(word);
    if (found && measure(found[1]) > 0) word = found[1] + endings[found[2]];
  }
  const found = FOURTH_ENDS.exec(word);
  if (found && measure(found[1]) > 1 && (found[2] !== "ion" || /[st]$/.test(found[1]))) word = found[1];
  const long = measure(word);
  if (word.endsWith("e") && (long > 1 || (long === 1 && !isShort(word.slice(0, -1))))) word = word.slice(0, -1);
  return word.endsWith("l") && isDouble(word) && long > 1 ? word.slice(0, -1) : word;
}

/** Without plural, -ed and -ing. @param {string} word */
function withoutInflection(word) {
  if (/(ss|i)es$/.test(word)) word = word.slice(0, -2);
  else if (/[^s]s$/.test(word)) word = word.slice(0, -1);
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const found = /^(.*?)(ed|ing)$/.exec(word);
  if (!found || !hasVowel(found[1])) return word;
  word = found[1];
  if (/(at|bl|iz)$/.test(word)) return word + "e";
  if (isDouble(word)) return /[lsz]$/.test(word) ? word : word.slice(0, -1);
  return measure(word) === 1 && isShort(word) ? word + "e" : word;
}
