// The workshop board over a hosted session. What it shows is remembered here: every request tells the server,
// and a page that is loaded again begins in the lobby.

import { announcer } from "./aloud.js";
import { ask, clock, follow, put } from "./following.js";

const READ_SECONDS = 20; // a message stays for so long before the board goes on following

const form = document.getElementById("board");
const screen = document.getElementById("screen");
const trouble = document.getElementById("trouble");
const aloud = announcer(document.getElementById("said"));
const time = clock(document.querySelector("[data-clock]"), aloud);
let heardOf = "";
let quietUntil = 0;

const now = follow({
  look: () => (performance.now() < quietUntil ? null : turn("")),
  heard: (answer) => answer && show(answer),
  trouble: (words) => {
    trouble.textContent = words;
  },
});

/** @returns {Promise<BoardState>} */
function turn(value) {
  /** @type {Turn} */
  const sent = { session: form.session.value, view: form.view.value, shown: form.shown.value === "1", value };
  const headers = { "Content-Type": "application/json" };
  return ask(form.action, { method: "POST", headers, body: JSON.stringify(sent) }).catch((error) => {
    if (error.conflict) location.reload(); // this browser was let into another session: its lobby, not the old picture
    throw error;
  });
}

/** @param {BoardState} state */
function show({ view, shown, html, left, newer }) {
  if (newer !== document.getElementById("newer").dataset.newer) return location.reload();
  time(left);
  form.view.value = view;
  form.shown.value = shown ? "1" : "0";
  put(screen, html);
  const spoken = screen.querySelector("[data-say]")?.dataset.say ?? "";
  if (spoken !== heardOf) aloud.say((heardOf = spoken));
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (!button?.value || button.ariaDisabled === "true") return;
  quietUntil = 0;
  const before = form.view.value;
  await now(() => turn(button.value));
  const notice = screen.querySelector(".kp-notice");
  if (notice) {
    quietUntil = performance.now() + READ_SECONDS * 1000;
    aloud.say(notice.textContent.trim());
  } else if (form.view.value !== before && !screen.contains(document.activeElement)) {
    const heading = screen.querySelector("h3"); // the button is gone: go on where the page changed
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
});
