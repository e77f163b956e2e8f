let opening;

/** As its own UI does: at the first focus, and told to start at once. */
function open() {
  opening ??= import("./pagefind/pagefind.js").then(async (pagefind) => {
    await pagefind.init();
    return pagefind;
  });
  return opening;
}

async function find(query) {
  const pagefind = await open();
  const { results } = await pagefind.search(query);
  const shown = await Promise.all(results.slice(0, 20).map((result) => result.data()));
  return { total: results.length, shown: shown.map(({ url, meta }) => ({ url, title: meta.title })) };
}

