// The workshop board: it follows the session, and remembers where it has turned to as long as the page is open.

import { openEngine } from "./engine.js";
import { isPast, model, notice } from "./page.js";
import panels from "./panel.js";
import tally from "./tally.js";

const settings = JSON.parse(document.getElementById("kit-settings").textContent);
const show = new Map(); // element → shows HTML in it, or hears a message
const owns = {};
let { version } = settings;

const engine = openEngine({
  address: "/messages",
  tell: () => ({ chapter: settings.chapter, version, owns: { ...owns } }),
  heard,
  changed: (kind) =>
    notice(
      { away: "The kit isn’t answering. If you stopped it, start it again.", locked: "Open the link that stands in the terminal." }[kind],
    ),
});

/** @param {EngineReply} message */
function heard(message, sent) {
  if (isPast(message, sent, "element" in message ? owns[message.element] : "")) return void (sent.isPast = true);
  if (message.type === "view") show.get(message.element)?.({ html: message.html, folders: [] });
  if (message.type === "tally") show.get(message.element)?.(message.message);
  if (message.type === "own") owns[message.element] = message.own;
  if (message.type === "version") version = sent.isPast ? "" : message.version;
  if (message.type === "version" && sent.isPast) engine.look(); // what was passed over is told again
  if (message.type === "lost") notice(message.message, true);
}

for (const root of document.querySelectorAll("[data-element]")) {
  const element = root.dataset.element;
  const act = ({ type, value, act }) => type === "act" && engine.send({ type, element, value, act });
  panels.render({ model: model((listen) => show.set(element, listen), act), el: root.firstElementChild });
}
for (const el of document.querySelectorAll("[data-tally]")) {
  const say = (message) => engine.send({ type: "tally", element: el.dataset.tally, message });
  tally.render({ model: model((listen) => show.set(el.dataset.tally, listen), say), el });
}
document.documentElement.dataset.ready = "";
