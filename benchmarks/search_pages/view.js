// The page around another search: the same hooks as ours, so that one driver can use them all. benchmarks/search.py puts
// an engine in front of this: open() loads it once, find(query) gives {total, shown: [{url, title}]}.

const form = document.querySelector("[data-search]");
const box = form.elements.namedItem("q");
const results = document.querySelector("[data-results]");
let latest = 0;

async function search() {
  const ticket = ++latest;
  results.setAttribute("aria-busy", "true");
  const { total, shown } = box.value.trim() ? await find(box.value) : { total: 0, shown: [] };
  if (ticket !== latest) return;
  results.replaceChildren(...shown.map(entry));
  results.dataset.total = String(total);
  results.setAttribute("aria-busy", "false");
}

function entry({ url, title }) {
  const item = document.createElement("li");
  const heading = document.createElement("h3");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = title;
  heading.append(link);
  item.append(heading);
  return item;
}

// No debounce: results are to change with every key, as ours do.
box.addEventListener("input", () => void search());
box.addEventListener("focus", () => void open(), { once: true });
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
