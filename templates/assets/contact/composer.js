/**
 * The message composer on the page: reads the form, writes the letter, says what is missing, and hands the letter to the
 * mail program, the phone's share sheet or the clipboard. Sends nothing itself.
 */

import { copy, save } from "../files.js";
import { fill, readMessages, today } from "../page.js";
import { personOf } from "../people.js";
import { startControls } from "../privacy.js";
import { store } from "../store.js";
import { reminderFile } from "../team/reminder.js";
import { expectedDay, lapseDay, openRequests, reminderDay } from "../team/requests.js";
import { readTeam, withChange, writeTeam } from "../team/shortlist.js";
import { reveal } from "./address.js";
import { hintsFor } from "./hints.js";
import { LONGEST, mailto } from "./mail.js";
import { cleanLetter, cleanMe, compose, followUp, RULE, zoneName } from "./message.js";

/**
 * @typedef {import("./message.js").Me} Me
 * @typedef {import("./message.js").Letter} Letter
 * @typedef {import("./message.js").Setting} Setting
 * @typedef {import("../people.js").Person} Person
 */

/** The letters of those who are not listed are kept as one's. */
const ANYONE = "anyone";
const DOCTORATES = /^(?:MD|DO|MBBS|MB\s?BCh|MBChB|MBBCh|MBBChir|BMBS|PhD|DPhil|ScD|DrPH|PsyD|EdD|DNP|PharmD|DDS|DMD|DVM|Dr\.?\s.*)$/i;
export class Composer {
  /** @type {Person | null} */ #person = null;
  #letter = cleanLetter(null, {});
  #me = cleanMe(null);
  /** Why the mentor who was asked for isn't here. */ #missing = "";

  /** @param {HTMLElement} root the data-composer of partials/composer.html */
  constructor(root) {
    this.root = root;
    this.language = document.documentElement.lang;
    this.form = /** @type {HTMLFormElement} */ (this.find("form"));
    this.wordings = new Map([...readMessages(this.find("wordings")), ...readMessages(/** @type {HTMLTemplateElement} */ (root.querySelector(":scope > [data-messages]")))]);
    this.days = new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeZone: "UTC" });
    this.#wire();
    startControls(root, () => this.#forget());
  }

  /** Write to a mentor by slug, or to somebody who isn't listed. @param {string} slug "" for the latter @returns {Promise<Person | null>} */
  async open(slug) {
    this.#say("");
    try {
      this.#person = slug ? await personOf(slug, Number(this.root.dataset.people)) : null;
      this.#missing = slug && !this.#person ? this.say("unknown") : "";
    } catch {
      this.#person = null;
      this.#missing = this.say("failed");
    }
    this.#me = cleanMe(store.read("me", {}));
    this.#letter = cleanLetter(store.read("letters", /** @type {Record<string, unknown>} */ ({}))[this.#key], this.#suggestions());
    this.#showPerson();
    this.#fillForm();
    this.#write();
    this.root.hidden = false;
    return this.#person;
  }

  // --- what is known ---------------------------------------------------------------------------------------------------

  /** @param {string} name @returns {any} */
  find(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  /** @param {string} name @param {Record<string, unknown>} [values] */
  say(name, values) {
    return fill(this.wordings.get(name)?.[0] ?? name, values);
  }

  get #key() {
    return this.#person?.slug ?? ANYONE;
  }

  get #entry() {
    return readTeam(store).find(({ slug }) => slug === this.#person?.slug);
  }

  /** Where the message goes: the mentor's own address or page, or the coordinator's. @returns {{email?: string, url?: string, relayed: boolean}} */
  get #route() {
    if (!this.#person) return { email: this.#letter.email.trim(), relayed: false };
    const { method, address, url } = this.#person.contact;
    if (method !== "coordinator") return { email: address && reveal(address), url, relayed: false };
    const { coordinatorAddress, coordinatorUrl } = this.find("coordinator")?.dataset ?? {};
    return { email: coordinatorAddress && reveal(coordinatorAddress), url: coordinatorUrl, relayed: true };
  }

  /** @returns {Setting} */
  get #setting() {
    const listed = Boolean(this.#person);
    return {
      key: this.#key,
      directory: this.root.dataset.directory ?? "",
      listed,
      relayed: this.#route.relayed,
      language: this.language,
      zone: this.#person?.zone ?? "",
      pause: listed ? new URL(`../../join/#pause=${this.#person?.slug}`, import.meta.url).href : "",
    };
  }

  get #profile() {
    return new URL(`../../mentors/${this.#person?.slug}/`, import.meta.url).href;
  }

  /** What the profile says about how a letter to this mentor might look. */
  #suggestions() {
    const person = this.#person;
    if (!person) return { source: "article" };
    const types = [...new Set(person.offers.map(({ type }) => type))];
    const doctor = person.credentials?.some((one) => DOCTORATES.test(one)) && !/^(?:dr|prof|professor)\b/i.test(person.name);
    return {
      to: person.name,
      address: doctor ? this.say("doctor", { name: person.name }) : person.name,
      type: types.length === 1 ? types[0] : (this.#entry?.place ?? ""),
      mode: person.modes?.find((mode) => mode !== "shadowing" && mode !== "group") ?? "",
      cadence: person.formats?.length === 1 && person.formats[0] === "one-off" ? "once" : (person.cadence ?? ""),
    };
  }

  /** Show what is this mentor's alone: the heading, what they offer and ask for, their buttons. */
  #showPerson() {
    const person = this.#person;
    this.find("heading").textContent = person ? this.say("heading", { name: person.name }) : this.find("heading").dataset.plain;
    for (const part of /** @type {NodeListOf<HTMLElement>} */ (this.root.querySelectorAll("[data-only=anyone]"))) part.hidden = Boolean(person);
    const offered = new Set(person?.offers.map(({ type }) => type));
    for (const radio of this.#inputs("type")) radio.parentElement.hidden = Boolean(person) && !offered.has(radio.value);
    for (const [name, own] of [["mode", person?.modes], ["cadence", undefined]]) this.#putFirst(String(name), /** @type {string[] | undefined} */ (own));
    this.find("about").textContent = person?.interests ? this.say("about", { interests: this.#list(person.interests) }) : "";
    this.#showAnswers(person?.contact.include ?? []);
    const { email, url } = this.#route;
    this.find("mail").hidden = Boolean(person) && !email;
    this.find("open-page").hidden = Boolean(email) || !url;
    this.find("share").hidden = !navigator.share;
    this.find("after").hidden = !person;
  }

  /** A mentor's own ways of meeting come first in the list. @param {string} name @param {string[]} [own] */
  #putFirst(name, own = []) {
    const select = /** @type {HTMLSelectElement} */ (this.form.elements.namedItem(name));
    const rank = (/** @type {HTMLOptionElement} */ { value }) => (value ? (own.includes(value) ? 1 : 2) : 0);
    select.append(...[...select.options].sort((a, b) => rank(a) - rank(b)));
  }

  /** A field for each thing that the mentor asks for. @param {string[]} wanted */
  #showAnswers(wanted) {
    const part = this.find("answers");
    part.querySelectorAll(".field").forEach((/** @type {Element} */ field) => field.remove());
    wanted.forEach((text, i) => {
      const field = document.createElement("p");
      const label = document.createElement("label");
      const box = document.createElement("textarea");
      field.className = "field";
      Object.assign(label, { htmlFor: `c-answer-${i}`, textContent: text });
      Object.assign(box, { id: label.htmlFor, name: "answers", rows: 2, maxLength: 600 });
      field.append(label, box);
      part.append(field);
    });
    part.hidden = !wanted.length;
  }

  /** @param {string[]} parts */
  #list(parts) {
    return new Intl.ListFormat(this.language).format(parts);
  }

  /** @param {string} day */
  #day(day) {
    return this.days.format(Date.parse(day));
  }

  // --- the form --------------------------------------------------------------------------------------------------------

  #wire() {
    const { form } = this;
    this.find("heading").dataset.plain = this.find("heading").textContent;
    this.find("zone").textContent = zoneName(this.language, new Date());
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.#changed());
    this.find("subject").addEventListener("input", () => this.#edited());
    this.find("text").addEventListener("input", () => this.#edited());
    const on = (/** @type {string} */ name, /** @type {(event: Event) => void} */ act) => this.find(name).addEventListener("click", act);
    on("reword", () => this.#rewrite({ wording: this.#letter.wording + 1 }));
    on("rewrite", () => this.#rewrite({}));
    on("mail", () => this.#mailed());
    on("open-page", () => this.#openPage());
    on("share", () => this.#share());
    on("copy", async () => this.#say((await this.#copy()) ? "copied" : "not-copied"));
    on("sent", () => this.#sent());
    on("remind", () => this.#saveReminder());
    on("follow-up", () => this.#writeFollowUp());
    on("answered", () => this.#setStatus("answered"));
  }

  /** @param {string} name @returns {any[]} */
  #inputs(name) {
    const found = /** @type {any} */ (this.form.elements.namedItem(name));
    return found ? (found instanceof RadioNodeList ? [...found] : [found]) : [];
  }

  /** @param {string} name @returns {string} */
  #value(name) {
    return /** @type {any} */ (this.form.elements.namedItem(name)).value;
  }

  #fillForm() {
    const { form } = this;
    const set = (/** @type {string} */ name, /** @type {unknown} */ value) => {
      const input = /** @type {any} */ (form.elements.namedItem(name));
      input.value = String(value ?? "");
      if (input instanceof HTMLSelectElement && input.selectedIndex < 0) input.selectedIndex = 0;
    };
    for (const name of ["name", "stage", "words", "school", "reach"]) set(`me-${name}`, this.#me[/** @type {keyof Me} */ (name)]);
    const letter = this.#letter;
    for (const name of ["to", "address", "email", "source", "work", "reason", "by", "minutes", "mode", "cadence"]) set(name, letter[/** @type {keyof Letter} */ (name)]);
    set("goal", letter.goals[0]);
    set("second", letter.goals[1]);
    for (const radio of this.#inputs("type")) radio.checked = radio.value === letter.type;
    for (const box of this.#inputs("topics")) box.checked = letter.topics.includes(box.value);
    this.#inputs("times").forEach((input, i) => (input.value = letter.times[i] ?? ""));
    this.#inputs("whenever")[0].checked = letter.whenever;
    this.#inputs("answers").forEach((box, i) => (box.value = letter.answers[i] ?? ""));
  }

  #changed() {
    const value = (/** @type {string} */ name) => this.#value(name);
    const values = (/** @type {string} */ name) => this.#inputs(name).map((input) => input.value);
    const chosen = (/** @type {string} */ name) => this.#inputs(name).filter((input) => input.checked).map((input) => input.value);
    const me = { name: value("me-name"), stage: value("me-stage"), words: value("me-words"), school: value("me-school"), reach: value("me-reach") };
    this.#me = { ...this.#me, ...me, seed: this.#me.seed || crypto.getRandomValues(new Uint32Array(1))[0] };
    this.#letter = {
      ...this.#letter,
      to: this.#person ? this.#person.name : value("to"),
      address: this.#addressAs(value("address"), value("to")),
      email: value("email"),
      source: this.#person ? "directory" : value("source"),
      work: value("work"),
      reason: value("reason"),
      type: chosen("type")[0] ?? "",
      topics: chosen("topics"),
      goals: [value("goal"), value("second")],
      by: value("by"),
      minutes: Number(value("minutes")),
      mode: value("mode"),
      times: values("times"),
      whenever: chosen("whenever").length > 0,
      cadence: value("cadence"),
      answers: values("answers"),
    };
    this.#keep();
    this.#checkEmail();
    this.#write();
  }

  /** An address that can't be one is said so; the message can be copied all the same. */
  #checkEmail() {
    const input = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("email"));
    input.setAttribute("aria-invalid", String(!input.validity.valid));
    this.find("email-error").textContent = input.validity.valid ? "" : this.say("bad-email");
  }

  /** Somebody who isn't listed is addressed by their name until that is changed. @param {string} address @param {string} to */
  #addressAs(address, to) {
    if (this.#person || address !== this.#letter.address || (address && address !== this.#letter.to)) return address;
    /** @type {any} */ (this.form.elements.namedItem("address")).value = to;
    return to;
  }

  /** Keep the writer and the letter, unless nothing was entered. */
  #keep() {
    this.#letter.updated = Date.now();
    const letters = { ...store.read("letters", {}), [this.#key]: this.#letter };
    if (!store.write("me", this.#me) || !store.write("letters", letters)) this.#say("not-kept");
  }

  #forget() {
    this.find("text").value = "";
    void this.open(this.#person?.slug ?? "");
  }

  // --- the letter ------------------------------------------------------------------------------------------------------

  /** The topics of the letter by their names. */
  get #topicNames() {
    const boxes = this.#inputs("topics").filter((box) => this.#letter.topics.includes(box.value) && !box.parentElement.hidden);
    return boxes.map((box) => box.parentElement.textContent.trim().toLowerCase());
  }

  #write() {
    const offers = this.#person?.offers.filter(({ type }) => type === this.#letter.type) ?? [];
    const topics = new Set(offers.flatMap((offer) => offer.topics));
    for (const box of this.#inputs("topics")) box.parentElement.hidden = Boolean(this.#person) && !topics.has(box.value);
    this.find("topics").hidden = Boolean(this.#person) && !topics.size;
    this.#showServes(offers);
    const { subject, text, foot } = compose(this.#me, { ...this.#letter, topics: this.#topicNames }, this.#setting, this.wordings);
    const edited = this.#letter.text !== undefined;
    this.find("subject").value = edited ? this.#letter.subject : subject;
    this.find("text").value = edited ? this.#letter.text : `${text}\n\n${foot}`;
    this.find("edited").hidden = !edited;
    this.#showState();
  }

  /** To whom the chosen kind is offered, where that leaves out the stage of the one who writes. @param {import("../people.js").Offer[]} offers */
  #showServes(offers) {
    const { stage } = this.#me;
    const fits = !stage || !offers.length || offers.some(({ stages }) => !stages.length || stages.includes(stage));
    const select = /** @type {HTMLSelectElement} */ (this.form.elements.namedItem("me-stage"));
    const names = [...select.options].filter(({ value }) => offers.some(({ stages }) => stages.includes(value))).map(({ textContent }) => textContent ?? "");
    this.find("serves").textContent = fits ? "" : this.say("serves", { stages: this.#list(names) });
  }

  #edited() {
    this.#letter = { ...this.#letter, subject: this.find("subject").value, text: this.find("text").value };
    this.#keep();
    this.find("edited").hidden = false;
    this.#showState();
  }

  /** @param {Partial<Letter>} change */
  #rewrite(change) {
    this.#letter = { ...this.#letter, ...change };
    delete this.#letter.subject;
    delete this.#letter.text;
    this.#keep();
    this.#write();
  }

  #writeFollowUp() {
    const { on = today() } = this.#entry ?? {};
    const { subject, text } = followUp(this.#me, this.#letter, this.#day(on), this.#setting, this.wordings);
    this.find("subject").value = subject;
    this.find("text").value = text;
    this.#edited();
    this.find("text").focus();
  }

  // --- what is to say about it -----------------------------------------------------------------------------------------

  #showState() {
    const { subject, text } = this.#message;
    const body = text.split(`\n${RULE}\n`)[0];
    const hints = hintsFor(this.#letter, body).map(({ name, met, count }) => {
      const item = document.createElement("li");
      const state = document.createElement("span");
      Object.assign(state, { className: "visually-hidden", textContent: `${this.say(met ? "met" : "unmet")} ` });
      item.className = `hints__one${met ? " hints__one--met" : ""}`;
      item.append(state, this.say(`hint-${name}`, { n: count }));
      return item;
    });
    this.find("hints").replaceChildren(...hints);
    const address = mailto(this.#route.email ?? "", subject, text);
    this.find("mail").href = address.length <= LONGEST ? address : mailto(this.#route.email ?? "", subject);
    this.#showWaiting();
    this.#showNotice();
  }

  get #message() {
    return { subject: this.find("subject").value, text: this.find("text").value };
  }

  /** What is missing, and the rule about open requests, where there is one of this kind already. */
  #showNotice() {
    const day = today();
    const team = readTeam(store);
    const open = openRequests(team, day).filter(({ slug }) => slug !== this.#person?.slug);
    const same = this.#letter.type && open.find(({ place }) => place === this.#letter.type);
    const most = Number(this.root.dataset.mostOpen);
    /** @type {(string | Node)[]} */
    const lines = [this.#missing];
    if (same) {
      lines.push(this.say("open-request", { name: same.name, kind: this.say(`kind-${same.place}`), day: this.#day(same.on), lapses: this.#day(lapseDay(same)) }), " ");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "link-button", textContent: this.say("has-answered", { name: same.name }) });
      button.addEventListener("click", () => {
        writeTeam(store, withChange(readTeam(store), same.slug, { status: "answered" }));
        this.#showState();
      });
      lines.push(button);
    } else if (open.length >= most) lines.push(this.say("many-open", { n: open.length, most }));
    this.find("notice").replaceChildren(...lines);
    this.find("notice").hidden = !lines.some(Boolean);
  }

  /** How far they are with this mentor. */
  #showWaiting() {
    const entry = this.#entry;
    const sent = entry?.status === "sent";
    const answered = entry?.status === "answered" || entry?.status === "met";
    this.find("after").hidden = !this.#person || sent || answered;
    this.find("waiting").hidden = !(sent || answered);
    if (!entry) return;
    for (const name of ["remind", "follow-up", "answered"]) this.find(name).hidden = !sent;
    this.find("waiting-title").textContent = sent ? this.say("waiting", { day: this.#day(entry.on) }) : this.say("answered");
    const days = sent && { expected: expectedDay(entry), reminder: reminderDay(entry), lapses: lapseDay(entry) };
    const said = days ? Object.fromEntries(Object.entries(days).map(([name, day]) => [name, this.#day(day)])) : {};
    this.find("waiting-text").textContent = this.say(sent ? "waiting-text" : "answered-text", said);
    this.find("next").replaceChildren(...(sent ? this.#next(entry) : []));
    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (this.root.querySelectorAll("[data-meeting]"))) link.hash = `with=${entry.slug}`;
  }

  /** Whom to write to if no answer comes: the next on the list for this kind, else the coordinator. @param {import("../team/shortlist.js").Entry} entry */
  #next(entry) {
    const other = readTeam(store).find(({ slug, place, status }) => slug !== entry.slug && place === entry.place && status === "to-write");
    const name = this.find("coordinator")?.dataset.coordinator;
    if (!other) return [name ? this.say("next-coordinator", { name }) : this.say("next-search")];
    const link = document.createElement("a");
    link.href = new URL(`../../mentors/${other.slug}/`, import.meta.url).href;
    link.textContent = other.name;
    return [`${this.say("next-mentor")} `, link];
  }

  /** @param {string} name of a message, "" for silence */
  #say(name) {
    this.find("said").textContent = name && this.say(name);
  }

  // --- out of the page -------------------------------------------------------------------------------------------------

  #copy() {
    const { subject, text } = this.#message;
    return copy(`${subject}\n\n${text}`, this.find("text"));
  }

  /** The link itself opens the mail program; a letter too long for it goes by the clipboard. */
  async #mailed() {
    const { subject, text } = this.#message;
    const whole = mailto(this.#route.email ?? "", subject, text).length <= LONGEST;
    this.#say(whole ? "mail" : (await copy(text, this.find("text"))) ? "mail-long" : "mail-long-failed");
  }

  async #openPage() {
    // Opened first: after waiting for the clipboard, browsers take the new page for an advertisement.
    open(this.#route.url, "_blank", "noopener,noreferrer");
    this.#say((await this.#copy()) ? "opened" : "not-copied");
  }

  async #share() {
    const { subject, text } = this.#message;
    try {
      await navigator.share({ title: subject, text: `${subject}\n\n${text}` });
      this.#say("shared");
    } catch {
      // They closed the sheet.
    }
  }

  #sent() {
    this.#setStatus("sent", { on: today(), replyDays: this.#person?.contact.replyDays, ...(this.#letter.type && { place: this.#letter.type }) });
    this.find("waiting-title").focus();
  }

  /** @param {string} status @param {object} [more] */
  #setStatus(status, more = {}) {
    if (!this.#person) return;
    const { slug, name } = this.#person;
    writeTeam(store, withChange(readTeam(store), slug, { name, status, ...more }));
    this.#showState();
    if (status === "answered") this.find("waiting-title").focus();
  }

  #saveReminder() {
    const entry = this.#entry;
    if (entry) save(`remind-${entry.slug}.ics`, reminderFile(entry, this.#profile, (name, values) => this.say(name, values)), "text/calendar");
  }
}
