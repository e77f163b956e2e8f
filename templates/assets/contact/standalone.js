/** The composer on its own page: for somebody who isn't listed, or for the mentor behind #to= in the address. */

import { store } from "../store.js";
import { readTeam } from "../team/shortlist.js";
import { Composer } from "./composer.js";

const composer = new Composer(/** @type {HTMLElement} */ (document.querySelector("[data-composer]")));
const recipient = /** @type {HTMLSelectElement} */ (composer.form.elements.namedItem("recipient"));

/** Write to the mentor whom the address names; other fragments are headings of the page. */
async function follow() {
  const to = new URLSearchParams(location.hash.slice(1)).get("to");
  if (to === null && !composer.root.hidden) return;
  const person = await composer.open(to ?? "");
  const team = readTeam(store).filter(({ slug }) => slug !== person?.slug);
  const choices = [...(person ? [person] : []), ...team];
  recipient.replaceChildren(recipient.options[0], ...choices.map(({ name, slug }) => new Option(name, slug)));
  recipient.value = person?.slug ?? "";
  /** @type {HTMLElement} */ (recipient.parentElement).hidden = !choices.length;
}

recipient.addEventListener("change", () => (location.hash = `to=${recipient.value}`));
addEventListener("hashchange", follow);
void follow();
