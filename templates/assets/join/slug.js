/** The name of a profile's file from the mentor's name, as `add` would call it. */

const LONGEST = 64;
const LETTERS = new Map(Object.entries({ ß: "ss", æ: "ae", Æ: "AE", ø: "o", Ø: "O", đ: "d", Đ: "D", ð: "d", Ð: "D", þ: "th", Þ: "Th", ł: "l", Ł: "L", ı: "i", œ: "oe", Œ: "OE", ŋ: "ng", Ŋ: "NG", ħ: "h", Ħ: "H", ŧ: "t", Ŧ: "T", ĸ: "k", "’": "'", "‘": "'", ʼ: "'" }));
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d|page|index)$/;

/** Whether a name has letters from which no address can be made. @param {string} name */
export const needsLatin = (name) => /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(name.normalize("NFKC"));

/** "Zoë O'Brien" -> "zoe-o-brien"; "" where nothing is left. @param {string} name */
export function slugOf(name) {
  const plain = [...name.replace(/'+/g, "-")].map((letter) => LETTERS.get(letter) ?? letter).join("").normalize("NFKD").replace(/\p{M}/gu, "");
  const words = plain.toLowerCase().replace(/'+/g, "").replace(/(?<=\d),(?=\d)/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  return words.slice(0, LONGEST).replace(/-$/, "");
}

/** @param {string} slug */
export const isSlug = (slug) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= LONGEST;

/** Names that Windows or the site keeps for itself. @param {string} slug */
export const isReserved = (slug) => RESERVED.test(slug);
