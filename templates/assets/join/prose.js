/**
 * Markdown as the preview shows it: paragraphs, lists, quotes, headings, and what stands within a line. The site's own renderer
 * knows more; a mentor sees here whether a list is a list. Only text and elements are made, never markup.
 */

const KINDS = [
  { mark: /^[-*+] +/, list: "ul" },
  { mark: /^\d+\. +/, list: "ol" },
  { mark: /^> ?/, quote: "blockquote" },
  { mark: /^#{1,6} +/, heading: "h4" },
];
const WITHIN = /\*\*(?<strong>.+?)\*\*|\*(?<em>[^\s*].*?)\*|(?<!\w)_(?<low>[^\s_].*?)_(?!\w)|`(?<code>.+?)`|\[(?<label>[^\]]+)\]\((?<href>https:\/\/[^\s)]+)\)|\\(?<plain>[\\`*_{}[\]()#+.!>-])/su;

/** @param {string} text @returns {HTMLElement[]} */
export const prose = (text) => text.replace(/^#{1,6} .*$/gm, "\n$&\n").trim().split(/\n\s*\n/).map(block);

/** @param {string} text */
function block(text) {
  const kind = KINDS.find(({ mark }) => mark.test(text));
  if (kind?.list) return filled(kind.list, items(text, kind.mark).map((item) => filled("li", inline(item))));
  if (kind?.quote) return filled(kind.quote, [filled("p", inline(text.split("\n").map((line) => line.replace(kind.mark, "")).join("\n")))]);
  return filled(kind?.heading ?? "p", inline(kind ? text.replace(kind.mark, "") : text));
}

/** The items of a list; a line without a mark goes on with the item above it. @param {string} text @param {RegExp} mark */
function items(text, mark) {
  /** @type {string[]} */ const found = [];
  for (const line of text.split("\n")) {
    if (mark.test(line)) found.push(line.replace(mark, ""));
    else found.push(`${found.pop()}\n${line.trim()}`);
  }
  return found;
}

/** @param {string} text @returns {(string | HTMLElement)[]} */
function inline(text) {
  const match = WITHIN.exec(text);
  if (!match?.groups) return text ? [text] : [];
  return [text.slice(0, match.index), styled(match.groups), ...inline(text.slice(match.index + match[0].length))];
}

/** What one match stands for. A link leads nowhere yet: who fills a form shouldn't leave it. @param {Record<string, string>} groups */
function styled({ strong, em, low, code, label, plain }) {
  if (plain) return plain;
  if (code) return filled("code", [code]);
  if (label) return filled("u", inline(label));
  return strong ? filled("strong", inline(strong)) : filled("em", inline(em ?? low));
}

/** @param {string} tag @param {(string | HTMLElement)[]} content */
function filled(tag, content) {
  const element = document.createElement(tag);
  element.dir = "auto";
  element.append(...content);
  return element;
}
