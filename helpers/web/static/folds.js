// What is closed at first on a page (stories, remarks) stays as somebody left it: which of them are open is
// remembered in this browser, and nothing else about them.

/** Open what was left open, and remember from now on; gives the function that opens whatever a node stands in. */
export function keepFolds() {
  const key = `kit-open ${location.pathname}`;
  const folds = [...document.querySelectorAll("details[data-fold]")];
  const open = new Set(stored(key));
  for (const fold of folds) {
    fold.open = open.has(fold.dataset.fold);
    fold.addEventListener("toggle", () => remember(key, folds.filter((one) => one.open).map((one) => one.dataset.fold)));
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

/** In this tab alone for somebody who said so, on a computer that others use. */
const storage = () => (sessionStorage.getItem(`kit-alone ${new URL(".", location.href).pathname}`) ? sessionStorage : localStorage);

function stored(key) {
  try {
    return JSON.parse(storage().getItem(key)) ?? [];
  } catch {
    return []; // a browser that keeps nothing for pages
  }
}

function remember(key, names) {
  try {
    if (names.length) storage().setItem(key, JSON.stringify(names));
    else storage().removeItem(key);
  } catch {
    // then they are closed again the next time
  }
}
