// The page that makes a ladder of a spreadsheet: its form is read here, by the kit in a worker, and sent nowhere. Each
// step is a `main` of its own, and the browser's way back leads to the one before, as it was left.

import { startWorker } from "./start_worker.js";
import { isRenewed } from "./version.js";
import { ENGINE_MB } from "./where.js";

const WORDS = {
  coming: `You can choose your table already. What reads it is being fetched (at most ${ENGINE_MB + 1} MB, the first time).`,
  reading: "Reading your table …",
  waiting: `Your table is read as soon as what reads it is here (at most ${ENGINE_MB + 1} MB, the first time) …`,
  away: "This browser can’t run what reads your table. Nothing is lost: the kit on a computer has the same page (open its chapters, then “Make a ladder of your own spreadsheet”), and so may a newer browser.",
  renewed: "This site was renewed while this page was open, and what reads your table is gone from its server. Reload the page and choose your table again: nothing of it was sent or kept anywhere.",
  broken: "Reading your table came to an end for a reason that this page doesn’t know; your table may be larger than this device has room for. What you chose still stands here: try once more, or with fewer sheets.",
};
const SOON = 1500; // ms: what is there by then needs no words

const steps = [document.querySelector("main")]; // every step that was shown, as it stands
const first = steps[0].cloneNode(true);
const most = Number(first.dataset.most);
let at = 0;
let kind = "coming";
let busy = false;
let ended = Promise.resolve(); // once it is known why what reads tables is gone
let told = "";
let worker = begin();

history.replaceState({ step: 0 }, "");
setTimeout(() => kind === "coming" && !busy && said(WORDS.coming), SOON);

function begin() {
  return startWorker("importing_worker.js", { ready: () => become("there"), broken: () => (ended = gone()) });
}

async function gone() {
  become((await isRenewed()) ? "renewed" : "away");
}

const isGone = () => kind === "away" || kind === "renewed";

function become(now) {
  kind = now;
  document.documentElement.dataset.engine = now;
  if (isGone()) said(WORDS[now]);
  else if (busy) said(WORDS.reading);
  else if (told === WORDS.coming) said("");
}

/** Say how it is, above the step that is shown. */
function said(words) {
  const main = document.querySelector("main");
  let place = main.querySelector("[data-import-said]");
  if (!place) {
    place = Object.assign(document.createElement("p"), { className: "kp-small" });
    place.dataset.importSaid = "";
    place.setAttribute("role", "status");
    main.querySelector("h1").after(place);
  }
  place.textContent = told = words;
}

/** Show a step: after those before it, in the place of those that came after. */
function show(main) {
  steps.length = at + 1;
  steps.push(main);
  history.pushState({ step: ++at }, "");
  put(main);
}

function put(main) {
  document.querySelector("main").replaceWith(main);
  const heading = main.querySelector(".kw-problem") ?? main.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
  scrollTo(0, 0);
}

addEventListener("popstate", ({ state }) => {
  if (!(state?.step in steps)) return location.reload(); // of a visit before this one
  at = state.step;
  put(steps[at]);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link?.getAttribute("href") !== "import.html" || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(/** @type {Element} */ (first.cloneNode(true)));
});

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (busy) return;
  if (isGone()) return said(WORDS[kind]);
  busy = true;
  const main = document.querySelector("main");
  const form = /** @type {HTMLFormElement} */ (event.target);
  said(kind === "there" ? WORDS.reading : WORDS.waiting);
  try {
    const html = await worker.ask(await fieldsOf(form, event.submitter));
    said(""); // of the step that is left
    const next = new DOMParser().parseFromString(html, "text/html").querySelector("main");
    next.querySelector("noscript")?.remove(); // which a parser without scripts takes for words
    took(main, next);
  } catch (error) {
    console.error(error);
    await ended;
    if (isGone()) return said(WORDS[kind]);
    worker.end(); // out of memory, it would stay so
    kind = "coming";
    worker = begin();
    said(WORDS.broken);
  } finally {
    busy = false;
  }
});

/** What was wrong with what was chosen is told above it; it stays as it is. Whatever else comes is the next step. */
function took(main, next) {
  const isAgain = main.dataset.most && next.dataset.most;
  if (!isAgain) return show(next);
  main.querySelector(".kw-problem")?.remove();
  main.querySelector("form").before(next.querySelector(".kw-problem"));
  put(main);
}

/** What a form would send by the button that was pressed: [name, name of the file] for each field, and what each holds. */
async function fieldsOf(form, pressed) {
  const given = [...new FormData(form, pressed)];
  const size = given.reduce((sum, [, held]) => sum + (typeof held === "string" ? held.length : held.size), 0);
  if (size > most) return { type: "too much" };
  const bytes = async (held) => new Uint8Array(await new Response(held).arrayBuffer());
  return {
    type: "step",
    fields: given.map(([name, held]) => [name, typeof held === "string" ? "" : held.name]),
    data: await Promise.all(given.map(([, held]) => bytes(held))),
  };
}
