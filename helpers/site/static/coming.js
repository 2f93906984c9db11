// The line below the bar that says how it is with the engine, as long as there is something to say.

import { ENGINE_MB, PDF_MB } from "./where.js";

const SOON = 1500; // ms: an engine that is there by then needs no words

const WORDS = {
  coming: `You can read and answer already: your answers are kept on this device. The pictures and the plan fill in as soon as the kit is here (at most ${ENGINE_MB} MB, the first time).`,
  press: `Making your PDF. The first one needs what sets it (at most ${PDF_MB} MB), which is fetched now; after that it takes a second.`,
  away: "This browser can’t run the kit’s engine. You can read everything and answer; your answers stay on this device, and “Read or print my answers” and “Save my answers as a file” have all of them. Pictures, plan and report need a newer browser, or the kit on a computer.",
  renewed: "This site was renewed while this page was open, so that its pictures and plan can’t be drawn here any more. What you write is kept on this device: reload the page, and all of it is there.",
};

let timer = 0;

/** Say how it is with the engine: "coming", "there", "away", "renewed" or "press" (a PDF is being made). */
export function coming(kind) {
  clearTimeout(timer);
  if (kind !== "press") document.documentElement.dataset.engine = kind;
  if (!WORDS[kind]) return document.getElementById("kit-coming")?.remove();
  const isOver = kind === "away" || kind === "renewed";
  timer = setTimeout(() => tell(WORDS[kind], kind === "renewed"), isOver ? 0 : SOON);
}

function tell(words, reload) {
  let place = document.getElementById("kit-coming");
  if (!place) {
    place = Object.assign(document.createElement("p"), { id: "kit-coming", className: "kw-coming" });
    place.setAttribute("role", "status");
    document.querySelector(".kw-bar")?.after(place);
  }
  place.textContent = words;
  if (!reload) return;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Reload the page" });
  button.onclick = () => location.reload();
  place.append(" ", button);
}
