/** The stars on cards and profiles, and the number behind "My team". Loaded when one is pressed, or somebody has a team. */

import { fill } from "../page.js";
import { store } from "../store.js";
import { newEntry, readTeam, writeTeam } from "./shortlist.js";

/** Who left the team on this page: a star pressed by mistake costs no notes. @type {Map<string, import("./shortlist.js").Entry>} */
const left = new Map();

/** A star was pressed. @param {HTMLElement} star */
export function toggle(star) {
  const slug = star.dataset.star ?? "";
  const team = readTeam(store);
  const known = team.find((entry) => entry.slug === slug);
  if (known) left.set(slug, known);
  writeTeam(store, known ? team.filter((entry) => entry !== known) : [...team, left.get(slug) ?? newEntry(slug, star.dataset.name ?? slug)]);
}

function show() {
  const team = readTeam(store);
  const slugs = new Set(team.map(({ slug }) => slug));
  for (const star of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-star]"))) {
    star.setAttribute("aria-pressed", String(slugs.has(star.dataset.star ?? "")));
  }
  for (const count of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-team-count]"))) {
    count.textContent = team.length ? fill(count.dataset.teamCount ?? "", { n: team.length }) : "";
  }
}

store.addEventListener("change", show);
store.addEventListener("forgotten", () => left.clear());
// Cards come and go while somebody searches.
const results = document.querySelector("[data-results]");
if (results) new MutationObserver(show).observe(results, { childList: true });
show();
