/** How a profile will look: its card, and what its page says. */

import { prose } from "./prose.js";

/** @typedef {import("./form.js").Say} Say */

/**
 * @param {HTMLElement} root @param {Record<string, any>} fields @param {import("./checks.js").Checks} checks @param {Say} say
 */
export function showPreview(root, fields, checks, say) {
  const find = (/** @type {string} */ name, /** @type {ParentNode} */ within = root) => /** @type {any} */ (within.querySelector(`[data-${name}]`));
  const card = find("card").content.firstElementChild.cloneNode(true);
  const label = (/** @type {string} */ vocabulary, /** @type {unknown} */ id) => checks.vocabularies[vocabulary].label(String(id ?? ""));
  const list = new Intl.ListFormat(document.documentElement.lang);
  const specialties = (fields.specialties ?? []).map((/** @type {string} */ id) => label("specialties", id));
  const name = fields.name ?? say("your-name");
  find("initials", card).textContent = initials(name);
  find("name", card).textContent = name;
  find("role", card).textContent = [fields.title ?? (fields.role ? label("roles", fields.role) : ""), specialties.length ? list.format(specialties) : ""].filter(Boolean).join(" · ");
  find("offers", card).replaceChildren(...(fields.mentoring ?? []).map((/** @type {any} */ offer) => showOffer(offer, label, say)));
  const status = fields.availability?.slots === "0" && fields.availability.status !== "closed" ? "full" : fields.availability?.status;
  find("status", card).hidden = !status;
  if (status) find("status", card).classList.add(`status--${status}`);
  find("status", card).textContent = status ? label("statuses", status) : "";
  find("from", card).textContent = fields.accepts_from ? say("from", { where: label("accepts_from", fields.accepts_from) }) : "";
  find("cards").replaceChildren(card);
  find("page").replaceChildren(...["bio", "ideal_mentee", "expectations", "why_i_mentor", "hope_to_gain"].flatMap((path) => showText(root, path, fields[path])));
}

/** @param {any} offer @param {(vocabulary: string, id: unknown) => string} label @param {Say} say */
function showOffer({ type, stages = [] }, label, say) {
  const [line, kind] = [document.createElement("span"), document.createElement("b")];
  line.className = type ? `offer offer--${type}` : "offer";
  kind.textContent = type ? label("types", type) : "...";
  line.append(kind, `: ${stages.length ? stages.map((/** @type {string} */ id) => label("stages", id)).join(", ") : say("any-stage")}`);
  return line;
}

/** A text under the label that its field has. @param {HTMLElement} root @param {string} path @param {string | undefined} text @returns {HTMLElement[]} */
function showText(root, path, text) {
  if (!text) return [];
  const title = document.createElement("h3");
  title.textContent = root.querySelector(`[data-field="${path}"] label`)?.textContent ?? "";
  return [title, ...prose(text)];
}

/** @param {string} name */
function initials(name) {
  const words = name.replace(/[([“"].*?[)\]”"]/gu, " ").split(/[\s-]+/u).filter((word) => /\p{L}/u.test(word));
  const letters = words.map((word) => /\p{L}\p{M}*/u.exec(word)?.[0] ?? "");
  return letters.length > 1 ? `${letters[0]}${letters.at(-1)}`.toUpperCase() : (letters[0] ?? "").toUpperCase();
}
