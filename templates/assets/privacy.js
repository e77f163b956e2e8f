/** "This is a shared computer" and "forget everything", wherever a page keeps something. */

import { readMessages } from "./page.js";
import { store } from "./store.js";

/** @param {ParentNode} root that holds partials/privacy-controls.html @param {() => void} [onForgotten] empties what the page shows of it */
export function startControls(root, onForgotten = () => {}) {
  const controls = /** @type {HTMLElement | null} */ (root.querySelector("[data-keeping]"));
  if (!controls) return;
  const find = (/** @type {string} */ name) => /** @type {any} */ (controls.querySelector(`[data-${name}]`));
  const messages = readMessages(find("messages"));
  const say = (/** @type {string} */ name) => (find("keeping-said").textContent = messages.get(name)?.[0] ?? "");
  find("shared").checked = store.shared;
  find("shared").addEventListener("change", () => {
    store.shared = find("shared").checked;
    find("shared").checked = store.shared;
    say(store.shared ? "shared" : "kept");
  });
  find("forget").addEventListener("click", () => {
    store.forget();
    say("forgotten");
  });
  store.addEventListener("forgotten", onForgotten);
  controls.hidden = false;
}
