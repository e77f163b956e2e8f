let opening;

function open() {
  opening ??= Promise.all([script("lunr.min.js"), json("index.json"), json("documents.json")]).then(([, index, names]) => ({
    index: lunr.Index.load(index),
    names,
  }));
  return opening;
}

function script(src) {
  return new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: reject }));
  });
}

const json = async (url) => (await fetch(url)).json();

async function find(query) {
  const { index, names } = await open();
  const found = searched(index, query);
  return { total: found.length, shown: found.slice(0, 20).map(({ ref }) => ({ url: `mentors/${ref}/`, title: names[ref] })) };
}

/** What lunr's query syntax refuses ("name:" half typed) finds nothing, instead of failing. */
function searched(index, query) {
  try {
    return index.search(query);
  } catch (error) {
    if (error instanceof lunr.QueryParseError) return [];
    throw error;
  }
}

