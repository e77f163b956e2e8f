/** A paper as part of the document. */

/**
 * @typedef {import("./paper.js").Paper} Paper
 * @typedef {import("./paper.js").Block} Block
 * @typedef {import("./paper.js").Row} Row
 */

/** @param {HTMLElement} place @param {Paper} paper */
export function drawPaper(place, { title, intro, rows, sections, signatures, foot }) {
  place.replaceChildren(
    element("h2", "paper__title", title),
    element("p", "paper__intro", intro),
    drawRows(rows),
    ...sections.map(({ part, title, blocks }) => {
      const section = element("section", "paper__section", element("h3", "paper__heading", title), ...blocks.map(drawBlock));
      section.dataset.part = part;
      return section;
    }),
    ...(signatures.length ? [drawSignatures(signatures)] : []),
    element("p", "paper__foot", foot),
  );
}

/** @param {Block} block */
function drawBlock(block) {
  if ("text" in block) return element("p", "paper__text", block.text);
  if ("lines" in block) return element("div", "", ...Array.from({ length: block.lines }, () => element("p", "paper__line")));
  if ("rows" in block) return drawRows(block.rows);
  const list = element(block.ordered ? "ol" : "ul", "paper__list", ...block.items.map((item) => element("li", "", item)));
  list.classList.toggle("paper__list--dense", Boolean(block.dense));
  return list;
}

/** @param {Row[]} rows */
function drawRows(rows) {
  const pairs = rows.map(({ label, text }) =>
    element("div", "paper__row", element("dt", "", label), element("dd", text ? "paper__text" : "paper__line", text)),
  );
  return element("dl", "paper__rows", ...pairs);
}

/** @param {string[]} names */
const drawSignatures = (names) => element("div", "paper__signatures", ...names.map((name) => element("p", "paper__signature", name)));

/** Text runs in its own direction, whatever the page's. @param {string} name @param {string} className @param {...(string | Node)} content */
function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content.some((one) => typeof one === "string" && one)) made.dir = "auto";
  made.append(...content);
  return made;
}
