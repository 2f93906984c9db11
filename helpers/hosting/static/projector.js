// The page on the wall: how many have joined, and the time that is left.

import { ask, clock, follow, inWords, speaker } from "./following.js";

const page = document.getElementById("wall");
const say = speaker(document.getElementById("said"));
const time = clock(page.querySelector("[data-clock]"), () => say("Time is up."));

follow({
  look: () => ask(`${page.dataset.root}/f/pulse`),
  heard: ({ people, left, closed, now }) => {
    page.querySelector("[data-people]").textContent = people;
    page.querySelector("[data-people-words]").textContent = inWords(people);
    page.querySelector(".wall-open").hidden = closed;
    page.querySelector(".wall-closed").hidden = !closed;
    const part = page.querySelector("[data-now]");
    if (part.textContent !== now) part.textContent = now;
    time(left);
  },
  trouble: () => {}, // not for the wall: what stands there is still true
});
