/** What leaves the page by the hand of the person in front of it: files to keep, text to paste. */

/** Offer a text as a file. @param {string} name @param {string} text @param {string} type such as text/calendar */
export function save(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * Put a text on the clipboard.
 * @param {string} text
 * @param {HTMLTextAreaElement} [field] that shows the text, to select it where the browser allows no more
 * @returns {Promise<boolean>} whether it is there
 */
export async function copy(text, field) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    field?.focus();
    field?.select();
    return field ? document.execCommand("copy") : false;
  }
}
