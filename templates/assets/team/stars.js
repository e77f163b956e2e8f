/** The stars on cards and profiles, and the number behind "My team". Loaded when one is pressed, or somebody has a team. */

import { fill } from "../page.js";
import { store } from "../store.js";
import { newEntry, readTeam, writeTeam } from "./shortlist.js";

/** A star was pressed. @param {HTMLElement} star */
export function toggle(star) {
  const slug = star.dataset.star ?? "";
  const team = readTeam(store);
  const rest = team.filter((entry) => entry.slug !== slug);
  writeTeam(store, rest.length < team.length ? rest : [...team, newEntry(slug, star.dataset.name ?? slug)]);
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
// Cards come and go while somebody searches.
const results = document.querySelector("[data-results]");
if (results) new MutationObserver(show).observe(results, { childList: true });
show();
