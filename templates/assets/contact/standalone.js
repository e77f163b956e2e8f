/** The composer on its own page: for somebody who isn't listed, or for the mentor behind #to= in the address. */

import { store } from "../store.js";
import { readTeam } from "../team/shortlist.js";
import { Composer } from "./composer.js";

const composer = new Composer(/** @type {HTMLElement} */ (document.querySelector("[data-composer]")));
const recipient = /** @type {HTMLSelectElement} */ (composer.form.elements.namedItem("recipient"));

const asked = () => new URLSearchParams(location.hash.slice(1)).get("to") ?? "";

/** The address names the mentor; other fragments are headings of the page. */
function follow() {
  const slug = asked();
  if (!slug && location.hash && location.hash !== "#to=") return;
  offer(slug);
  void composer.open(slug);
}

/** @param {string} slug */
function offer(slug) {
  const team = readTeam(store);
  if (slug && !team.some((entry) => entry.slug === slug)) team.unshift({ slug, name: slug, place: "", note: "", status: "to-write", on: "" });
  const options = team.map((entry) => new Option(entry.name, entry.slug));
  recipient.replaceChildren(recipient.options[0], ...options);
  recipient.value = slug;
  /** @type {HTMLElement} */ (recipient.parentElement).hidden = !options.length;
}

recipient.addEventListener("change", () => (location.hash = `to=${recipient.value}`));
addEventListener("hashchange", follow);
offer("");
void composer.open(asked());
if (asked()) offer(asked());
