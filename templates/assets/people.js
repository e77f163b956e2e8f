/** Facts about mentors by slug, from files that hold some thirty mentors each (people.py). */

/**
 * What is empty is left out. `status` is that of the build's day; `returns`: the day on which a pause ends; `listedUntil`: the
 * day on which the profile leaves the lists; `contact.address` is concealed (contact/address.js).
 * @typedef {{type: string, stages: string[], topics: string[]}} Offer
 * @typedef {{method: string, address?: string, url?: string, include?: string[], replyDays?: number}} Contact
 * @typedef {{
 *   slug: string, name: string, title: string, offers: Offer[], status: string, listedUntil: string, contact: Contact,
 *   credentials?: string[], institution?: string, specialties?: string[], interests?: string[], modes?: string[],
 *   cadence?: string, formats?: string[], requests?: number, zone?: string, returns?: string,
 * }} Person
 */

/** Under this name, which no mentor can have, a file says how many there are. */
const FILES = "";

/** @type {Map<number, Promise<Record<string, any>>>} */
const files = new Map();
const base = new URL("../team/", import.meta.url);

/**
 * A listed mentor, under their present slug; null for who is listed no more. Rejects where the file can't be had.
 * @param {string} slug a former one will do
 * @param {number} count of files, from the page's data-people
 * @param {boolean} [again] whether the count comes from a file: the site may have been renewed since the page was loaded
 * @returns {Promise<Person | null>}
 */
export async function personOf(slug, count, again = false) {
  const number = fileOf(slug, count);
  // The first file is always there, and says how many there are.
  const people = await readFile(number).catch((error) => (number && !again ? readFile(0) : Promise.reject(error)));
  if (people[FILES] !== count && !again) return personOf(slug, people[FILES], true);
  const known = people[slug];
  if (typeof known === "string") return personOf(known, count, again);
  return known ? { slug, ...known } : null;
}

/** @param {number} number */
function readFile(number) {
  let file = files.get(number);
  if (!file) {
    file = fetchFile(number);
    file.catch(() => files.delete(number));
    files.set(number, file);
  }
  return file;
}

/** @param {number} number */
async function fetchFile(number) {
  const response = await fetch(new URL(`people-${number}.json`, base));
  if (!response.ok) throw new Error(`people-${number}.json: ${response.status}`);
  const people = await response.json();
  return Object.assign(Object.create(null), people);
}

/** FNV-1a of the slug, in 32 bits, below a power of two. @param {string} slug @param {number} count */
export function fileOf(slug, count) {
  let digest = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(slug)) digest = Math.imul(digest ^ byte, 0x01000193) >>> 0;
  return digest & (count - 1);
}
