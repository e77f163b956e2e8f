/** What a profile does when asked: opens the composer on its own page, and saves the mentor as a contact. */

import { save } from "../files.js";
import { personOf } from "../people.js";
import { vcard } from "./vcard.js";

const panel = /** @type {HTMLElement} */ (document.querySelector("[data-contact]"));
const { slug = "", people } = panel.dataset;

/** @type {Promise<HTMLElement> | null} */
let bringing = null;

/** Bring the composer from its page to this one; where that can't be had, go there. @param {HTMLAnchorElement} link */
export async function compose(link) {
  let heading;
  try {
    heading = await (bringing ??= bring(link));
  } catch {
    location.assign(link.href);
  }
  heading?.focus();
}

/** @param {HTMLAnchorElement} link @returns {Promise<HTMLElement>} the composer's heading */
async function bring(link) {
  const [page, { Composer }] = await Promise.all([fetchPage(link.href), import("./composer.js"), loadStyles()]);
  const form = page.querySelector("[data-composer]");
  if (!form) throw new Error("no composer there");
  const root = /** @type {HTMLElement} */ (document.importNode(form, true));
  root.querySelector("[data-only=choice]")?.remove();
  // The links in it lead home from its own page.
  for (const anchor of root.querySelectorAll("a[href]")) anchor.setAttribute("href", new URL(anchor.getAttribute("href") ?? "", link.href).href);
  document.querySelector("[data-composer-place]")?.replaceChildren(root);
  await new Composer(root).open(slug);
  return /** @type {HTMLElement} */ (root.querySelector("[data-heading]"));
}

/** A page of this site as a document in which no script runs. @param {string} address @returns {Promise<Document>} */
function fetchPage(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address.replace(/#.*/, ""));
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.responseXML ? resolve(request.responseXML) : reject(new Error(`${request.status}`)));
    request.onerror = () => reject(new Error("offline"));
    request.send();
  });
}

/** @returns {Promise<void>} */
function loadStyles() {
  return new Promise((resolve, reject) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = new URL("composer.css", import.meta.url).href;
    link.onload = () => resolve();
    link.onerror = () => reject(new Error("composer.css"));
    document.head.append(link);
  });
}

/** @param {string} email */
export async function saveContact(email) {
  const person = await personOf(slug, Number(people));
  if (person) save(`${slug}.vcf`, vcard(person, email, location.href.replace(/[?#].*/, "")), "text/vcard");
}
