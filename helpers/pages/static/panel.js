// A panel shows HTML that the kit made: it asks the kernel for it, and the kernel sends it again
// when the answers change. What people typed comes escaped. Controls with `data-act` send their
// value to the kernel; elements with `data-key` keep their state (open, focused, what is searched for) when the panel
// is shown afresh. What a press brought (a link to a file) stands in an element with `data-brought`, and stays there
// until the next press in the panel, whatever else is shown afresh meanwhile; see `keepBrought`.

const LONGEST_FILE = 800_000; // characters of a file that somebody chose
const ECHO = 400; // ms: a second press on the same control within these is one press

// What JupyterLab needs besides stands at the end.
const lab = { begin: (_el) => {}, link: (_page, _folders) => {} };

// A text area prints as much of its text as it shows: on paper a copy stands in its place, of each area one.
addEventListener("beforeprint", () => {
  for (const area of document.querySelectorAll(".kp-paste textarea:not(:has(+ .kp-printed))")) {
    area.after(Object.assign(document.createElement("div"), { className: "kp-printed", textContent: area.value }));
  }
});
addEventListener("afterprint", () => document.querySelectorAll(".kp-printed").forEach((copy) => copy.remove()));

function render({ model, el }) {
  // On a page of its own the HTML stands there from the first byte.
  const page = el.querySelector(":scope > .kp") ?? document.createElement("div");
  page.className = "kp";
  page.lang = "en"; // what the kit says; what a ladder says in another language says so itself
  const said = document.createElement("p");
  said.className = "kp-unseen";
  said.setAttribute("role", "status");
  const root = document.createElement("div");
  root.append(page, said);
  // JupyterLab's notebook listens to single keys: these are for the panel alone.
  root.dataset.lmSuppressShortcuts = "true";
  el.append(root);

  let isNew = true;
  let isDrawing = false;
  const show = ({ html, folders }) => {
    const restore = remember(page, true);
    const bring = keepBrought(page);
    isDrawing = true; // a browser takes it for a change that a half-typed search is taken away, and says so at once
    page.innerHTML = html;
    isDrawing = false;
    bring();
    if (isNew && page.querySelector(".kp-header")) lab.begin(el);
    isNew = false;
    lab.link(page, folders);
    restore();
    const say = page.querySelector("[data-say]")?.dataset.say ?? "";
    if (said.textContent !== say) said.textContent = say; // what was said is not said again
  };
  const act = (event) => {
    const control = event.target.closest("[data-act]");
    if (!control || control.ariaDisabled === "true" || isDrawing) return;
    if (control.matches("input[type=file]")) {
      if (event.type === "change") sendFile(control, press);
      return;
    }
    if (event.type !== (control.matches("input, select") ? "change" : "click")) return;
    const beside = control.dataset.with && page.querySelector(`[data-key="${CSS.escape(control.dataset.with)}"]`);
    press(control.dataset.act + control.value + (beside?.value ?? ""));
  };
  // What a press makes carries a number that this device drew for it: whoever hears it a second time, since somebody
  // pressed twice or the reply got lost, finds what it made the first time.
  const last = { value: null, at: -Infinity, act: "" };
  const press = (value) => {
    const at = performance.now();
    Object.assign(last, { value, at, act: value === last.value && at - last.at < ECHO ? last.act : freshAct() });
    said.textContent = ""; // so that the same is said again if it comes of this press too
    for (const brought of page.querySelectorAll("[data-brought]")) brought.toggleAttribute("data-plain", true);
    model.send({ type: "act", value, act: last.act });
  };
  const copy = async ({ target }) => {
    const button = target.closest("[data-copy]");
    const area = button && page.querySelector(`textarea[data-key="${CSS.escape(button.dataset.copy)}"]`);
    if (!area) return;
    area.select();
    const isCopied = await (navigator.clipboard?.writeText(area.value).then(() => true) ?? Promise.reject()).catch(() => document.execCommand("copy"));
    said.textContent = button.textContent = isCopied ? "Copied" : "Press Ctrl+C to copy";
  };
  const { showOnce, end } = unlessPressed(page, show);
  page.addEventListener("click", act);
  page.addEventListener("click", copy);
  page.addEventListener("change", act);
  page.addEventListener("submit", (event) => event.preventDefault());
  model.on("msg:custom", showOnce);
  model.send({ type: "hello" });
  return () => {
    model.off("msg:custom", showOnce);
    end();
  };
}

/**
 * `show`, but not between the two halves of a press: HTML that is replaced while a button is down takes the
 * press with it, since a browser makes a click only of a press and a release on one and the same element.
 */
function unlessPressed(page, show) {
  let isPressed = false;
  let waiting = []; // all of them, in order: what an earlier press brought may be followed by what an answer changed
  const showOnce = (message) => (isPressed ? waiting.push(message) : show(message));
  const press = ({ type, key }) => (isPressed ||= type === "pointerdown" || key === " ");
  const release = () =>
    setTimeout(() => {
      isPressed = false; // the click that belongs to it was heard before this
      const messages = waiting;
      waiting = [];
      messages.forEach(show);
    });
  const releases = ["pointerup", "pointercancel", "keyup", "blur"];
  page.addEventListener("pointerdown", press);
  page.addEventListener("keydown", press);
  for (const type of releases) globalThis.addEventListener(type, release, true);
  return { showOnce, end: () => releases.forEach((type) => globalThis.removeEventListener(type, release, true)) };
}

/** A file that somebody chose, as text behind the control's `data-act`; one that is far too large as nothing. */
async function sendFile(control, press) {
  const [file] = control.files;
  if (!file) return;
  const text = file.size < LONGEST_FILE ? await file.text().catch(() => "") : "";
  press(control.dataset.act + text);
}

/** 32 hex digits; `randomUUID` is missing on a plain http address. */
const freshAct = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * What is open, where the focus is and what is typed there, to be put back after the HTML was replaced. Where the control
 * is gone that had the focus, and `orNear`, what holds the next one has it, or else the one before: nothing that
 * another press of the same key would do.
 */
export function remember(page, orNear = false) {
  const find = (key) => page.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const open = [...page.querySelectorAll("details[data-key]")].map((details) => [details.dataset.key, details.open]);
  const focused = page.contains(document.activeElement) && document.activeElement.closest("[data-key]");
  const typed = focused && focused.matches("input[type=search]") && [focused.value, focused.selectionStart, focused.selectionEnd];
  const keys = focused ? [...page.querySelectorAll("[data-key]")].map((each) => each.dataset.key) : [];
  const at = keys.indexOf(focused && focused.dataset.key);
  return () => {
    for (const [key, isOpen] of open) find(key)?.toggleAttribute("open", isOpen);
    if (!focused) return;
    const same = find(keys[at]);
    const key = [...keys.slice(at), ...keys.slice(0, at).reverse()].find((each) => find(each));
    const near = !same && orNear && key && find(key).closest("li, p, fieldset, details, section");
    if (near) near.tabIndex = -1;
    (same?.querySelector("summary") ?? same ?? near)?.focus?.({ preventScroll: true });
    if (!typed || !same) return;
    same.value = typed[0];
    same.setSelectionRange(typed[1], typed[2]);
  };
}

/**
 * What a press brought, to be put back after the HTML was replaced by one that no press asked for. `data-brought` names
 * its place; what stands there by itself has `data-plain`. `data-rests` stands for all that it was made from: where
 * that has changed, `data-past` is said below it.
 */
function keepBrought(page) {
  const brought = [...page.querySelectorAll("[data-brought]:not([data-plain])")];
  return () => {
    for (const place of page.querySelectorAll("[data-brought][data-plain]")) {
      const old = brought.find((each) => each.dataset.brought === place.dataset.brought);
      if (!old) continue;
      const isPast = old.dataset.rests !== place.dataset.rests && !old.querySelector("progress"); // not of what is being made
      old.querySelector(":scope > .kp-past")?.remove();
      if (isPast) old.append(Object.assign(document.createElement("p"), { className: "kp-notice kp-past", textContent: place.dataset.past }));
      place.replaceWith(old);
    }
  };
}

export default { render };

// JupyterLab alone: a site's pages do without what follows (helpers/site/lean.py).

Object.assign(lab, { begin: beginWhereTheyWere, link: openInLab });

/**
 * JupyterLab goes to the last cell that it runs. Whoever runs a chapter wants its beginning, where its header has just
 * been drawn, and after a reload the place where they were: stay there until they move themselves, half a minute at
 * most.
 */
function beginWhereTheyWere(el) {
  const scroller = el.closest(".jp-WindowedPanel-outer");
  if (!scroller) return;
  const place = scroller.dataset.kitPlace ? null : placeBefore(scroller);
  const over = new AbortController();
  const stay = () => goTo(scroller, place);
  if (!scroller.dataset.kitPlace) rememberPlace(scroller, place, over.signal);
  scroller.addEventListener("scroll", stay, { signal: over.signal });
  const grown = new ResizeObserver(stay); // cells above are drawn one after the other, and take other heights
  for (const part of scroller.children) grown.observe(part);
  over.signal.addEventListener("abort", () => grown.disconnect());
  for (const move of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(move, () => over.abort(), { capture: true, signal: over.signal });
  }
  setTimeout(() => over.abort(), 30_000);
  stay();
}

// A place in a notebook is the first cell that can be seen and how far down it begins: heights differ from run to run.
// It is kept in this tab of the browser alone, under the notebook's name on its tab in JupyterLab.

const CELL = "data-windowed-list-index";
const topIn = (scroller, cell) => cell.getBoundingClientRect().top - scroller.getBoundingClientRect().top;

function goTo(scroller, place) {
  const cell = place && scroller.querySelector(`[${CELL}="${place.cell}"]`);
  if (!cell) scroller.scrollTop = 0;
  else if (Math.abs(topIn(scroller, cell) - place.top) >= 1) scroller.scrollTop += topIn(scroller, cell) - place.top;
}

function placeKey(scroller) {
  const panel = scroller.closest(".jp-NotebookPanel");
  const tab = panel && document.querySelector(`.lm-TabBar-tab[data-id="${CSS.escape(panel.id)}"]`);
  return `kit-place ${tab?.textContent ?? location.pathname}`;
}

/** Where somebody was who has just reloaded the page or gone back to it; told once, and null for everybody else. */
function placeBefore(scroller) {
  const key = placeKey(scroller);
  const [{ type }] = performance.getEntriesByType("navigation");
  try {
    const place = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    return type === "navigate" ? null : place;
  } catch {
    return null; // a browser that keeps nothing for pages
  }
}

/** Remember where somebody is in a notebook, as soon as they move it themselves (`moved` is a signal, aborted then). */
function rememberPlace(scroller, before, moved) {
  scroller.dataset.kitPlace = "remembered";
  const key = placeKey(scroller);
  let place = before;
  scroller.addEventListener("scroll", () => {
    if (!moved.aborted || scroller.clientHeight === 0) return;
    const cell = [...scroller.querySelectorAll(`[${CELL}]`)].find((each) => topIn(scroller, each) + each.offsetHeight > 0);
    if (cell) place = { cell: Number(cell.getAttribute(CELL)), top: topIn(scroller, cell) };
  });
  addEventListener("pagehide", () => {
    try {
      if (place && scroller.isConnected) sessionStorage.setItem(key, JSON.stringify(place));
    } catch {
      // then it opens at its beginning
    }
  });
}

/**
 * In JupyterLab a link to a chapter opens it as a tab. Links are relative to the folder of the
 * notebook (`folders` are ways to write that one), but JupyterLab's own address may be another;
 * and a link that is followed as it stands loads all of JupyterLab again.
 */
function openInLab(page, folders) {
  const config = document.getElementById("jupyter-config-data");
  const { appName, serverRoot, baseUrl } = config ? JSON.parse(config.textContent) : {};
  if (appName !== "JupyterLab") return;
  const root = `${serverRoot.replace(/\/+$/, "")}/`;
  const folder = folders.map((spelling) => `${spelling}/`).find((spelling) => spelling.startsWith(root));
  if (!folder) return;
  for (const link of page.querySelectorAll("a[href$='.ipynb']")) {
    const path = folder.slice(root.length) + link.getAttribute("href");
    link.href = `${baseUrl}lab/tree/${encodeURI(path)}`;
    link.dataset.commandlinkerCommand = "docmanager:open"; // JupyterLab listens for clicks on these
    link.dataset.commandlinkerArgs = JSON.stringify({ path });
  }
}
