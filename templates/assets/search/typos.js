/**
 * What may have been meant by a word that nobody has. Loaded when there is one.
 */

/** @typedef {import("./index.js").Index} Index */

const MOST_SHARDS = 4;
const MOST_ENDINGS = 24; // of about 2 kB: all of a directory of 10,000 mentors
const MOST_WORDS = 4;

/** How many typos a word may have. @param {string} word */
const typosAllowed = (word) => (word.length >= 8 ? 2 : word.length >= 4 ? 1 : 0);

/**
 * Guesses, the likeliest first: words with one typo, then with two; of those first the ones that are quickly found.
 * @param {Index} index @param {string} word @param {boolean} open whether the word may go on
 * @returns {AsyncGenerator<{typos: number, words: string[]}>}
 */
export async function* guesses(index, word, open) {
  for (let typos = 1; typos <= typosAllowed(word); typos++) {
    yield { typos, words: nearest(word, await likeWords(index, word, typos), typos, open) };
    if (typos > 1) yield { typos, words: nearest(word, await allWords(index), typos, open) };
  }
}

/**
 * Words that begin or end like one. With one typo one half of a word is right, with two mostly its first or last third; so
 * only a few shards have to be read.
 * @param {Index} index @param {string} word @param {number} typos
 */
async function likeWords(index, word, typos) {
  // Two letters swapped in the middle belong to both halves: these leave it out.
  const part = Math.max(2, Math.floor((word.length - 1) / (typos + 1)));
  const beginning = word.slice(0, part);
  const end = reversed(word.slice(-part));
  const [heads, ends, prose] = await Promise.all([
    index.shards("head", beginning, beginning + "\uffff", MOST_SHARDS) ?? index.shards("head", word, word),
    index.shards("endings", end, end + "\uffff", MOST_SHARDS) ?? [],
    index.shards("prose", word, word),
  ]);
  return [
    ...[...(heads ?? []), ...(prose ?? [])].flatMap((shard) => shard.beginningWith(beginning)),
    ...ends.flatMap((shard) => shard.beginningWith(end).map(reversed)),
  ];
}

/**
 * All words that may have been meant, where they are few enough to be fetched.
 * @param {Index} index
 */
async function allWords(index) {
  const shards = index.shards("endings", "", "\uffff", MOST_ENDINGS) ?? [];
  return (await shards).flatMap((shard) => shard.words.map(reversed));
}

const reversed = (/** @type {string} */ word) => [...word].reverse().join("");

/** @param {string} word @param {string[]} candidates @param {number} typos @param {boolean} open */
function nearest(word, candidates, typos, open) {
  const near = [...new Set(candidates)].filter((candidate) => !candidate.includes("_") && distance(word, candidate, typos, open) <= typos);
  // What has the typos as it stands is likelier than what would still have to go on.
  const whole = near.filter((candidate) => distance(word, candidate, typos, false) <= typos);
  return (whole.length ? whole : near).sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).slice(0, MOST_WORDS);
}

/**
 * Edits between two words: a letter missing, added, wrong, or two swapped (optimal string alignment). More than `most`
 * counts as most + 1. `open`: the second word may go on.
 * @param {string} a @param {string} b @param {number} most @param {boolean} open
 */
export function distance(a, b, most, open) {
  if (a.length - b.length > most || (!open && b.length - a.length > most)) return most + 1;
  if (open) b = b.slice(0, a.length + most);
  /** @type {number[]} */ let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return open ? Math.min(...row) : row[b.length];
}
