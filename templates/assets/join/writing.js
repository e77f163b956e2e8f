/**
 * The canonical text of a profile, byte for byte as writing.py gives it: the same fields make the same file, whoever writes
 * them. A test compares the two.
 */

/**
 * @typedef {string | boolean | any[] | {[name: string]: any}} Value a text, or a list or group of values
 * @typedef {Record<string, string[]>} Order path of a group, "" for the profile -> its fields as they are written
 */

const WIDTH = 100;
const PLAIN = /^(?:[\p{L}\p{Nl}\p{No}]|\p{Nd}{4}-\p{Nd}\p{Nd}-\p{Nd}\p{Nd}$|\p{Nd}{1,9}$)[^:#[\]{},&*!|>'"%@`\n\t\\]*(?<! )$/u;
const WORDS = new Set(["null", "true", "false", "yes", "no", "on", "off", "y", "n"]);

const width = (/** @type {string} */ text) => [...text].length;
const isGroup = (/** @type {Value} */ value) => typeof value === "object" && !Array.isArray(value);
/** @param {Value | undefined} value */
export const isEmpty = (value) => value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);

/** A text as a YAML value: plain where it can't be misread, else in double quotes. @param {string} text */
export const quoted = (text) => (PLAIN.test(text) && !WORDS.has(text.toLowerCase()) ? text : JSON.stringify(text));

export class Writer {
  #order;

  /** @param {Order} order */
  constructor(order) {
    this.#order = order;
  }

  /** A profile's file: the fields, and below them the bio. @param {Record<string, Value>} fields */
  profile(fields) {
    const { bio = "", ...rest } = fields;
    const text = String(bio).trim();
    return `---\n${this.fields(rest)}---\n${text && "\n"}${text}${text && "\n"}`;
  }

  /** Fields in the schema's order, nothing empty. @param {Record<string, Value>} fields */
  fields(fields) {
    return this.#inOrder(fields, "").map((name) => this.#entry(name, fields[name], 0, name)).join("");
  }

  /**
   * A change as `mentordir add` reads it: the fields that are named, those without a value to be taken out.
   * @param {string} slug @param {Record<string, Value>} changes dotted path -> value, empty where it is taken out
   */
  change(slug, changes) {
    return `# mentordir: change ${slug}\n${this.#changed(Object.entries(changes), 0, "")}`;
  }

  /** @param {[path: string, value: Value][]} changes below a group @param {number} indent @param {string} group @returns {string} */
  #changed(changes, indent, group) {
    /** @type {Map<string, [string, Value][]>} */
    const inner = new Map();
    for (const [path, value] of changes) {
      const [name, ...rest] = path.split(".");
      inner.set(name, [...(inner.get(name) ?? []), [rest.join("."), value]]);
    }
    const lines = this.#sorted([...inner.keys()], group).map((name) => {
      const path = group ? `${group}.${name}` : name;
      const [[rest, value], ...others] = inner.get(name) ?? [];
      if (!rest && !others.length && !isEmpty(value)) return this.#entry(name, value, indent, path);
      const below = rest ? this.#changed(inner.get(name) ?? [], indent + 2, path) : "";
      return [" ".repeat(indent), name, ":\n", below].join("");
    });
    return lines.join("");
  }

  /** @param {string[]} names @param {string} path */
  #sorted(names, path) {
    const known = this.#order[path] ?? [];
    const place = (/** @type {string} */ name) => (known.includes(name) ? known.indexOf(name) : known.length);
    return names.sort((a, b) => place(a) - place(b));
  }

  /** @param {Record<string, Value>} fields @param {string} path */
  #inOrder(fields, path) {
    return this.#sorted(Object.keys(fields).filter((name) => !isEmpty(fields[name])), path);
  }

  /** @param {Record<string, Value>} group @param {number} indent @param {string} path @returns {string} */
  #entries(group, indent, path) {
    return this.#inOrder(group, path).map((key) => this.#entry(key, group[key], indent, `${path}.${key}`)).join("");
  }

  /** The lines of one field. @param {string} name @param {Value} value @param {number} indent @param {string} path @returns {string} */
  #entry(name, value, indent, path) {
    const space = " ".repeat(indent);
    if (isGroup(value)) {
      const group = /** @type {Record<string, Value>} */ (value);
      return `${space}${name}:\n${this.#entries(group, indent + 2, path)}`;
    }
    const line = this.#inline(value, path);
    if (Array.isArray(value) && (value.some(isGroup) || width(line) + indent > WIDTH)) {
      const items = value.map((item) => this.#item(item, indent + 2, path));
      return `${space}${name}:\n${items.join("")}`;
    }
    const text = typeof value === "string" ? value.trim() : "";
    if (text.includes("\n") && isBlock(text)) {
      const lines = text.split("\n").map((one) => (space + "  " + one).trimEnd() + "\n");
      return `${space}${name}: |-\n${lines.join("")}`;
    }
    return `${space}${name}: ${line}\n`;
  }

  /** The lines of one entry of a list: on one line where they fit. @param {Value} item @param {number} indent @param {string} path */
  #item(item, indent, path) {
    const space = " ".repeat(indent);
    const line = `${space}- ${this.#inline(item, path)}\n`;
    if (!isGroup(item) || width(line) <= WIDTH) return line;
    return `${space}- ${this.#entries(/** @type {Record<string, Value>} */ (item), indent + 2, path).slice(indent + 2)}`;
  }

  /** A value on one line. @param {Value} value @param {string} path @returns {string} */
  #inline(value, path) {
    if (typeof value === "boolean") return String(value);
    if (typeof value === "string") return quoted(value.trim());
    const parts = Array.isArray(value)
      ? value.map((item) => this.#inline(item, path))
      : this.#inOrder(value, path).map((key) => [key, this.#inline(value[key], `${path}.${key}`)].join(": "));
    return Array.isArray(value) ? `[${parts.join(", ")}]` : `{${parts.join(", ")}}`;
  }
}

/** Whether a text of several lines survives as a block: no space that would count as indentation, none that would be lost. @param {string} text */
function isBlock(text) {
  const lines = text.split("\n");
  return !/^[ \t]/.test(lines[0]) && lines.every((line) => line === line.trimEnd() && !line.includes("\t"));
}
