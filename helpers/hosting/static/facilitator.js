// The facilitator's page follows the room: parts that changed are put in place, and news is told to those who listen.

import { draw } from "./act.js";
import { announcer } from "./aloud.js";
import { ask, clock, follow, put } from "./following.js";

const NEWS_SECONDS = 20; // people join in bursts: whoever listens shouldn't hear each of them
const SETTLED_SECONDS = 1; // the button of the part after it comes under the same finger: a double click skips no part

const page = document.getElementById("lead");
const { root, session } = page.dataset;
const trouble = document.getElementById("trouble");
const minutes = document.getElementById("minutes");
const aloud = announcer(document.getElementById("said"));
const time = clock(page.querySelector("[data-clock]"), aloud);

/** @type {() => Promise<LeadState>} */
const look = () => ask(`${root}/f/state`);
const now = follow({
  look,
  heard: show,
  trouble: (words) => {
    trouble.textContent = words;
  },
});

/** @param {LeadState} state */
function show(state) {
  if (state.session !== session) return location.reload(); // this browser was let into another one
  if (state.closed !== ("closed" in page.dataset)) return location.reload();
  if (state.address !== page.dataset.address) {
    history.scrollRestoration = "manual"; // wherever one has scrolled, it is to be read, and said aloud
    location.hash = "moved";
    return location.reload(); // its links and its QR code are others
  }
  for (const [name, html] of Object.entries(state.parts)) {
    // What can be chosen only before somebody joins is gone after that, and the smallest group stands in several places.
    for (const place of page.querySelectorAll(`[data-part="${name}"]`)) put(place, html);
  }
  offerPlan(state.unjoined);
  if (state.begun) begun();
  time(state.left);
  if (minutes.defaultValue !== String(state.minutes)) {
    const own = minutes.value !== minutes.defaultValue;
    minutes.defaultValue = state.minutes;
    if (!own) minutes.value = state.minutes;
  }
  if (state.said) aloud.say(state.said);
  else news(state.news);
}

/** @type {LeadNews} */
let told = { joined: page.dataset.joined, reveal: page.dataset.reveal };
/** @type {Partial<LeadNews>} */
let lately = {};
let toldAt = -Infinity;

/** @param {LeadNews} found */
function news(found) {
  const settled = Object.keys(found).filter((name) => found[name] !== told[name] && found[name] === lately[name]);
  lately = found;
  if (!settled.length || performance.now() - toldAt < NEWS_SECONDS * 1000) return;
  aloud.say(settled.map((name) => found[name]).join(" "));
  told = { ...told, ...Object.fromEntries(settled.map((name) => [name, found[name]])) };
  toldAt = performance.now();
}

const following = page.querySelector('[data-part="next"]');
/** @type {ReturnType<typeof setTimeout> | undefined} */
let settled;
page.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("here" in form.dataset)) return;
  event.preventDefault();
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const beside = form.querySelector("[data-answer]");
  /** @type {() => Promise<LeadState>} */
  const act = () => ask(form.action, { method: "POST", body });
  const done = await now(beside ? () => besideIt(act, form, beside) : act);
  if (done && form.contains(minutes)) minutes.value = minutes.defaultValue; // what was typed was for that clock alone
  if (!done || !form.action.endsWith("/f/step")) return;
  settle();
  toTheTop();
});

/**
 * A long form says beside its button how it went, where whoever pressed it looks.
 * @param {() => Promise<LeadState>} act
 * @returns {Promise<LeadState>}
 */
async function besideIt(act, form, beside) {
  const tell = (text) => {
    beside.textContent = "";
    requestAnimationFrame(() => (beside.textContent = text)); // also if it is what was said last
  };
  try {
    const state = await act();
    tell(state.said);
    if ("empties" in form.dataset) {
      form.reset();
      draw(); // what is entered next is another pile; as long as no reply came, it may be the same one
    }
    return { ...state, said: "" };
  } catch (error) {
    if (error.over) throw error;
    tell(error.message);
    return look();
  }
}

/** What comes next can't be pressed at once. */
function settle() {
  following.inert = true;
  clearTimeout(settled);
  settled = setTimeout(() => (following.inert = false), SETTLED_SECONDS * 1000);
}

/** What has begun is in view and has the focus, not the button of what comes next: a second press would skip a part. */
function toTheTop() {
  const title = document.getElementById("now-heading");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
  document.getElementById("now").scrollIntoView({ block: "start" });
}

/** Once it has begun, what comes before it folds, unless somebody is at work there; a click unfolds it again. */
function begun() {
  if ("begun" in page.dataset) return;
  page.dataset.begun = "";
  for (const fold of page.querySelectorAll("details[data-until-begun]")) {
    if (!fold.contains(document.activeElement)) fold.open = false;
  }
}

/** What is asked can be chosen only until somebody joins. */
function offerPlan(open) {
  const [plan, over] = ["plan", "plan-over"].map((id) => document.getElementById(id));
  if (!plan || plan.hidden !== open) return;
  const inside = plan.contains(document.activeElement);
  plan.hidden = !open;
  over.hidden = open;
  if (inside) over.focus({ preventScroll: true });
}

/** Each statement's box is there once, and moves to where it is listed: under its level, or under its competency. */
const boxes = [...page.querySelectorAll("#plan-form li[data-level]")];
const listed = page.querySelectorAll("[data-listed]");
function list(by) {
  for (const one of boxes) {
    page.querySelector(`[data-of="${CSS.escape(one.dataset[by])}"]`).append(one);
    for (const beside of one.querySelectorAll("[data-beside]")) beside.hidden = beside.dataset.beside !== by;
  }
  for (const way of listed) way.hidden = way.dataset.listed !== by;
}
const byWhat = page.querySelector("[data-by]");
if (byWhat) byWhat.hidden = listed[1].childElementCount < 2; // one competency alone is no choice

// What is chosen is counted while it is chosen.
document.getElementById("plan-form")?.addEventListener("change", ({ currentTarget, target }) => {
  if (target.name === "by") list(target.value);
  const chosen = (within) => within.querySelectorAll('input[name="statement"]:checked').length;
  const told = currentTarget.querySelector(".lead-chosen");
  const { seconds, most } = told.dataset;
  const [number, minutes] = told.querySelectorAll("b");
  number.textContent = chosen(currentTarget);
  minutes.textContent = Math.round((chosen(currentTarget) * seconds) / 60);
  told.classList.toggle("is-late", chosen(currentTarget) > most);
  for (const level of currentTarget.querySelectorAll("details")) level.querySelector("[data-chosen]").textContent = chosen(level);
});

if (navigator.clipboard) {
  const link = document.getElementById("join-link"); // gone once the session is closed
  if (link) offer(link, "Copy the link", () => link.querySelector("a").href);
  for (const box of page.querySelectorAll("[data-copy]")) offer(box, "Copy this text", () => box.value);
}

/** A button behind an element that copies something. */
function offer(element, words, text) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "kp-quiet";
  copy.textContent = words;
  copy.addEventListener("click", () => navigator.clipboard.writeText(text()).then(() => aloud.say("Copied."), () => {}));
  element.after(copy);
}
