/** What pages show of a mentor, as the form fills it in (joining.py), from files that hold some thirty mentors each. */

import { reveal } from "../contact/address.js";
import { fileOf } from "../people.js";

/** @typedef {{slug: string, file: string, fields: Record<string, any>}} Known */

const base = new URL("../../join/", import.meta.url);

/**
 * A mentor under their present slug; null for who has no page. Rejects where the file can't be had.
 * @param {string} slug a former one will do @param {number} count of files @param {boolean} [again] whether the count comes from a file
 * @returns {Promise<Known | null>}
 */
export async function profileOf(slug, count, again = false) {
  const number = fileOf(slug, count);
  const profiles = await read(number).catch((error) => (number && !again ? read(0) : Promise.reject(error)));
  // The site may have been renewed since the page was loaded.
  if (profiles[""] !== count && !again) return profileOf(slug, profiles[""], true);
  const known = profiles[slug];
  if (typeof known === "string") return profileOf(known, count, again);
  return known ? { slug, file: known.file, fields: withAddress(known.fields) } : null;
}

/** @param {Record<string, any>} fields */
function withAddress(fields) {
  const concealed = fields.contact?.value?.concealed;
  return concealed ? { ...fields, contact: { ...fields.contact, value: reveal(concealed) } } : fields;
}

/** @param {number} number @returns {Promise<Record<string, any>>} */
async function read(number) {
  const response = await fetch(new URL(`profiles-${number}.json`, base));
  if (!response.ok) throw new Error(`profiles-${number}.json: ${response.status}`);
  return Object.assign(Object.create(null), await response.json());
}
