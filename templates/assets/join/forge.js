/** Addresses of a forge's own pages, on which a file is made or changed. */

/** @typedef {{url: string, branch: string, kind: string}} Repository */

/** Servers refuse much longer addresses. */
export const LONGEST = 8_000;

const NAMES = new Map(Object.entries({ github: "GitHub", gitlab: "GitLab", gitea: "Gitea" }));

/** @param {Repository} repository */
export const forgeName = ({ kind }) => NAMES.get(kind) ?? kind;

const base = (/** @type {Repository} */ { url }) => url.replace(/\/+$/, "");
const branchOf = (/** @type {Repository} */ { branch }) => branch.split("/").map(encodeURIComponent).join("/");

/**
 * Where a new profile is proposed. GitHub takes the text in the address, if that stays short enough; the others don't.
 * @param {Repository} repository @param {string} slug @param {string} text @returns {{address: string, carries: boolean}} whether the text is in it
 */
export function newPage(repository, slug, text) {
  const file = `content/mentors/${slug}.md`;
  if (repository.kind === "gitlab") return { address: `${base(repository)}/-/new/${branchOf(repository)}?file_name=${file}`, carries: false };
  if (repository.kind === "gitea") return { address: `${base(repository)}/_new/${branchOf(repository)}/${file}`, carries: false };
  const bare = `${base(repository)}/new/${branchOf(repository)}?filename=${file}`;
  const whole = `${bare}&value=${encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"))}`;
  return whole.length <= LONGEST ? { address: whole, carries: true } : { address: bare, carries: false };
}

/** Where a profile's file is changed by hand. @param {Repository} repository @param {string} file such as ana-lima.md */
export function editPage(repository, file) {
  const way = { gitlab: "-/edit", gitea: "_edit" }[repository.kind] ?? "edit";
  return `${base(repository)}/${way}/${branchOf(repository)}/content/mentors/${file}`;
}
