// Where somebody is in a notebook. JupyterLab begins at the top after a reload, and goes to the last cell when all are
// run; whoever reloads the page or comes back to it wants to be where they were.
//
// It runs twice: in extension.js, as soon as a notebook is shown, and in a chapter's panels (in_lab.js), once cells have
// run. A JupyterLab that `ladder lab` didn't start, on a hub for one, has the panels alone. What both know of a notebook
// is kept with its element.
//
// A place is the first cell that can be seen and how far down it begins: heights differ from run to run. With the number
// of the active cell it is kept in this tab of the browser alone, under the notebook's path. Nothing else is kept.

const CELL = "data-windowed-list-index";
const KNOWN = Symbol.for("career-ladder-kit.place");
const MOVES = ["wheel", "touchstart", "pointerdown", "keydown"];
const LONGEST = 30_000; // ms that somebody who doesn't move is kept at a place, while cells above are drawn

/** What JupyterLab gives the focus to by itself, as it shows a notebook and runs its cells: nobody chose that. */
const ITS_OWN = ".jp-Notebook, .jp-Cell, .jp-WindowedPanel-outer, .cm-content";

/** What is pressed here may run all cells, and then JupyterLab goes to the last one: a place that nobody chose. */
const COMMANDS = ".lm-Menu, .lm-MenuBar, .lm-CommandPalette, .jp-Toolbar, .jp-Dialog";

/**
 * What is known of a notebook from now on. `place`: where they are, or null before they moved. `active`: the number of
 * the active cell. `isBack`: whether they were here before a reload, or before they went away, and nothing was run since.
 *
 * `scroller` holds the cells. Without a `path` the name on the notebook's tab has to do.
 */
export function follow(scroller, path = nameOf(scroller)) {
  if (scroller[KNOWN]) return { known: scroller[KNOWN], isNew: false };
  const key = `kit-place ${path}`;
  const { active, ...place } = taken(key) ?? {};
  const known = { place: "cell" in place ? place : null, active: active ?? 0, isBack: active !== undefined };
  scroller[KNOWN] = known;
  let isTheirs = false; // whether what happens is their doing
  const closed = new AbortController();
  const { signal } = closed;
  const notice = ({ target }) => {
    isTheirs = !(target instanceof Element && target.closest(COMMANDS));
    if (scroller.isConnected) return;
    closed.abort(); // the notebook was closed, and should be forgotten
    delete scroller[KNOWN];
  };
  for (const move of MOVES) addEventListener(move, notice, { capture: true, signal });
  scroller.addEventListener("scroll", () => {
    if (!isTheirs || scroller.clientHeight === 0) return;
    const cell = [...scroller.querySelectorAll(`[${CELL}]`)].find((each) => topIn(scroller, each) + each.offsetHeight > 0);
    if (cell) known.place = { cell: Number(cell.getAttribute(CELL)), top: topIn(scroller, cell) };
  });
  addEventListener("pagehide", () => {
    if (!scroller.isConnected || !(known.place || known.active)) return;
    try {
      sessionStorage.setItem(key, JSON.stringify({ ...known.place, active: known.active }));
    } catch {
      // then it opens at its beginning
    }
  }, { signal });
  return { known, isNew: true };
}

/**
 * Cells have run, and the first of them draws its panel afresh. Whoever runs a chapter wants its beginning, the first
 * time after a reload the place where they are.
 */
export function begin(scroller) {
  const { known } = follow(scroller);
  stay(scroller, known.isBack ? known.place : null);
  known.isBack = false;
}

/** Keep a notebook at a place (null: its beginning) until somebody moves it, while its cells take other heights. */
export function stay(scroller, place) {
  const over = new AbortController();
  const { signal } = over;
  const go = () => goTo(scroller, place);
  const grown = new ResizeObserver(go);
  for (const part of scroller.children) grown.observe(part);
  scroller.addEventListener("scroll", go, { signal });
  signal.addEventListener("abort", () => grown.disconnect());
  for (const move of MOVES) addEventListener(move, () => over.abort(), { capture: true, signal });
  // A screen reader's own cursor presses no key here: it puts the focus on what it reads, or selects it.
  const isItsOwn = ({ target }) => target instanceof Element && target.matches(ITS_OWN);
  addEventListener("focusin", (event) => isItsOwn(event) || over.abort(), { capture: true, signal });
  document.addEventListener("selectionchange", () => isSelected() && over.abort(), { signal });
  setTimeout(() => over.abort(), LONGEST);
  go();
}

/** Whether something is selected, or a caret stands, elsewhere than in a cell's code, where JupyterLab puts it. */
function isSelected() {
  const at = document.getSelection()?.anchorNode;
  const around = at instanceof Element ? at : at?.parentElement;
  return Boolean(around && !around.closest(".cm-content") && !around.matches(ITS_OWN));
}

const topIn = (scroller, cell) => cell.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

function goTo(scroller, place) {
  const cell = place && scroller.querySelector(`[${CELL}="${place.cell}"]`);
  if (!cell) {
    scroller.scrollTop = 0;
    return;
  }
  const wanted = place.top + cell.offsetHeight > 0 ? place.top : 0; // without its output it is short: then it is in sight
  const further = topIn(scroller, cell) - wanted;
  if (Math.abs(further) >= 1) scroller.scrollTop += further;
}

function nameOf(scroller) {
  const panel = scroller.closest(".jp-NotebookPanel");
  const tab = panel && document.querySelector(`.lm-TabBar-tab[data-id="${CSS.escape(panel.id)}"]`);
  return tab?.textContent ?? location.pathname;
}

/** What was kept by this name, for whoever has just reloaded the page or come back to it; told once, and null for all others. */
function taken(key) {
  const [came] = performance.getEntriesByType("navigation"); // none in a browser that gives nothing away
  try {
    const kept = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    return !came || came.type === "navigate" ? null : kept;
  } catch {
    return null; // a browser that keeps nothing for pages
  }
}
