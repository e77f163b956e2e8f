/**
 * Shows an address to who asks for it. A button with data-address holds it concealed; the words behind the button, which
 * spell it, stand alone where there are no scripts.
 */

import { mailto } from "./mail.js";

/** What concealment.py has concealed. @param {string} concealed */
export function reveal(concealed) {
  const bytes = (concealed.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const plain = bytes.map((byte, i) => byte ^ (bytes[i - 1] ?? 0x5a) ^ (i & 0xff));
  return new TextDecoder().decode(new Uint8Array(plain.reverse()));
}

/** Put the address in the place of its button; after that a mentor's can be saved as a contact. @param {HTMLElement} button */
export function show(button) {
  const address = reveal(button.dataset.address ?? "");
  const link = document.createElement("a");
  link.href = mailto(address, button.dataset.subject);
  link.textContent = address;
  link.className = "address";
  const card = /** @type {HTMLButtonElement | null} */ (button.closest("[data-contact]")?.querySelector("[data-vcard]") ?? null);
  button.replaceWith(link);
  link.focus();
  if (!card) return;
  card.hidden = false;
  card.addEventListener("click", async () => (await import("./profile.js")).saveContact(address));
}
