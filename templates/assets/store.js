/**
 * What this site keeps in this browser for the person in front of it: who they are, their letters, their team. Nothing of
 * it is ever sent. Sites of one host share their storage, so every key carries the path of this site.
 *
 * On a shared computer everything lives in the tab alone: it is gone when the tab is closed, or after twenty minutes in
 * which the site was not used, since browsers can bring back a closed tab.
 */

import { PREFIX } from "./page.js";

const IDLE_MS = 20 * 60_000;

/** Says "change" whenever something is kept or forgotten, in this tab or another, and "forgotten" where pages should forget it too. */
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
    this.use();
  }

  /** Whether anything outlasts the page: a browser may forbid its storage. */
  get lasts() {
    return !(this.#place instanceof PageStorage);
  }

  /** Whether this is a shared computer. What is kept moves with the answer; where there is no room for it, both stay as they are. */
  get shared() {
    return this.#passing.getItem(this.#used) !== null;
  }

  set shared(shared) {
    const [from, to] = shared ? [this.#lasting, this.#passing] : [this.#passing, this.#lasting];
    if (from !== this.#place) return;
    const kept = keysOf(from, this.#prefix).filter((key) => key !== this.#used);
    try {
      for (const key of kept) to.setItem(key, from.getItem(key) ?? "");
      if (shared) to.setItem(this.#used, String(Date.now()));
    } catch {
      for (const key of kept) to.removeItem(key);
      return;
    }
    this.#empty(from);
    this.#say("change");
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
    } catch {
      return false;
    }
    this.#say("change");
    return true;
  }

  /** Forget everything of this site. That the computer is shared is not forgotten. */
  forget() {
    const { shared } = this;
    for (const storage of [this.#lasting, this.#passing]) this.#empty(storage);
    if (shared) this.#touch();
    this.#say("change", "forgotten");
  }

  /** Somebody is using the site. What a shared computer kept for too long is forgotten before they see it. */
  use() {
    this.lapse();
    if (this.shared) this.#touch();
  }

  /** On a shared computer, forget what is in this tab once nobody has used the site for too long. */
  lapse() {
    if (!this.shared || Date.now() - Number(this.#passing.getItem(this.#used)) <= IDLE_MS) return;
    this.#empty(this.#passing);
    this.#touch();
    this.#say("change", "forgotten");
  }

  /** Another tab has changed what is kept, which is nothing to a tab that keeps its own. @param {StorageEvent} event */
  follow({ key, newValue }) {
    if (this.shared || !(key ?? this.#prefix).startsWith(this.#prefix)) return;
    if (newValue === null) this.#say("change", "forgotten");
    else this.#say("change");
  }

  /** The key of when a shared computer was last used; there is none elsewhere. */
  get #used() {
    return `${this.#prefix}used`;
  }

  get #place() {
    return this.shared ? this.#passing : this.#lasting;
  }

  /** @param {Storage} storage */
  #empty(storage) {
    for (const key of keysOf(storage, this.#prefix)) storage.removeItem(key);
  }

  #touch() {
    try {
      this.#passing.setItem(this.#used, String(Date.now()));
    } catch {
      // Without room the earlier time stands.
    }
  }

  /** @param {("change" | "forgotten")[]} events */
  #say(...events) {
    for (const event of events) this.dispatchEvent(new Event(event));
  }
}

/** @param {Storage} storage @param {string} prefix */
function keysOf(storage, prefix) {
  return Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? "").filter((key) => key.startsWith(prefix));
}

/** Where a browser forbids its storage, what is entered lasts as long as the page. @param {"localStorage" | "sessionStorage"} name */
function storageOf(name) {
  try {
    window[name].getItem("");
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
for (const event of ["pointerdown", "keydown"]) addEventListener(event, () => store.use(), { capture: true, passive: true });
addEventListener("pageshow", () => store.lapse());
document.addEventListener("visibilitychange", () => store.lapse());
setInterval(() => store.lapse(), IDLE_MS / 20);
