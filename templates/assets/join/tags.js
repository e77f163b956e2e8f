/**
 * A field that takes several words, with suggestions while one types: a combobox with a list, after the ARIA Authoring
 * Practices. The browser's own datalist knows neither "&" for "and" nor other names of a word, and says nothing of either.
 */

/** @typedef {{value: string, label: string, also: string}} Suggestion */

export class Tags {
  /** @type {string[]} */ #values = [];
  /** @type {Suggestion[]} */ #shown = [];
  #active = -1;

  /**
   * @param {HTMLElement} root the field
   * @param {{suggest: (typed: string) => Suggestion[], resolve: (typed: string) => string, label: (value: string) => string,
   *   say: (name: string, values?: Record<string, unknown>, count?: number) => string, changed: () => void}} source
   * `resolve`: the value that a typed text stands for; the text itself where words are free; "" where it names nothing
   */
  constructor(root, source) {
    this.source = source;
    const find = (/** @type {string} */ selector) => /** @type {any} */ (root.querySelector(selector));
    /** @type {HTMLInputElement} */ this.input = find("[role=combobox]");
    /** @type {HTMLElement} */ this.list = find("[role=listbox]");
    /** @type {HTMLElement} */ this.chosen = find("[data-tags]");
    /** @type {HTMLElement} */ this.said = find("[data-tags-said]");
    this.input.addEventListener("input", () => this.#suggest());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("blur", () => this.#leave());
    // The field keeps the focus while somebody presses in the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      if (option) this.#add(this.#shown[[...this.list.children].indexOf(option)].value);
    });
    this.#show();
  }

  /** What is chosen, and what stands in the field unresolved: the checks say what is wrong with it. */
  get values() {
    const typed = this.input.value.trim();
    return typed ? [...this.#values, typed] : [...this.#values];
  }

  set values(values) {
    this.#values = [...new Set(values.map((value) => this.source.resolve(value) || value))];
    this.input.value = "";
    this.#close();
    this.#show();
  }

  #suggest() {
    const parts = this.input.value.split(/[,;\n]/);
    // Words with commas between them, as pasted.
    if (parts.length > 1) for (const part of parts.slice(0, -1)) this.#take(part);
    if (parts.length > 1) this.input.value = parts.at(-1)?.trimStart() ?? "";
    this.#shown = this.source.suggest(this.input.value).filter(({ value }) => !this.#values.includes(value));
    this.#active = -1;
    this.list.replaceChildren(...this.#shown.map((suggestion, i) => this.#option(suggestion, i)));
    this.list.hidden = !this.#shown.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
    if (this.input.value.trim()) this.said.textContent = this.source.say(this.#shown.length ? "tag-found" : "tag-none", { n: this.#shown.length }, this.#shown.length);
    this.source.changed();
  }

  /** @param {Suggestion} suggestion @param {number} i */
  #option({ label, also }, i) {
    const option = document.createElement("li");
    Object.assign(option, { id: `${this.list.id}-${i}`, className: "tags__option", textContent: also ? this.source.say("also", { label, also }) : label });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.isComposing) return;
    const { key } = event;
    if ((key === "ArrowDown" || key === "ArrowUp") && this.#shown.length) {
      const step = key === "ArrowDown" ? 1 : -1;
      this.#activate(this.#active < 0 && step < 0 ? this.#shown.length - 1 : (this.#active + step + this.#shown.length) % this.#shown.length);
    } else if (key === "Enter" && (this.#active >= 0 || this.input.value.trim())) {
      if (this.#active >= 0) this.#add(this.#shown[this.#active].value);
      else this.#take(this.input.value);
    } else if (key === "Escape" && !this.list.hidden) this.#close();
    else if (key === "Backspace" && !this.input.value && this.#values.length) this.#remove(this.#values.at(-1) ?? "");
    else return;
    event.preventDefault();
  }

  /** @param {number} number */
  #activate(number) {
    this.#active = number;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === number)));
    const option = this.list.children[number];
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  #leave() {
    if (this.input.value.trim()) this.#take(this.input.value);
    this.#close();
  }

  /** Take what is typed, if it names something. @param {string} typed */
  #take(typed) {
    const value = typed.trim() && this.source.resolve(typed.trim());
    if (value) this.#add(value);
  }

  /** @param {string} value */
  #add(value) {
    if (!this.#values.includes(value)) this.#values.push(value);
    this.input.value = "";
    this.#close();
    this.#show();
    this.said.textContent = this.source.say("tag-added", { name: this.source.label(value) });
    this.source.changed();
  }

  /** @param {string} value */
  #remove(value) {
    this.#values = this.#values.filter((other) => other !== value);
    this.#show();
    this.said.textContent = this.source.say("tag-removed", { name: this.source.label(value) });
    this.input.focus();
    this.source.changed();
  }

  #close() {
    this.#shown = [];
    this.#active = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #show() {
    this.chosen.hidden = !this.#values.length;
    this.chosen.replaceChildren(
      ...this.#values.map((value) => {
        const [item, button] = [document.createElement("li"), document.createElement("button")];
        const name = this.source.label(value);
        item.className = "tags__one";
        Object.assign(button, { type: "button", className: "tags__remove", textContent: "\u00d7" });
        button.setAttribute("aria-label", this.source.say("tag-remove", { name }));
        button.addEventListener("click", () => this.#remove(value));
        item.append(name, button);
        return item;
      }),
    );
  }
}
