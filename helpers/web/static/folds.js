// What is closed at first on a page (stories, remarks) stays as somebody left it: which of them are open is
// remembered in this browser, and nothing else about them.

const KEY = `kit-open ${location.pathname}`;

/** Open what was left open, and remember from now on; gives the function that opens whatever a node stands in. */
export function keepFolds() {
  const folds = [...document.querySelectorAll("details[data-fold]")];
  const open = new Set(stored());
  for (const fold of folds) {
    fold.open = open.has(fold.dataset.fold);
    fold.addEventListener("toggle", () => remember(folds.filter((one) => one.open).map((one) => one.dataset.fold)));
  }
  const reveal = (node) => {
    for (let fold = node?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  addEventListener("hashchange", () => {
    reveal(aimed());
    aimed()?.scrollIntoView();
  });
  reveal(aimed());
  return reveal;
}

/** What the address names on this page, if anything. */
const aimed = () => (location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null);

function stored() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return []; // a browser that keeps nothing for pages
  }
}

function remember(names) {
  try {
    if (names.length) localStorage.setItem(KEY, JSON.stringify(names));
    else localStorage.removeItem(KEY);
  } catch {
    // then they are closed again the next time
  }
}
