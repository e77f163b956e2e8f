/** The form on the page: its fields as values, values as its fields, and every finding at its field. */

import { findInContact, Invalid } from "./checks.js";
import { get, put } from "./changes.js";
import { Tags } from "./tags.js";
import { fold } from "./vocabulary.js";

/**
 * @typedef {import("./writing.js").Value} Value
 * @typedef {import("./checks.js").Checks} Checks
 * @typedef {import("./checks.js").Finding} Finding
 * @typedef {{name: string, label: string, finding: Finding, control: HTMLElement}} Trouble
 * @typedef {(name: string, values?: Record<string, unknown>, count?: number) => string} Say
 */

const MOST_SUGGESTIONS = 8;

export class ProfileForm {
  /** @type {WeakMap<Element, Tags>} */ #tags = new WeakMap();
  #numbers = 0;
  /** Whether only what changes is asked for: then nothing is missing. */ partial = false;

  /** @param {HTMLFormElement} root @param {Checks} checks @param {Say} say @param {() => void} changed */
  constructor(root, checks, say, changed) {
    this.root = root;
    this.checks = checks;
    this.say = say;
    this.changed = changed;
    this.#enliven(root);
    for (const list of this.#lists) {
      list.querySelector("[data-add]")?.addEventListener("click", () => {
        const item = this.#addItem(list);
        /** @type {HTMLElement | null} */ (item.querySelector("input, select, textarea"))?.focus();
        this.changed();
      });
    }
    root.addEventListener("input", () => this.changed());
    root.addEventListener("change", () => this.changed());
  }

  /** @returns {HTMLElement[]} */
  get #lists() {
    return [...this.root.querySelectorAll("[data-list]")].map((list) => /** @type {HTMLElement} */ (list));
  }

  /** Fields that stand in no repeated group, or those of one of its items. @param {ParentNode} within @returns {HTMLElement[]} */
  #fields(within = this.root) {
    const all = [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll("[data-field]"))];
    return within === this.root ? all.filter((field) => !field.closest(".join__item")) : all;
  }

  /** @param {HTMLElement} list @returns {HTMLElement[]} */
  #items(list) {
    return [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll(".join__item"))];
  }

  /** @param {ParentNode} within */
  #enliven(within) {
    for (const field of this.#fields(within)) if (field.dataset.shape === "tags") this.#tags.set(field, new Tags(field, this.#source(field)));
  }

  /** Where the suggestions of a field come from. @param {HTMLElement} field */
  #source(field) {
    const about = this.checks.description.fields[field.dataset.field ?? ""];
    const common = { say: this.say, changed: () => this.changed() };
    const { languages, interests } = this.checks.description;
    if (about.vocabulary) {
      const words = this.checks.vocabularies[about.vocabulary];
      const suggest = (/** @type {string} */ typed) => words.suggest(typed, MOST_SUGGESTIONS).map(({ id, label, also }) => ({ value: id, label, also }));
      return { ...common, suggest, resolve: (/** @type {string} */ typed) => words.resolve(typed), label: (/** @type {string} */ id) => words.label(id) };
    }
    if (about.kind === "language") return { ...common, ...languageSource(languages, (tag) => this.checks.find(about, tag) === null) };
    const suggest = (/** @type {string} */ typed) => near(interests.map((name) => [name, name]), typed);
    return { ...common, suggest, resolve: (/** @type {string} */ typed) => typed, label: (/** @type {string} */ text) => text };
  }

  /** @param {HTMLElement} list @returns {HTMLElement} */
  #addItem(list) {
    const template = /** @type {HTMLTemplateElement} */ (list.querySelector("template[data-item]"));
    const item = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
    const number = String(++this.#numbers);
    for (const element of item.querySelectorAll("*")) {
      for (const name of ["id", "for", "aria-describedby", "aria-labelledby", "aria-controls"]) {
        if (element.hasAttribute(name)) element.setAttribute(name, (element.getAttribute(name) ?? "").replaceAll("__", number));
      }
    }
    list.querySelector("[data-items]")?.append(item);
    this.#enliven(item);
    item.querySelector("[data-remove]")?.addEventListener("click", () => {
      item.remove();
      this.#number(list);
      /** @type {HTMLElement | null} */ (list.querySelector("[data-add]"))?.focus();
      this.changed();
    });
    this.#number(list);
    return item;
  }

  /** The items count from one, whatever was removed. @param {HTMLElement} list */
  #number(list) {
    const items = this.#items(list);
    items.forEach((item, i) => {
      const group = /** @type {HTMLElement} */ (item.querySelector("[role=group]"));
      group.dataset.label ??= (group.getAttribute("aria-label") ?? "").replace("__", "").trim();
      group.setAttribute("aria-label", `${group.dataset.label} ${i + 1}`);
      const hidden = item.querySelector("[data-remove] .visually-hidden");
      if (hidden) hidden.textContent = String(i + 1);
      const remove = /** @type {HTMLElement | null} */ (item.querySelector("[data-remove]"));
      if (remove) remove.hidden = items.length <= Number(list.dataset.least ?? 0);
    });
  }

  // --- values ----------------------------------------------------------------------------------------------------------

  /** @param {HTMLElement} field @returns {any} */
  controlOf(field) {
    return field.dataset.shape === "checks" ? field : field.querySelector("input, select, textarea");
  }

  /** @param {HTMLElement} field @returns {string[]} texts as they stand there */
  #written(field) {
    const { shape } = field.dataset;
    if (shape === "tags") return this.#tags.get(field)?.values ?? [];
    if (shape === "checks") return [.../** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input:checked"))].map(({ value }) => value);
    const { value } = this.controlOf(field);
    return shape === "lines" ? value.split("\n").filter((/** @type {string} */ line) => line.trim()) : value.trim() ? [value] : [];
  }

  /** What a field says; a text that the checks refuse as it was written. @param {HTMLElement} field @returns {Value} */
  #value(field) {
    const about = this.checks.description.fields[field.dataset.field ?? ""];
    const texts = this.#written(field).map((text) => {
      try {
        return this.checks.read(about, text);
      } catch (refusal) {
        if (!(refusal instanceof Invalid)) throw refusal;
        return text.trim();
      }
    });
    if (about.many) return [...new Set(texts)];
    const [text = ""] = texts;
    return about.kind === "yesno" && text ? text === "true" : text;
  }

  /** Whether a part is left as it is in the file. @param {Element} element */
  #isKept(element) {
    const part = element.closest("[data-anew-fields]");
    return Boolean(part && /** @type {HTMLElement} */ (part).hidden);
  }

  /** Every field that has something in it. @returns {Record<string, Value>} */
  get fields() {
    /** @type {Record<string, Value>} */
    const fields = {};
    for (const field of this.#fields()) {
      const value = this.#isKept(field) ? "" : this.#value(field);
      if (value !== "" && !(Array.isArray(value) && !value.length)) put(fields, (field.dataset.field ?? "").replace("[]", ""), value);
    }
    for (const list of this.#lists) {
      const items = this.#isKept(list) ? [] : this.#items(list).map((item) => this.#group(item)).filter((group) => Object.keys(group).length);
      if (items.length) put(fields, list.dataset.list ?? "", items);
    }
    return fields;
  }

  /** @param {HTMLElement} item */
  #group(item) {
    const named = this.#fields(item).map((field) => [/** @type {string} */ (field.dataset.field).replace(/\[\]$/, "").split(".").at(-1), this.#value(field)]);
    return Object.fromEntries(named.filter(([, value]) => value !== "" && !(Array.isArray(value) && !value.length)));
  }

  /** @param {Record<string, any>} fields */
  set fields(fields) {
    for (const field of this.#fields()) this.#fill(field, get(fields, (field.dataset.field ?? "").replace("[]", "")));
    for (const list of this.#lists) {
      for (const item of this.#items(list)) item.remove();
      const groups = get(fields, list.dataset.list ?? "");
      for (const group of Array.isArray(groups) ? groups : []) {
        const item = this.#addItem(list);
        for (const field of this.#fields(item)) this.#fill(field, group?.[/** @type {string} */ (field.dataset.field).replace(/\[\]$/, "").split(".").at(-1) ?? ""]);
      }
      while (this.#items(list).length < Number(list.dataset.least ?? 0)) this.#addItem(list);
      this.#number(list);
    }
    this.forgetTroubles();
  }

  /** @param {HTMLElement} field @param {any} value anything: a draft is what a browser kept */
  #fill(field, value) {
    const texts = (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(String);
    const { shape } = field.dataset;
    const tags = this.#tags.get(field);
    if (tags) tags.values = texts;
    else if (shape === "checks") for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (field.querySelectorAll("input"))) box.checked = texts.includes(box.value);
    else this.controlOf(field).value = texts.join("\n");
  }

  // --- findings --------------------------------------------------------------------------------------------------------

  /** @param {string} path @returns {HTMLElement | undefined} */
  field(path) {
    return this.#fields().find(({ dataset }) => dataset.field === path);
  }

  /** @param {HTMLElement} field */
  #labelOf(field) {
    const label = field.querySelector(".field__label, label")?.cloneNode(true);
    /** @type {Element} */ (label).querySelector(".join__required")?.remove();
    const text = /** @type {Element} */ (label).textContent?.trim() ?? "";
    const group = field.closest(".join__item [role=group]")?.getAttribute("aria-label");
    return group ? `${group}, ${text}` : text;
  }

  /** Everything that `check` would refuse, in the order of the page. @returns {Trouble[]} */
  find() {
    /** @type {Trouble[]} */
    const found = [];
    const add = (/** @type {HTMLElement} */ field, /** @type {Finding} */ finding) => found.push({ name: field.dataset.field ?? "", label: this.#labelOf(field), finding, control: this.controlOf(field) });
    for (const field of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-field]"))) {
      if (this.#isKept(field)) continue;
      const finding = this.#findIn(field);
      if (finding) add(field, finding);
    }
    return found;
  }

  /** @param {HTMLElement} field @returns {Finding | null} */
  #findIn(field) {
    const path = field.dataset.field ?? "";
    const about = this.checks.description.fields[path];
    const texts = this.#written(field);
    const inItem = field.closest(".join__item");
    const optional = this.partial || /** @type {HTMLElement | null} */ (field.closest("[data-list]"))?.dataset.least === undefined;
    const empty = inItem && optional && !Object.keys(this.#group(/** @type {HTMLElement} */ (inItem))).length;
    if (!texts.length && about.required && !empty && (!this.partial || inItem)) return { name: "missing", values: {} };
    if (about.entries && texts.length > about.entries) return { name: "many", values: { n: texts.length, limit: about.entries } };
    for (const text of texts) {
      const finding = this.checks.find(about, text);
      if (finding) return finding;
    }
    return this.#findTogether(path, texts);
  }

  /** What a field owes to another. @param {string} path @param {string[]} texts @returns {Finding | null} */
  #findTogether(path, texts) {
    const value = (/** @type {string} */ other) => this.#written(/** @type {HTMLElement} */ (this.field(other)))[0] ?? "";
    const { clinicalRoles, institution, hasCoordinator } = this.checks.description;
    if (path === "institution" && !texts.length && !institution && !this.partial) return { name: "missing", values: {} };
    if (path === "specialties[]" && !texts.length && clinicalRoles.includes(value("role")) && !this.partial) return { name: "no-specialties", values: {} };
    if (path === "contact.value" && (!this.partial || texts.length)) return findInContact(value("contact.method"), texts[0] ?? "");
    if (path === "contact.method" && texts[0] === "coordinator" && !hasCoordinator) return { name: "no-coordinator", values: {} };
    if (path === "contact.audience" && texts[0] === "campus" && !hasCoordinator) return { name: "no-coordinator", values: {} };
    return null;
  }

  /** Say a trouble at its field. @param {HTMLElement} control @param {string} text "" where it is mended */
  mark(control, text) {
    const error = this.errorOf(control);
    if (error) error.textContent = text;
    if (!text) control.removeAttribute("aria-invalid");
    else if (control.getAttribute("role") !== "group") control.setAttribute("aria-invalid", "true");
    for (let part = text ? control.closest("details") : null; part; part = part.parentElement?.closest("details") ?? null) part.open = true;
  }

  /** @param {HTMLElement} control */
  errorOf(control) {
    const ids = (control.getAttribute("aria-describedby") ?? "").split(" ");
    return ids.map((id) => this.root.querySelector(`#${CSS.escape(id)}`)).find((element) => element?.classList.contains("field__error"));
  }

  forgetTroubles() {
    for (const control of this.root.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    for (const error of this.root.querySelectorAll(".field__error")) error.textContent = "";
  }
}

/** @param {[string, string][]} languages @param {(tag: string) => boolean} known */
function languageSource(languages, known) {
  const names = new Map(languages);
  const codes = new Map(languages.map(([code, name]) => [fold(name), code]));
  return {
    suggest: (/** @type {string} */ typed) => near(languages, typed),
    resolve: (/** @type {string} */ typed) => codes.get(fold(typed)) ?? (known(typed) ? typed : ""),
    label: (/** @type {string} */ code) => names.get(code) ?? code,
  };
}

/** Those whose words begin with what is typed, those that begin with it themselves first. @param {[string, string][]} named @param {string} typed */
function near(named, typed) {
  const wanted = fold(typed);
  if (!wanted) return [];
  const found = named.map(([value, label]) => ({ value, label, also: "", folded: fold(label) })).filter(({ folded }) => ` ${folded}`.includes(` ${wanted}`));
  const rank = (/** @type {{folded: string}} */ { folded }) => (folded === wanted ? 0 : folded.startsWith(wanted) ? 1 : 2);
  return found.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SUGGESTIONS).map(({ value, label, also }) => ({ value, label, also }));
}
