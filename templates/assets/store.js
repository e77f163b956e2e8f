/**
 * What this site keeps in this browser for the person in front of it: who they are, their letters, their team. Nothing of
 * it is ever sent. Sites of one host share their storage, so every key carries the path of this site.
 *
 * On a shared computer everything lives in the tab alone: it is gone when the tab is closed, or after twenty minutes in
 * which the site was not used, since browsers can bring back a closed tab.
 */

import { PREFIX } from "./page.js";

const IDLE_MS = 20 * 60_000;

/** Says "change" whenever something is kept, or forgotten, in this tab or another. */
export class Store extends EventTarget {
  #prefix;
  #lasting;
  #passing;

  /**
   * @param {string} prefix of the keys of this site
   * @param {Storage} lasting @param {Storage} passing for as long as the tab is open
   */
  constructor(prefix, lasting, passing) {
    super();
    this.#prefix = prefix;
    this.#lasting = lasting;
    this.#passing = passing;
    if (this.shared && Date.now() - Number(passing.getItem(this.#used)) > IDLE_MS) this.#empty();
    this.#touch();
  }

  /** Whether this is a shared computer. What is kept moves with the answer. */
  get shared() {
    return this.#passing.getItem(this.#used) !== null;
  }

  set shared(shared) {
    const kept = keysOf(this.#place, this.#prefix).map((key) => [key, this.#place.getItem(key) ?? ""]);
    this.#empty();
    if (shared) this.#passing.setItem(this.#used, String(Date.now()));
    for (const [key, text] of kept) if (key !== this.#used) this.#place.setItem(key, text);
    this.#touch();
    this.#say();
  }

  /**
   * What is kept under a name; `otherwise` where there is nothing, or nothing of that kind.
   * @template T @param {string} name @param {T} otherwise @returns {T}
   */
  read(name, otherwise) {
    try {
      const value = JSON.parse(this.#place.getItem(this.#prefix + name) ?? "null");
      const fits = value !== null && typeof value === typeof otherwise && Array.isArray(value) === Array.isArray(otherwise);
      return fits ? value : otherwise;
    } catch {
      return otherwise;
    }
  }

  /** Keep a value under a name; false where the browser has no room. @param {string} name @param {unknown} value */
  write(name, value) {
    try {
      this.#place.setItem(this.#prefix + name, JSON.stringify(value));
      this.#touch();
    } catch {
      return false;
    }
    this.#say();
    return true;
  }

  /** Forget everything of this site. That the computer is shared is not forgotten. */
  forget() {
    const { shared } = this;
    this.#empty();
    if (shared) this.#passing.setItem(this.#used, String(Date.now()));
    this.#say();
  }

  /** Another tab has changed what is kept. @param {StorageEvent} event */
  follow({ key }) {
    if (key === null || key.startsWith(this.#prefix)) this.#say();
  }

  /** The key of when a shared computer was last used; there is none elsewhere. */
  get #used() {
    return `${this.#prefix}used`;
  }

  get #place() {
    return this.shared ? this.#passing : this.#lasting;
  }

  #empty() {
    for (const storage of [this.#lasting, this.#passing]) for (const key of keysOf(storage, this.#prefix)) storage.removeItem(key);
  }

  #touch() {
    if (this.shared) this.#passing.setItem(this.#used, String(Date.now()));
  }

  #say() {
    this.dispatchEvent(new Event("change"));
  }
}

/** @param {Storage} storage @param {string} prefix */
function keysOf(storage, prefix) {
  return Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter((key) => key.startsWith(prefix));
}

/** Where a browser forbids its storage, what is entered lasts as long as the page. @param {"localStorage" | "sessionStorage"} name */
function storageOf(name) {
  try {
    return window[name];
  } catch {
    return new PageStorage();
  }
}

/** @implements {Storage} */
class PageStorage {
  /** @type {Map<string, string>} */ #kept = new Map();
  get length() {
    return this.#kept.size;
  }
  /** @param {number} index */
  key(index) {
    return [...this.#kept.keys()][index] ?? null;
  }
  /** @param {string} key */
  getItem(key) {
    return this.#kept.get(key) ?? null;
  }
  /** @param {string} key @param {string} text */
  setItem(key, text) {
    this.#kept.set(key, text);
  }
  /** @param {string} key */
  removeItem(key) {
    this.#kept.delete(key);
  }
  clear() {
    this.#kept.clear();
  }
}

/** Of this site, in this browser. */
export const store = new Store(PREFIX, storageOf("localStorage"), storageOf("sessionStorage"));
addEventListener("storage", (event) => store.follow(event));
