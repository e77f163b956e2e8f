/**
 * The profile form on its page, and the steps that a link leads to: #change=, #confirm=, #pause= and #leave= with a slug.
 * Sends nothing itself: a text goes to the coordinator, to the repository or into a file by the hand of the mentor.
 */

import { reveal } from "../contact/address.js";
import { LONGEST as LONGEST_MAIL, mailto } from "../contact/mail.js";
import { copy, save } from "../files.js";
import { fill, readMessages, today } from "../page.js";
import { startControls } from "../privacy.js";
import { store } from "../store.js";
import { changesBetween, letter } from "./changes.js";
import { Checks } from "./checks.js";
import { editPage, forgeName, newPage } from "./forge.js";
import { ProfileForm } from "./form.js";
import { showPreview } from "./preview.js";
import { profileOf } from "./profiles.js";
import { isReserved, isSlug, needsLatin, slugOf } from "./slug.js";
import { Writer } from "./writing.js";

/** @typedef {import("./writing.js").Value} Value */

const root = /** @type {HTMLElement} */ (document.querySelector("[data-join]"));
const find = (/** @type {string} */ name) => /** @type {any} */ (root.querySelector(`[data-${name}]`));
const messages = readMessages(/** @type {HTMLTemplateElement} */ (root.querySelector(":scope > [data-messages]")));
const plural = new Intl.PluralRules(document.documentElement.lang);
const count = Number(root.dataset.people);
/** Steps that need no form, and what each sets. @type {Record<string, (until: string) => Record<string, Value>>} */
const STEPS = { confirm: () => ({ last_confirmed: today() }), pause, leave: () => ({}) };

/** @param {string} name @param {Record<string, unknown>} [values] @param {number} [number] */
function say(name, values = {}, number = 2) {
  const [one, several = one] = messages.get(name) ?? [name];
  return fill(plural.select(number) === "one" ? one : several, values);
}

const coordinator = find("coordinator")?.dataset;
const email = coordinator?.addressOf ? reveal(coordinator.addressOf) : "";
/** @type {import("./forge.js").Repository | undefined} */
const repository = find("repository") && { ...find("repository").dataset, url: find("repository").dataset.repository };

/** @type {Checks} */ let checks;
/** @type {Writer} */ let writer;
/** @type {ProfileForm} */ let form;
/** Whom the page is about: "" for a new profile. */ let slug = "";
let step = "";
/** @type {import("./profiles.js").Known | null} */ let known = null;
/** The form as it was filled in. @type {Record<string, Value>} */ let before = {};
let tried = false;

// --- which step -------------------------------------------------------------------------------------------------------

/** @returns {[string, string]} the step and the slug that the address asks for */
function asked() {
  const [[name = "", value = ""] = []] = [...new URLSearchParams(location.hash.slice(1))];
  return ["change", ...Object.keys(STEPS)].includes(name) ? [name, value] : ["", ""];
}

async function follow() {
  const [wanted, name] = asked();
  // Other fragments are places on the page.
  if (!wanted && location.hash && !find("whole").hidden) return;
  [step, slug] = isSlug(name) ? [wanted, name] : ["", ""];
  find("notice").hidden = true;
  known = null;
  try {
    known = slug ? await profileOf(slug, count) : null;
    await prepare();
  } catch (failure) {
    console.warn(failure);
    notice("failed");
    return;
  }
  slug = known?.slug ?? slug;
  const values = { name: known?.fields.name ?? slug };
  find("title").textContent = say(step ? `title-${step}` : "title-new", values);
  find("lead").textContent = step ? say(`lead-${step}`) : find("lead").dataset.plain;
  if (wanted && !step) notice("bad-link");
  else if (slug && !known) notice("unlisted", { slug });
  find("step").hidden = !(step in STEPS);
  find("whole").hidden = step in STEPS;
  if (step in STEPS) showStep();
  else showForm();
  if (wanted) find("title").focus();
}

/** What the form needs, once. */
async function prepare() {
  if (form) return;
  const response = await fetch(new URL("../../join/form.json", import.meta.url));
  if (!response.ok) throw new Error(`form.json: ${response.status}`);
  const description = await response.json();
  checks = new Checks(description, today());
  writer = new Writer(description.order);
  form = new ProfileForm(find("form"), checks, say, changed);
  find("zones").replaceChildren(...description.zones.map((/** @type {string} */ zone) => new Option("", zone)));
  wire();
}

/** @param {string} name @param {Record<string, unknown>} [values] */
function notice(name, values) {
  find("notice").textContent = say(name, values);
  find("notice").hidden = false;
}

// --- one step ---------------------------------------------------------------------------------------------------------

function showStep() {
  find("until-field").hidden = step !== "pause";
  find("step-said").textContent = "";
  find("step-text").textContent = email ? say("step-mail", { coordinator: coordinator?.coordinator }) : say("step-copy");
  const forge = find("step-forge");
  forge.hidden = !repository || !known?.file || step === "leave";
  if (repository && known?.file) forge.href = editPage(repository, known.file);
  writeStep();
}

function writeStep() {
  const until = find("until-day").value;
  const late = step === "pause" && until && until < today();
  find("until-error").textContent = late ? say("past-pause") : "";
  find("until-day").setAttribute("aria-invalid", String(Boolean(late)));
  const text = step === "leave" ? `${say("leave-text", { slug })}\n` : letter(say("mail-intro-change"), writer.change(slug, STEPS[step](until)));
  find("step-ready").value = text;
  const mail = find("step-mail");
  mail.hidden = !email;
  mail.href = mailto(email, say(`mail-subject-${step}`, { slug }), text);
}

/** A first day or an end that stands there goes too: a pause with one behind it counts as over. @param {string} until @returns {Record<string, Value>} */
function pause(until) {
  const stands = (/** @type {string} */ name) => !known || known.fields.availability?.[name];
  return {
    "availability.status": "paused",
    ...((until || stands("paused_until")) && { "availability.paused_until": until }),
    ...(stands("from") && { "availability.from": "" }),
  };
}

// --- the form ---------------------------------------------------------------------------------------------------------

function showForm() {
  const changing = step === "change";
  form.partial = changing;
  root.classList.toggle("join--partial", changing);
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-anew]"))) {
    const choice = /** @type {HTMLElement} */ (part.querySelector("[data-anew-choice]"));
    const box = /** @type {HTMLInputElement} */ (choice.querySelector("input"));
    choice.hidden = !changing;
    box.checked = false;
    showAnew(part);
  }
  find("confirm").checked = false;
  if (find("consent")) find("consent").checked = false;
  find("latin").querySelector("input").value = "";
  find("confirm-text").dataset.plain ??= find("confirm-text").textContent;
  find("confirm-text").textContent = changing ? say("confirm-change") : find("confirm-text").dataset.plain;
  form.fields = known?.fields ?? {};
  before = form.fields;
  if (changing && find("notice").hidden) notice("kept-as-is");
  restore();
  tried = false;
  showTroubles([]);
  find("forge").textContent = repository ? say(changing ? "edit-on" : "propose-on", { forge: forgeName(repository) }) : "";
  find("said").textContent = "";
  write();
}

/** @param {HTMLElement} part that is said anew only where the box is ticked */
function showAnew(part) {
  const choice = /** @type {HTMLElement} */ (part.querySelector("[data-anew-choice]"));
  const fields = /** @type {HTMLElement} */ (part.querySelector("[data-anew-fields]"));
  fields.hidden = !choice.hidden && !(/** @type {HTMLInputElement} */ (choice.querySelector("input")).checked);
}

/** @param {string} name whether a part that stays as it is otherwise is said anew */
const isAnew = (name) => Boolean(/** @type {HTMLInputElement | null} */ (root.querySelector(`[data-anew="${name}"] [data-anew-choice] input`))?.checked);

/** The fields that the form says, with the days on which it was said. @returns {Record<string, any>} */
function said() {
  const fields = /** @type {Record<string, any>} */ (form.fields);
  const { background, ...rest } = fields;
  const day = today();
  const shares = background && (background.identifies || background.ally_for);
  const consent = find("consent")?.checked ? { consent: { date: day, ...background?.consent } } : {};
  return {
    ...rest,
    ...(shares && { background: { ...background, consent: undefined, ...consent } }),
    ...(find("confirm").checked && { last_confirmed: day }),
    ...(step !== "change" && { listed_since: day }),
  };
}

/** What is changed, in the form's fields and in the parts that are said anew. @returns {Record<string, Value>} */
function changes() {
  const now = said();
  const changed = changesBetween({ ...before, last_confirmed: "" }, now);
  for (const path of Object.keys(changed)) if (/^(?:background|programs)\b/.test(path)) delete changed[path];
  if (isAnew("programs")) changed.programs = now.programs ?? "";
  if (isAnew("background")) {
    const { background } = now;
    if (!background) changed.background = "";
    // Each part by name, so that nothing of what was said before is left.
    else for (const path of ["consent.date", "consent.audience", "identifies", "ally_for"]) changed[`background.${path}`] = path.split(".").reduce((part, key) => part?.[key], background) ?? "";
  }
  return changed;
}

/** The result: a file for a new profile, the named fields of a change. */
function result() {
  if (step !== "change") return writer.profile(said());
  const changed = changes();
  return Object.keys(changed).length ? writer.change(slug, changed) : "";
}

/** @returns {string} the name of the file, without its suffix */
const address = () => (step === "change" ? slug : slugOf(find("latin").hidden ? String(form.fields.name ?? "") : find("latin").querySelector("input").value));

function changed() {
  keep();
  write();
  if (tried) showTroubles(troubles());
}

function write() {
  const name = String(form.fields.name ?? "");
  find("latin").hidden = step === "change" || !needsLatin(name);
  find("address-shown").textContent = address() ? say("address-shown", { address: `mentors/${address()}/` }) : "";
  const text = result();
  find("ready").value = text || say("nothing-changed");
  showPreview(root, form.fields, checks, say);
  const mail = find("mail");
  mail.hidden = !email;
  const subject = step === "change" ? say("mail-subject-change", { slug }) : say("mail-subject-new", { name });
  const whole = mailto(email, subject, mailText(text));
  mail.href = whole.length <= LONGEST_MAIL ? whole : mailto(email, subject);
  const forge = find("forge");
  forge.hidden = !repository || (step === "change" && !known?.file);
  if (repository) forge.href = step === "change" ? editPage(repository, known?.file ?? "") : newPage(repository, address(), text).address;
}

/** @param {string} text */
const mailText = (text) => letter(say(step === "change" ? "mail-intro-change" : "mail-intro-new"), text);

// --- the draft --------------------------------------------------------------------------------------------------------

function keep() {
  const draft = { slug, fields: form.fields, latin: find("latin").querySelector("input").value };
  if (!store.write("profile", draft)) find("said").textContent = say("not-kept");
}

function restore() {
  const draft = store.read("profile", /** @type {Record<string, any>} */ ({}));
  if (draft.slug !== slug || typeof draft.fields !== "object" || !draft.fields || JSON.stringify(draft.fields) === JSON.stringify(before)) return;
  form.fields = draft.fields;
  find("latin").querySelector("input").value = String(draft.latin ?? "");
  notice("restored");
}

function clear() {
  store.write("profile", {});
  showForm();
  find("title").focus();
}

// --- what is wrong ----------------------------------------------------------------------------------------------------

/** @typedef {{text: string, control: HTMLElement}} Said */

/** @returns {Said[]} */
function troubles() {
  /** @type {Said[]} */
  const found = form.find().map(({ label, finding, control }) => ({ control, text: say("finding", { label, what: say(finding.name, finding.values) }) }));
  const latin = find("latin").querySelector("input");
  const place = find("latin").hidden ? form.controlOf(/** @type {HTMLElement} */ (form.field("name"))) : latin;
  if (step !== "change" && form.fields.name) {
    const bare = address();
    if (!bare) found.push({ control: place, text: say("latin") });
    else if (isReserved(bare)) found.push({ control: place, text: say("reserved", { text: bare }) });
    else if (taken === bare) found.push({ control: place, text: say("taken", { text: bare }) });
  }
  const background = /** @type {any} */ (form.fields.background);
  if (background && (background.identifies || background.ally_for) && !find("consent").checked) found.push({ control: find("consent"), text: say("consent") });
  if (step !== "change" && !find("confirm").checked) found.push({ control: find("confirm"), text: say("confirm") });
  const order = (/** @type {Said} */ a, /** @type {Said} */ b) => (a.control.compareDocumentPosition(b.control) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
  return found.sort(order);
}

/** @param {Said[]} found */
function showTroubles(found) {
  form.forgetTroubles();
  for (const { control, text } of found) form.mark(control, text);
  find("summary").hidden = !found.length;
  find("summary-title").textContent = say("problems", { n: found.length }, found.length);
  find("summary-list").replaceChildren(
    ...found.map(({ control, text }) => {
      const [item, link] = [document.createElement("li"), document.createElement("a")];
      Object.assign(link, { href: `#${control.id}`, textContent: text });
      link.addEventListener("click", (event) => {
        event.preventDefault();
        control.focus();
      });
      item.append(link);
      return item;
    }),
  );
}

/** The address that is known to be somebody's. */ let taken = "";

/** Whether what is there may leave the page; if not, what is wrong is said. @param {Event} event */
function isReady(event) {
  tried = true;
  const found = troubles();
  showTroubles(found);
  const nothing = step === "change" && !result();
  find("said").textContent = nothing && !found.length ? say("nothing-changed") : "";
  if (!found.length && !nothing) return true;
  event.preventDefault();
  if (found.length) find("summary").focus();
  return false;
}

/** Whether a new profile's address is somebody's already; asked ahead, since a link can't wait. */
async function look() {
  const bare = step === "change" ? "" : address();
  const other = bare && isSlug(bare) ? await profileOf(bare, count).catch(() => null) : null;
  taken = other ? bare : "";
  if (tried) showTroubles(troubles());
}

// --- out of the page --------------------------------------------------------------------------------------------------

function wire() {
  const on = (/** @type {string} */ name, /** @type {(event: Event) => void} */ act) => find(name)?.addEventListener("click", act);
  find("form").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  find("form").addEventListener("change", () => void look());
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-anew]"))) {
    part.querySelector("[data-anew-choice] input")?.addEventListener("change", () => {
      showAnew(part);
      changed();
    });
  }
  on("mail", mailed);
  on("forge", toForge);
  on("download", (event) => {
    if (!isReady(event)) return;
    const file = step === "change" ? `${slug}-change.txt` : `${address()}.md`;
    save(file, result(), "text/plain");
    tell("downloaded", { file });
  });
  on("copy", async (event) => {
    if (isReady(event)) tell((await copyText(result())) ? "copied" : "not-copied");
  });
  on("clear", clear);
  find("until-day").addEventListener("input", writeStep);
  on("step-mail", (event) => {
    if (find("until-error").textContent) event.preventDefault();
    else find("step-said").textContent = say("mail");
  });
  on("step-copy", async () => (find("step-said").textContent = say((await copy(find("step-ready").value, find("step-ready"))) ? "copied" : "not-copied")));
  startControls(root, () => {
    if (!find("whole").hidden) showForm();
  });
}

/** @param {string} name @param {Record<string, unknown>} [values] */
function tell(name, values) {
  find("said").textContent = say(name, values);
}

/** Copy a text; where the browser doesn't allow it, show it selected. @param {string} text */
function copyText(text) {
  find("ready-part").open = true;
  find("ready").value = text;
  return copy(text, find("ready"));
}

/** The link itself opens the mail program; a text too long for it goes by the clipboard. @param {Event} event */
async function mailed(event) {
  if (!isReady(event)) return;
  const whole = find("mail").href.includes("body=");
  tell(whole ? "mail" : (await copyText(mailText(result()))) ? "mail-long" : "mail-long-failed");
}

/** @param {Event} event */
async function toForge(event) {
  if (step === "change") return tell("forge-edit");
  if (!repository || !isReady(event)) return;
  const { carries } = newPage(repository, address(), result());
  const file = `content/mentors/${address()}.md`;
  tell(carries ? "forge" : (await copyText(result())) ? "forge-long" : "forge-long-failed", { file });
}

find("lead").dataset.plain = find("lead").textContent;
addEventListener("hashchange", () => void follow());
void follow();
