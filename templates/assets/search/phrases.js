/**
 * "exact words": in whom they stand one after another. Loaded when somebody asks for a phrase.
 */

import { numbers } from "./index.js";

/** The fields follow each other in steps of 2^13, as postings.py lays them out: prose, name, interests, the rest. */
const FIELD_BITS = 13;
/** @type {Record<string, number>} */
const FIELDS = { name: 1, interest: 2 };

/**
 * The mentors who have the words one after another, ascending.
 * @param {import("./index.js").Index} index
 * @param {string[]} words
 * @param {string} field in which they must stand; "" for any
 * @returns {Promise<number[]>}
 */
export async function whereStands(index, words, field) {
  const lists = await Promise.all(
    words.map(async (word) => {
      const [shard] = (await index.shards("places", word, word)) ?? [];
      return places(shard?.raw(word) ?? "");
    }),
  );
  const fits = (/** @type {number} */ place) => !field || place >> FIELD_BITS === FIELDS[field];
  return [...lists[0].keys()].filter((mentor) =>
    lists[0].get(mentor)?.some((at) => fits(at) && lists.every((list, i) => list.get(mentor)?.includes(at + i))),
  );
}

/** mentor -> where a word stands. @param {string} packed @returns {Map<number, number[]>} */
function places(packed) {
  const found = new Map();
  const all = numbers(packed);
  for (let i = 0, mentor = -1; i < all.length; ) {
    mentor += all[i++] + 1;
    const count = all[i++];
    let place = -1;
    found.set(mentor, all.slice(i, i + count).map((step) => (place += step + 1)));
    i += count;
  }
  return found;
}
