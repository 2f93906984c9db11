// The page on the wall: how many have joined, and the time that is left.

import { announcer } from "./aloud.js";
import { ask, clock, follow, inWords } from "./following.js";

const OUT_OF_DATE =
  "This page can’t reach the session at the moment: what it shows may be out of date. Go on answering, your phone keeps it and sends it later.";

const page = document.getElementById("wall");
const trouble = document.getElementById("trouble"); // of an earlier session nothing is shown that could be out of date
const place = page.querySelector("[data-clock]");
const time = place && clock(place, announcer(document.getElementById("said")));

follow({
  look: () => ask(`${page.dataset.root}/f/pulse`),
  heard: (/** @type {WallPulse} */ { code, people, left, closed, now, promises, address, newer }) => {
    if (code !== page.dataset.code) return location.reload(); // this browser was let into another one
    if (address !== page.dataset.address) return location.reload(); // with the QR code that leads there
    if (newer !== page.dataset.newer) return location.reload(); // another session is led in its place
    if (newer) return;
    page.querySelector("[data-people]").textContent = people;
    page.querySelector("[data-people-words]").textContent = inWords(people);
    page.querySelector(".wall-open").hidden = closed;
    page.querySelector(".wall-closed").hidden = !closed;
    const part = page.querySelector("[data-now]");
    if (part.textContent !== now) part.textContent = now;
    // They follow what is chosen before the first person joins.
    const lines = page.querySelector("[data-promises]");
    if (promises.join("\n") !== [...lines.children].map((line) => line.textContent).join("\n")) {
      lines.replaceChildren(...promises.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    }
    time(left);
  },
  trouble: (words) => {
    if (trouble) trouble.textContent = words && OUT_OF_DATE;
  },
});
