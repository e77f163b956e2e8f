/**
 * The filters: which are chosen, what each would leave. Beside the results on a wide screen, a drawer on a phone.
 */

const FIRST_VALUES = 8;
const FEW_VALUES = 12; // so many are shown without asking
const MOST_VALUES = 150;
const FINDABLE_FROM = 20;

/**
 * @typedef {import("./index.js").Index} Index
 * @typedef {(name: string, values?: Record<string, string | number>, count?: number) => string} Say
 * @typedef {{input: HTMLInputElement, row: HTMLLabelElement, count: HTMLSpanElement}} Line
 */

export class Panel {
  /** @type {Map<string, {group: HTMLDetailsElement, lines: Map<number, Line>, all: boolean, wanted: string}>} */ #groups = new Map();

  /**
   * @param {HTMLFormElement} form
   * @param {Say} say
   * @param {(facet: string, slug: string, chosen: boolean) => void} onChoose
   * @param {() => void} onOpen a group was opened, and needs counts
   */
  constructor(form, say, onChoose, onOpen) {
    this.form = form;
    this.say = say;
    this.onOpen = onOpen;
    for (const group of /** @type {NodeListOf<HTMLDetailsElement>} */ (form.querySelectorAll("[data-facet]"))) {
      this.#groups.set(group.dataset.facet ?? "", { group, lines: new Map(), all: false, wanted: "" });
      group.addEventListener("toggle", onOpen);
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "checkbox") onChoose(target.name, target.value, target.checked);
    });
  }

  /** Hide what nobody here has. @param {string[]} facets */
  offer(facets) {
    for (const [facet, { group }] of this.#groups) group.hidden = !facets.includes(facet);
  }

  /** The facets that are unfolded. */
  get open() {
    return [...this.#groups].filter(([, { group }]) => group.open && !group.hidden).map(([facet]) => facet);
  }

  /** @param {string} facet */
  title(facet) {
    return this.#groups.get(facet)?.group.querySelector("summary")?.textContent ?? facet;
  }

  /**
   * Show the counts of a facet.
   * @param {string} facet @param {{slug: string, label: string}[]} values @param {number[]} counts @param {string[]} chosen
   */
  show(facet, values, counts, chosen) {
    const state = this.#groups.get(facet);
    if (!state) return;
    this.#chooseLines(facet, state, values, counts, chosen);
    for (const [value, { input, row, count }] of state.lines) {
      const isChosen = chosen.includes(values[value].slug);
      if (input.checked !== isChosen) input.checked = isChosen;
      const disabled = counts[value] === 0 && !isChosen;
      if (input.disabled !== disabled) {
        input.disabled = disabled;
        row.classList.toggle("filter__value--none", disabled);
      }
      const text = String(counts[value]);
      if (count.textContent !== text) count.textContent = text;
    }
  }

  /**
   * Which values stand in the list: the commonest, the chosen, and on request all, or those that are looked for. Once
   * there, a line stays where it is, so that nothing jumps under a finger.
   * @param {string} facet
   * @param {{group: HTMLDetailsElement, lines: Map<number, Line>, all: boolean, wanted: string}} state
   * @param {{slug: string, label: string}[]} values @param {number[]} counts @param {string[]} chosen
   */
  #chooseLines(facet, state, values, counts, chosen) {
    const missing = values.some(({ slug }, value) => chosen.includes(slug) && !state.lines.has(value));
    if (state.lines.size && !missing) return;
    const place = state.group.querySelector("fieldset");
    const wanted = state.wanted.toLocaleLowerCase();
    const most = state.all ? MOST_VALUES : values.length > FEW_VALUES ? FIRST_VALUES : FEW_VALUES;
    const numbers = values.map((_, value) => value);
    const byCount = numbers.filter((value) => values[value].label.toLocaleLowerCase().includes(wanted)).sort((a, b) => counts[b] - counts[a] || a - b);
    const kept = new Set([...numbers.filter((value) => chosen.includes(values[value].slug)), ...byCount.slice(0, most)]);
    const shown = values.length > FINDABLE_FROM ? [...kept].sort((a, b) => counts[b] - counts[a] || a - b) : numbers.filter((value) => kept.has(value));
    state.lines = new Map(shown.map((value) => [value, this.#line(facet, values[value])]));
    const finder = state.all && values.length > FINDABLE_FROM ? this.#finder(state) : null;
    const more = !state.all && kept.size < values.length ? this.#more(state, values.length) : null;
    const legend = place?.querySelector("legend");
    place?.replaceChildren(...[legend, finder, ...[...state.lines.values()].map(({ row }) => row), more].filter((node) => node != null));
    finder?.querySelector("input")?.focus();
  }

  /** @param {string} facet @param {{slug: string, label: string}} value @returns {Line} */
  #line(facet, { slug, label }) {
    const row = document.createElement("label");
    row.className = "filter__value";
    const input = document.createElement("input");
    Object.assign(input, { type: "checkbox", name: facet, value: slug });
    const text = document.createElement("span");
    text.textContent = label || this.say(facet);
    const count = document.createElement("span");
    count.className = "count";
    row.append(input, text, count);
    return { input, row, count };
  }

  /** @param {{lines: Map<number, Line>, all: boolean}} state @param {number} n */
  #more(state, n) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "filter__more", textContent: this.say("all-values", { n }) });
    button.addEventListener("click", () => {
      state.all = true;
      state.lines.clear();
      this.onOpen();
    });
    return button;
  }

  /** @param {{lines: Map<number, Line>, wanted: string}} state */
  #finder(state) {
    const label = document.createElement("label");
    label.className = "filter__find";
    const input = document.createElement("input");
    Object.assign(input, { type: "search", value: state.wanted, autocomplete: "off" });
    label.append(this.say("find-value"), input);
    input.addEventListener("input", () => {
      state.wanted = input.value;
      state.lines.clear();
      this.onOpen();
    });
    return label;
  }
}
