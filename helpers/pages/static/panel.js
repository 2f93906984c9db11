// A panel shows HTML that the kit made: it asks the kernel for it, and the kernel sends it again
// when the answers change. What people typed comes escaped. Controls with `data-act` send their
// value to the kernel; elements with `data-key` keep their state (open, focused, what is searched for) when the panel
// is shown afresh. What a press brought (a link to a file) stands in an element with `data-brought`, and stays there
// until the next press in the panel, whatever else is shown afresh meanwhile; see `keepBrought`.

const LONGEST_FILE = 800_000; // characters of a file that somebody chose
const ECHO = 400; // ms: a second press on the same control within these is one press

// What JupyterLab needs besides (helpers/widgets/static/in_lab.js) is put here.
export const lab = { begin: (_el) => {}, link: (_page, _folders) => {} };

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
