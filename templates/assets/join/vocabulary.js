/** The words that profiles may use, as vocabulary/__init__.py resolves them: by id, label or alias, in any case, "&" read as "and". */

/**
 * @typedef {[id: string, label: string, aliases: string[], search: string[]]} Entry
 * @typedef {{entries: Entry[], hidden: string[]}} Words
 */

export class Vocabulary {
  /** @type {Map<string, string>} */ #spellings = new Map();
  /** @type {Map<string, Entry>} */ #entries;
  #hidden;

  /** @param {Words} words */
  constructor({ entries, hidden }) {
    this.#entries = new Map(entries.map((entry) => [entry[0], entry]));
    this.#hidden = new Set(hidden);
    // What an entry is called wins over what another is also called.
    for (const [id, , aliases] of entries) for (const alias of aliases) if (!this.#spellings.has(fold(alias))) this.#spellings.set(fold(alias), id);
    for (const [id, label] of entries) this.#spellings.set(fold(label), id).set(fold(id), id);
  }

  /** The id that a text names, hidden or not; "" where it names none. @param {string} text */
  find(text) {
    return this.#entries.has(text) ? text : (this.#spellings.get(fold(text)) ?? "");
  }

  /** The id of the entry that a text names; "" where it names none or a hidden one. @param {string} text */
  resolve(text) {
    const id = this.find(text);
    return this.#hidden.has(id) ? "" : id;
  }

  /** @param {string} text */
  isHidden(text) {
    return this.#hidden.has(this.#spellings.get(fold(text)) ?? "");
  }

  /** @param {string} id */
  label(id) {
    return this.#entries.get(id)?.[1] ?? id;
  }

  /**
   * Entries for what is typed so far: the words of a label, then those of other names. At most `most`.
   * @param {string} typed @param {number} [most] @returns {{id: string, label: string, also: string}[]} `also`: the other name by which it was found
   */
  suggest(typed, most = 8) {
    const wanted = fold(typed);
    if (!wanted) return [];
    const choices = [...this.#entries.values()].filter(([id]) => !this.#hidden.has(id));
    return choices
      .map((entry) => ({ id: entry[0], label: entry[1], ...nearness(entry, wanted) }))
      .filter(({ rank }) => rank < NEVER)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ id, label, also }) => ({ id, label, also }));
  }
}

const NEVER = 9;

/** @param {Entry} entry @param {string} wanted folded */
function nearness([, label, aliases, search], wanted) {
  const begins = (/** @type {string} */ text) => ` ${fold(text)}`.includes(` ${wanted}`);
  const own = fold(label);
  if (own === wanted) return { rank: 0, also: "" };
  const alias = aliases.find((text) => fold(text) === wanted) ?? aliases.find(begins);
  if (alias !== undefined && fold(alias) === wanted) return { rank: 1, also: alias };
  if (own.startsWith(wanted)) return { rank: 2, also: "" };
  if (begins(label)) return { rank: 3, also: "" };
  if (alias !== undefined) return { rank: 4, also: alias };
  const word = search.find(begins);
  return word === undefined ? { rank: NEVER, also: "" } : { rank: 5, also: word };
}

/** Text as it is compared: no case, no accents, no punctuation, "&" read as "and". @param {string} text */
export function fold(text) {
  const plain = text.replaceAll("&", " and ").normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
