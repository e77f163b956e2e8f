/** The list of meetings, in which each can be moved or left out, and one added. */

/** @typedef {import("./checks.js").Meeting} Meeting */

export const MOST_MEETINGS = 24;

export class MeetingList {
  /** @type {string} what the list shows, to leave it alone while it is the same */
  #shown = "";
  #place;
  #sample;
  #words;
  #move;
  #remove;

  /**
   * @param {HTMLElement} place @param {HTMLTemplateElement} sample of an entry
   * @param {import("./paper.js").Words & {weekday: (moment: string) => string}} words
   * @param {(id: number, at: string) => void} move @param {(id: number) => void} remove
   */
  constructor(place, sample, words, move, remove) {
    this.#place = place;
    this.#sample = sample;
    this.#words = words;
    this.#move = move;
    this.#remove = remove;
  }

  /** @param {Meeting[]} meetings */
  show(meetings) {
    const ids = meetings.map(({ id }) => id).join();
    if (ids !== this.#shown) {
      this.#place.replaceChildren(...meetings.map((meeting, i) => this.#entry(meeting, i)));
      this.#shown = ids;
    }
    for (const [i, { at }] of meetings.entries()) {
      const entry = this.#place.children[i];
      const field = /** @type {HTMLInputElement} */ (entry.querySelector("input"));
      if (field.value !== at) field.value = at;
      /** @type {HTMLElement} */ (entry.querySelector("[data-weekday]")).textContent = this.#words.weekday(at);
    }
  }

  /** Half a date that somebody has left in the list goes too. */
  clear() {
    this.#place.replaceChildren();
    this.#shown = "";
  }

  /** @param {number} index */
  focus(index) {
    /** @type {HTMLElement | undefined} */ (this.#place.children[index]?.querySelector("input") ?? undefined)?.focus();
  }

  /** @param {Meeting} meeting @param {number} index */
  #entry({ id }, index) {
    const entry = /** @type {HTMLElement} */ (/** @type {Element} */ (this.#sample.content.firstElementChild).cloneNode(true));
    const part = (/** @type {string} */ selector) => /** @type {any} */ (entry.querySelector(selector));
    const field = part("input");
    entry.dataset.entry = `meeting-${id}`;
    field.id = `meeting-${id}`;
    part("label").htmlFor = field.id;
    part("label").textContent = this.#words.say("meeting-n", { n: index + 1 });
    part("button").setAttribute("aria-label", this.#words.say("remove-n", { n: index + 1 }));
    field.addEventListener("input", () => this.#move(id, field.value));
    part("button").addEventListener("click", () => this.#remove(id));
    return entry;
  }
}
