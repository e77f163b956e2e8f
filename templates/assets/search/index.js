/**
 * The index of one build: fetches its files when they are needed, and unpacks what generator/mentordir/packing.py packed.
 */

import { addDays } from "../page.js";
import { plainSlug } from "./text.js";

export const FORMAT = 1;
/** The marks after which mentors follow. After those of what a word means, pairs of facet and value do. */
const LISTS = "!#$(*/";
/** So many values of a facet, or words, share a file. */
export const PER_FILE = 4;
const WORTH_A_FILE = 3; // cards
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const CODES = Array.from({ length: 92 }, (_, i) => String.fromCharCode(35 + i)).filter((c) => !"\\@&%<>".includes(c));
const DIGIT = new Uint8Array(128);
const CODE = new Uint8Array(128);
[...ALPHABET].forEach((letter, i) => (DIGIT[letter.charCodeAt(0)] = i));
CODES.forEach((letter, i) => (CODE[letter.charCodeAt(0)] = i));

/** @param {string} text @returns {number[]} */
export function numbers(text) {
  const found = [];
  for (let i = 0, number = 0; i < text.length; i++) {
    const digit = DIGIT[text.charCodeAt(i)];
    number = number * 32 + (digit & 31);
    if (digit < 32) {
      found.push(number);
      number = 0;
    }
  }
  return found;
}

/** Ascending ids. @param {string} text */
export function ids(text) {
  let previous = -1;
  return numbers(text).map((step) => (previous += step + 1));
}

/** @param {string} text */
export function unpackWords(text) {
  let previous = "";
  return text ? text.split(" ").map((packed) => (previous = previous.slice(0, DIGIT[packed.charCodeAt(0)]) + packed.slice(1))) : [];
}

/** Numbers in digits of CODES, a string for each digit. @param {string[]} strings */
export function digits(strings) {
  const found = new Int32Array(strings[0].length);
  let worth = 1;
  for (const string of strings) {
    for (let i = 0; i < found.length; i++) found[i] += CODE[string.charCodeAt(i)] * worth;
    worth *= CODES.length;
  }
  return found;
}

/**
 * One facet of every mentor or offer.
 * @typedef {{slug: string, label: string, broader: number[]}} Value broader: the values that include it
 * @typedef {{values: Value[], rows: Int32Array[], own: number[][]}} Column `rows[v]`: ascending rows that have value v, or one that
 * it includes; `own[r]`: the values of row r itself, in the mentor's order where the column keeps it
 * @param {any} packed
 * @returns {Column}
 */
export function unpackColumn(packed) {
  const values = packed.values.map((/** @type {any[]} */ [slug, label, ...broader]) => ({ slug, label, broader }));
  /** @type {number[][]} */
  const rows = packed.lists ? packed.lists.map(ids) : values.map(() => []);
  /** @type {number[][]} */
  const own = [];
  if (packed.lists) rows.forEach((some, value) => some.forEach((row) => (own[row] ??= []).push(value)));
  else {
    digits(packed.codes).forEach((set, row) => {
      own.push(packed.sets[set]);
      for (const value of packed.sets[set]) rows[value].push(row);
    });
  }
  const narrower = rows.map((own) => [own]);
  values.forEach((/** @type {Value} */ { broader }, /** @type {number} */ value) => {
    for (const above of broader) narrower[above].push(rows[value]);
  });
  return { values, own, rows: narrower.map((lists) => (lists.length > 1 ? union(lists) : Int32Array.from(lists[0]))) };
}

/** An offer without stages serves them all. @param {Column} column @param {number} offers */
function serveEveryStage({ rows }, offers) {
  const staged = new Set(rows.flatMap((some) => [...some]));
  const rest = Array.from({ length: offers }, (_, offer) => offer).filter((offer) => !staged.has(offer));
  if (rest.length) rows.forEach((some, stage) => (rows[stage] = union([[...some], rest])));
}

/** @param {number[][]} lists */
const union = (lists) => Int32Array.from(new Set(lists.flat())).sort();

/** A sorted list of words and what is known of each. */
export class Shard {
  /** @type {Map<string, [string, number[]][]>} */ #read = new Map();

  /** @param {string[]} packed */
  constructor([words, lists]) {
    this.words = unpackWords(words);
    this.lists = lists?.split(" ");
  }

  /** Where `word` stands or would stand. @param {string} word */
  place(word) {
    let [low, high] = [0, this.words.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * What is known of `word`: marks with their numbers, as search.py writes them. Nothing where it isn't there.
   * @param {string} word
   * @returns {[string, number[]][]}
   */
  find(word) {
    const known = this.#read.get(word);
    if (known) return known;
    const place = this.place(word);
    const packed = this.words[place] === word ? (this.lists?.[place] ?? "") : "";
    const read = [...packed.matchAll(/([^A-Za-z0-9_-])([A-Za-z0-9_-]*)/g)].map(
      ([, mark, text]) => /** @type {[string, number[]]} */ ([mark, LISTS.includes(mark) ? ids(text) : numbers(text)]),
    );
    this.#read.set(word, read);
    return read;
  }

  /** The list of a word as it is. @param {string} word */
  raw(word) {
    const place = this.place(word);
    return this.words[place] === word ? (this.lists?.[place] ?? "") : "";
  }

  /** @param {string} prefix @returns {string[]} */
  beginningWith(prefix) {
    const start = this.place(prefix);
    let end = start;
    while (this.words[end]?.startsWith(prefix)) end++;
    return this.words.slice(start, end);
  }
}

/** The site has been renewed, or was never whole: what the page knows doesn't fit what the host has. */
export class Mismatch extends Error {}

export class Index {
  /** @type {Map<string, Promise<any>>} */ #files = new Map();
  /** @type {Map<string, Shard>} */ #shards = new Map();
  /** @type {Map<string, Column>} */ #columns = new Map();
  /** @type {Map<string, [number[], number[]]>} */ #having = new Map();
  /** @type {Map<number, string>} */ #planned = new Map();
  /** @type {Record<string, string[]>} */ #starts = {};
  /** The offers of mentor m are those from firstOffer[m] to before firstOffer[m + 1]. */
  firstOffer = new Int32Array();
  mentorOf = new Int32Array();
  available = new Uint8Array();
  stale = new Int32Array();
  /** Mentors in fair order, the available and confirmed first, among equals by the week's lot; and where each stands in it. */
  fairOrder = new Int32Array();
  fairRank = new Int32Array();

  /** @param {string} base address of the folder search/ @param {any} manifest */
  constructor(base, manifest) {
    this.base = base;
    this.manifest = manifest;
    this.size = manifest.mentors;
    for (const [part, starts] of Object.entries(manifest.starts)) this.#starts[part] = unpackWords(/** @type {string} */ (starts));
  }

  /**
   * @param {string} base
   * @param {RequestCache} [cache]
   * @throws {Mismatch} where this script can't read what is there
   */
  static async open(base, cache) {
    const response = await fetch(`${base}manifest.json`, { cache });
    const manifest = response.ok ? await response.json() : {};
    if (manifest.format !== FORMAT) throw new Mismatch(`search index of format ${manifest.format}`);
    const index = new Index(base, manifest);
    await index.#readCore(await index.file("core"));
    return index;
  }

  /** @param {any} core */
  #readCore(core) {
    for (const facet of ["availability", "specialty", "type"]) this.#columns.set(facet, unpackColumn(core[facet]));
    this.stale = digits(core.stale);
    this.stages = core.stages;
    this.accepts = core.accepts;
    this.firstOffer = new Int32Array(this.size + 1);
    digits(core.offers).forEach((count, mentor) => (this.firstOffer[mentor + 1] = this.firstOffer[mentor] + count));
    this.mentorOf = new Int32Array(this.firstOffer[this.size]);
    for (let m = 0; m < this.size; m++) this.mentorOf.fill(m, this.firstOffer[m], this.firstOffer[m + 1]);
    this.available = new Uint8Array(this.size);
    const { values, rows } = /** @type {Column} */ (this.#columns.get("availability"));
    values.forEach(({ slug }, v) => {
      if (slug === "open" || slug === "limited") for (const mentor of rows[v]) this.available[mentor] = 1;
    });
    this.#drawLots();
  }

  #drawLots() {
    const keys = new Float64Array(this.size);
    for (let m = 0; m < this.size; m++) {
      keys[m] = ((this.available[m] ? 0 : 2) + this.stale[m]) * 2 ** 50 + draw(m, this.manifest.lot) * 2 ** 20 + m;
    }
    keys.sort();
    this.fairOrder = Int32Array.from(keys, (key) => key % 2 ** 20);
    this.fairRank = new Int32Array(this.size);
    this.fairOrder.forEach((mentor, rank) => (this.fairRank[mentor] = rank));
  }

  /**
   * A file of the index, fetched once.
   * @param {string} name
   * @returns {Promise<any>}
   */
  file(name) {
    let wanted = this.#files.get(name);
    if (!wanted) {
      wanted = fetch(`${this.base}${this.manifest.folder}/${name}.json`).then((response) => {
        if (response.ok) return response.json();
        throw response.status === 404 ? new Mismatch(name) : new Error(`${name}: ${response.status}`);
      });
      wanted.catch(() => this.#files.delete(name));
      this.#files.set(name, wanted);
    }
    return wanted;
  }

  /** @param {string} facet @returns {Promise<Column>} */
  async column(facet) {
    const known = this.#columns.get(facet);
    if (known) return known;
    const column = unpackColumn(await this.file(facet));
    if (facet === "stage") serveEveryStage(column, this.mentorOf.length);
    this.#columns.set(facet, column);
    return column;
  }

  /**
   * The mentors who have a facet's value themselves, and those who have a narrower one.
   * @param {string} facet @param {number} value
   * @returns {[number[], number[]] | undefined} nothing where the facet isn't loaded
   */
  having(facet, value) {
    const column = this.#columns.get(facet);
    const key = `${facet}-${value}`;
    if (column && !this.#having.has(key)) {
      const rows = Array.from(column.rows[value]);
      const isOwn = (/** @type {number} */ row) => column.own[row]?.includes(value);
      const lists = /** @type {[number[], number[]]} */ ([rows.filter(isOwn), rows.filter((row) => !isOwn(row))]);
      this.#having.set(key, this.isOfOffers(facet) ? [this.mentorsOf(rows), []] : lists);
    }
    return this.#having.get(key);
  }

  /** Whether a facet has a row for each offer. @param {string} facet */
  isOfOffers(facet) {
    return facet === "type" || facet === "stage" || facet === "topic";
  }

  /** Ascending offers -> ascending mentors. @param {number[]} offers */
  mentorsOf(offers) {
    return [...new Set(offers.map((offer) => this.mentorOf[offer]))];
  }

  /** A number for each mentor to sort by, small first. @param {string} name */
  async order(name) {
    return digits(await this.file(name));
  }

  /** A facet's column if it is here already. @param {string} facet */
  loaded(facet) {
    return this.#columns.get(facet);
  }

  /**
   * The shards that hold the words from `first` to `last`; null where there are more than `most`.
   * @param {string} part @param {string} first @param {string} last @param {number} [most]
   * @returns {Promise<Shard[]> | null}
   */
  shards(part, first, last, most = Infinity) {
    if (!this.#starts[part].length) return Promise.resolve([]); // nobody wrote any such words
    const from = this.#shardOf(part, first);
    const to = this.#shardOf(part, last);
    if (to - from >= most) return null;
    return Promise.all(Array.from({ length: to - from + 1 }, (_, i) => this.#shard(`${part}-${from + i}`)));
  }

  /** @param {string} part @param {string} word */
  #shardOf(part, word) {
    return Math.max(0, this.#starts[part].findLastIndex((start) => start <= word));
  }

  /** @param {string} name */
  async #shard(name) {
    const known = this.#shards.get(name);
    if (known) return known;
    const shard = new Shard(await this.file(name));
    this.#shards.set(name, shard);
    return shard;
  }

  /**
   * Plan where to take the cards of some mentors from, with as few files as can be: each file of `firsts` has those who come
   * first among the mentors of a list; all others are in the files of everybody in fair order.
   * @param {number[]} wanted
   * @param {{file: string, mentors: number[]}[]} firsts
   */
  plan(wanted, firsts) {
    const [least, most] = this.manifest.firsts;
    const missing = new Set(wanted.filter((mentor) => !this.#planned.has(mentor)));
    for (const { file, mentors } of firsts) {
      if (!missing.size) return;
      const available = mentors.filter((mentor) => this.available[mentor]).sort((a, b) => this.fairRank[a] - this.fairRank[b]);
      const here = available.length < least ? [] : available.slice(0, most).filter((mentor) => missing.has(mentor));
      if (here.length < WORTH_A_FILE) continue;
      for (const mentor of here) {
        this.#planned.set(mentor, file);
        missing.delete(mentor);
      }
    }
  }

  /**
   * What the list shows of a mentor.
   * @param {number} mentor
   */
  async card(mentor) {
    const rank = this.fairRank[mentor];
    const { perFile, day } = this.manifest;
    const planned = this.#planned.get(mentor);
    const file = await this.file(planned ?? `cards-${Math.floor(rank / perFile)}`);
    file.days ??= digits(file.confirmed);
    file.numbers ??= file.who && ids(file.who);
    const i = planned ? file.numbers.indexOf(mentor) : rank % perFile;
    const name = file.names[i];
    return {
      name,
      slug: file.slugs[i] || plainSlug(name),
      role: file.roles[i],
      initials: file.initials[i],
      tone: file.tones[i],
      photo: file.photos[i] === "1",
      accepts: this.accepts[file.accepts[i]] ?? "",
      stages: file.stages[i].split(".").map((/** @type {string} */ packed) => numbers(packed).map((stage) => this.stages[stage])),
      confirmed: addDays(day, -file.days[i]),
      returns: file.returns[i] ?? "",
      until: file.until[i] ?? "",
    };
  }
}

/** A mentor's lot, 30 bits, as search.py draws it. @param {number} mentor @param {number} seed */
export function draw(mentor, seed) {
  let bits = Math.imul(mentor, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 2;
}
