/** The form as values, and what is wrong at its fields. A field stands in an element with data-entry, which has its name. */

/**
 * @typedef {import("./paper.js").Values} Values
 * @typedef {import("./checks.js").Problem} Problem
 * @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field
 */

export class PaperForm {
  /** @type {Values} as the page came, before anything was entered */
  defaults;
  #form;
  #say;

  /** @param {HTMLFormElement} form @param {import("./paper.js").Words["say"]} say */
  constructor(form, say) {
    this.#form = form;
    this.#say = say;
    form.reset(); // browsers bring back what was in it before the page was loaded again
    this.defaults = this.values;
  }

  /** @returns {Values} */
  get values() {
    /** @type {Values} */
    const values = {};
    for (const field of this.#named()) {
      if (field.type === "checkbox") values[field.name] = /** @type {HTMLInputElement} */ (field).checked;
      else if (field.type !== "radio" || /** @type {HTMLInputElement} */ (field).checked) values[field.name] = field.value;
    }
    return values;
  }

  /** Of some values those that this form can hold. @param {Record<string, unknown>} values @returns {Values} */
  fitting(values) {
    const own = Object.entries(values).filter(([name, value]) => name in this.defaults && typeof value === typeof this.defaults[name]);
    return /** @type {Values} */ (Object.fromEntries(own));
  }

  /** Show values. What somebody is typing just now is not disturbed. @param {Values} values */
  show(values) {
    for (const field of this.#named()) {
      const value = values[field.name];
      if (value === undefined) continue;
      if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked = Boolean(value);
      else if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
      else if (field instanceof HTMLSelectElement) field.value = hasOption(field, value) ? String(value) : "";
      else if (field.value !== value) field.value = "maxLength" in field && field.maxLength > 0 ? String(value).slice(0, field.maxLength) : String(value);
    }
  }

  /** Forget what was typed, also what is no value yet, such as half a date. */
  clear() {
    this.#form.reset();
    this.showProblems([]);
  }

  /** What a choice is called. @param {string} name @param {string} value */
  label(name, value) {
    const field = this.#form.elements.namedItem(name);
    const option = field instanceof HTMLSelectElement && value ? [...field.options].find((one) => one.value === value) : undefined;
    return option?.text.trim() ?? "";
  }

  /** What the browser itself sees: a date that does not exist, a number out of range. @returns {Problem[]} */
  get ownProblems() {
    return [...this.#form.elements].flatMap((field) => {
      if (!(field instanceof HTMLInputElement)) return [];
      const { badInput, rangeUnderflow, rangeOverflow, stepMismatch } = field.validity;
      const isNumber = field.type === "number";
      if (badInput) return [{ field: entryOf(field), name: isNumber ? "no-number" : "no-such-time" }];
      if (rangeUnderflow || rangeOverflow || stepMismatch) return [{ field: entryOf(field), name: isNumber ? "range" : "year" }];
      return [];
    });
  }

  /**
   * Say at each field what is wrong with it first, and lead to the first of them.
   * @param {Problem[]} problems
   * @returns {number} of fields
   */
  showProblems(problems) {
    const known = new Map(problems.toReversed().map(({ field, name }) => [field, name]));
    for (const entry of this.#entries()) this.#mark(entry, known.get(entry.dataset.entry ?? ""));
    const first = this.#entries().find((entry) => known.has(entry.dataset.entry ?? ""));
    const step = first?.closest("details");
    if (step) step.open = true;
    if (first) fieldOf(first)?.focus();
    return known.size;
  }

  /** Take back what was said about a field, now that it is changed. @param {Element} field */
  forgive(field) {
    const entry = /** @type {HTMLElement | null} */ (field.closest("[data-entry]"));
    if (entry) this.#mark(entry, undefined);
  }

  /** @param {HTMLElement} entry @param {string | undefined} name of the sentence */
  #mark(entry, name) {
    const field = fieldOf(entry);
    if (!field) return;
    entry.querySelector("[data-error]")?.remove();
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== `${field.id}-error`);
    field.removeAttribute("aria-invalid");
    if (name) {
      const error = document.createElement("p");
      Object.assign(error, { id: `${field.id}-error`, className: "entry__error", textContent: this.#say(name, { min: field.getAttribute("min"), max: field.getAttribute("max") }) });
      error.dataset.error = "";
      (field.closest("[data-line]") ?? field).before(error);
      field.setAttribute("aria-invalid", "true");
      described.push(error.id);
    }
    if (described.length) field.setAttribute("aria-describedby", described.join(" "));
    else field.removeAttribute("aria-describedby");
  }

  #entries() {
    return /** @type {HTMLElement[]} */ ([...this.#form.querySelectorAll("[data-entry]")]);
  }

  #named() {
    return /** @type {Field[]} */ ([...this.#form.elements].filter((field) => "name" in field && field.name && "value" in field));
  }
}

/** @param {Element} entry */
const fieldOf = (entry) => /** @type {Field | null} */ (entry.querySelector("input, select, textarea"));

/** @param {Element} field */
const entryOf = (field) => /** @type {HTMLElement | null} */ (field.closest("[data-entry]"))?.dataset.entry ?? "";

/** @param {HTMLSelectElement} select @param {unknown} value */
const hasOption = (select, value) => [...select.options].some((option) => option.value === value);
