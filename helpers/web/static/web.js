// A chapter's page comes alive: each element gets its panel and its form, and both talk to the engine.

import { createForm, keepOn, keyOf, speak, write } from "./form.js";
import { AWAY, KNOWS, openEngine } from "./engine.js";
import { keepFolds } from "./folds.js";
import { isPast, model, notice } from "./page.js";
import { keepPlace } from "./place.js";
import panels from "./panel.js";
import { openWaiting } from "./waiting.js";

const settings = JSON.parse(document.getElementById("kit-settings").textContent);
const elements = new Map(); // id → {own, form, panel …}
const replies = new Map(); // seq → what to do with the reply to an answer
const underway = new Set(); // promises of answers that are on their way
const ways = new Map(); // subject → {going, next}: its answers on their way
const bar = (name) => document.querySelector(`[data-${name}]`);
let kind = "there"; // or "away", "locked", "coming", "renewed": how it is with the engine
let isKnown = KNOWS; // how much is answered
let { version } = settings;
speak(settings.said);
let acting = 0; // presses that are on their way
let count = 0;
let isGoingOn = false; // the next group was asked for, and its questions are on their way

const reveal = keepFolds();
const restore = keepPlace();
if (location.search === "?back") history.replaceState(null, "", location.pathname + location.hash); // said once
let isUncounted = settings.uncounted; // a lab is begun, and how far isn't known yet
const known = () => ({ chapter: settings.chapter, version, owns: owns(), around: isUncounted });

// A site has nothing that comes from elsewhere, and doesn't fetch what tells of it.
// Where these can't be had any more, since the kit was stopped just now, a page does without them.
const unseen = { sent() {}, told() {} };
const seen = settings.given === undefined ? unseen : await import("./seen.js").then(({ openSeen }) => openSeen(settings), () => unseen);

// Words that are still to be saved: from here on they outlive the page.
const askedBy = new Map(); // key → the element that asks for it
const { device, left } = await openWaiting((key) => ({ chapter: settings.chapter, element: askedBy.get(key) }));

// Not before: news that come while the elements aren't there yet are told to nobody, and never again.
const engine = openEngine({ address: "/messages", tell: known, heard, known: nowKnown, changed: told });
keepOn(device, left.filter(([, { chapter }]) => chapter === settings.chapter));
left.filter(([, { chapter }]) => chapter !== settings.chapter).forEach(bring);

/** An answer from another chapter, whose page is no more. Where it can't be saved it waits until that page is opened. */
function bring([key, { chapter, element, answer, stands }]) {
  const subject = key.slice(key.indexOf(" ") + 1);
  const seq = `${++count}`;
  seen.sent();
  replies.set(seq, { resolve: ({ type }) => type === "saved" && device.drop(key), reject() {} });
  engine.send({ type: "answer", chapter, owns: {}, version: "", element, seq, subject, answer, base: stands });
}

// Resolves when the page is left: what waits for something else is sent then all the same.
const aboutToLeave = () => new Promise((resolve) => addEventListener("pagehide", resolve, { capture: true, once: true }));
let leaving = aboutToLeave();
addEventListener("pageshow", () => (leaving = aboutToLeave()));

function owns() {
  return Object.fromEntries([...elements].filter(([, { own }]) => own).map(([id, { own }]) => [id, own]));
}

// ---------------------------------------------------------------------------------------
// Elements.

for (const root of document.querySelectorAll("[data-element]")) {
  const element = { id: root.dataset.element, own: "", root, form: null, spec: "null", show: null };
  elements.set(element.id, element);
  const place = root.querySelector(":scope > .kw-view");
  if (place) comeAlive(element, place);
  const data = root.querySelector(":scope > script");
  if (data) {
    const { form, values, beside } = JSON.parse(data.textContent);
    ask(element, form, values, beside);
  }
}

left.filter(([key, { chapter }]) => chapter === settings.chapter && !askedBy.has(key)).forEach(bring);

/** The script of the panels, with this page for a model. */
function comeAlive(element, place) {
  let before = Promise.resolve();
  let pressed = null; // the control
  for (const type of ["click", "change"]) {
    place.addEventListener(type, ({ target }) => (pressed = target.closest("[data-act]")), { capture: true });
  }
  let pending = null; // fetched once something is pressed
  const act = ({ type, value, act }) => {
    if (type !== "act") return;
    const earlier = before;
    pending ??= import("./pending.js").then(({ pendingNote }) => pendingNote(place), () => ({ begun: () => () => {}, heard() {} }));
    const [control, at] = [pressed, performance.now()];
    const over = pending.then(({ begun }) => begun(control, at));
    seen.sent();
    acting += 1;
    before = (async () => {
      await Promise.allSettled(underway); // what was written before a button was pressed is there before what it does
      await Promise.race([earlier, leaving]); // and what an earlier press did to this element, which it says with its own
      await engine.send({ type, element: element.id, value, act });
    })().finally(() => {
      acting -= 1;
      over.then((end) => end());
    });
  };
  const listens = (listen) =>
    (element.show = (html) => {
      pending?.then(({ heard }) => heard());
      listen({ html, folders: [] });
    });
  panels.render({ model: model(listens, act), el: place });
}

/**
 * The questions of an element; those that stand there already stay as they are.
 * @param {Extract<EngineReply, { type: "form" }>["form"]} form
 * @param {Record<string, Answer>} values
 */
function ask(element, form, values, beside) {
  const spec = JSON.stringify(form);
  const isNew = spec !== element.spec || (form && !element.form);
  if (isNew) {
    element.spec = spec;
    element.form?.dispose();
    element.form = null;
    const place = element.root.querySelector(":scope > .kw-form");
    place.replaceChildren();
    if (form) {
      for (const subject of form.fields.flatMap(({ subjects }) => subjects)) askedBy.set(keyOf(form.token, subject), element.id);
      element.form = createForm(place, {
        spec: { ...form, words: settings.words, scale: settings.scale },
        values,
        beside,
        onAnswer: (subject, answer, stands) => keep(element, subject, answer, stands),
        onTyped: saving,
        patience: settings.patience,
      });
    }
  } else element.form?.update(values, beside);
  counted();
  if (isGoingOn && isNew && form) {
    isGoingOn = false;
    goOn();
  }
}

/**
 * Bring an answer to the engine. One answer of a subject is on its way at a time, so that an older one can't arrive
 * after a newer one; while nobody answers, the newest takes the place of the one that was waiting.
 */
function keep(element, subject, answer, stands) {
  const kept = new Promise((resolve, reject) => {
    const seq = `${++count}`;
    const message = { type: "answer", element: element.id, seq, subject, answer, base: stands };
    seen.sent();
    const way = ways.get(subject) ?? { going: false, next: null };
    ways.set(subject, way);
    way.next?.reject(new Error(settings.words.not_answering));
    way.next = { message, resolve, reject };
    if (kind === "coming") element.form?.mark(subject, "held"); // it is on this device, and goes on from there
    go(way);
  }).finally(() => {
    underway.delete(kept);
    setTimeout(saving); // once its form has taken in what became of it
  });
  underway.add(kept);
  saving(); // the answer before it may be called saved while its way isn't free yet
  return kept;
}

async function go(way) {
  if (way.going) return;
  way.going = true;
  while (way.next) {
    const { message, resolve, reject } = way.next;
    way.next = null;
    replies.set(message.seq, { resolve, reject });
    saving();
    if (await engine.send(message, () => way.next === null)) continue;
    replies.delete(message.seq);
    reject(new Error(settings.words.not_answering));
  }
  way.going = false;
}

// ---------------------------------------------------------------------------------------
// What the engine says.

/** @param {EngineReply} message */
function heard(message, sent) {
  const isOurs = (sent.chapter ?? settings.chapter) === settings.chapter;
  if (!isOurs && !["saved", "stands", "failed"].includes(message.type)) return;
  const element = "element" in message ? elements.get(message.element) : undefined;
  const waiting = "seq" in message ? replies.get(message.seq) : undefined;
  if (isPast(message, sent, element?.own)) return void (sent.isPast = true);
  switch (message.type) {
    case "saved":
      waiting?.resolve(message);
      replies.delete(message.seq);
      break;
    case "stands":
      waiting?.resolve({ type: "stands", stands: message.answer });
      replies.delete(message.seq);
      break;
    case "failed":
      waiting?.reject(new Error(message.message));
      replies.delete(message.seq);
      break;
    case "view":
      element?.show?.(message.html);
      break;
    case "own":
      if (element) element.own = message.own;
      break;
    case "form":
      if (element) ask(element, message.form, message.values, message.beside);
      break;
    case "progress":
      progress(message);
      isUncounted = message.begun.length > 0 && sent.type !== "look"; // the next look has them counted
      break;
    case "version":
      isKnown = true; // it comes last
      version = sent.isPast ? "" : message.version;
      if (sent.isPast) engine.look(); // what was passed over is told again
      seen.told(message.given, replies.size === 0 && acting === (sent.type === "act" ? 1 : 0));
      break;
    case "lost":
      for (const { reject } of replies.values()) reject(new Error(message.message));
      replies.clear();
      notice(message.message, true);
      break;
  }
  counted();
}

// ---------------------------------------------------------------------------------------
// The bar: how much is answered, what is open, whether all is saved.

/** @param {Extract<EngineReply, { type: "progress" }>} message */
function progress({ chapters, begun, ahead }) {
  bar("ahead").hidden = !ahead;
  if (ahead) {
    bar("ahead").querySelector("a").href = ahead.href;
    write(bar("ahead").querySelector("a > span > span:last-child"), ahead.title);
  }
  const show = (stem, words) => {
    const place = document.querySelector(`[data-progress="${CSS.escape(stem)}"]`);
    if (place) write(place, words);
  };
  for (const [stem, [done, all]] of Object.entries(chapters)) show(stem, done ? `${done} of ${all}` : "");
  for (const stem of begun) show(stem, "begun");
}

function counted() {
  const forms = [...elements.values()].flatMap(({ form }) => form ?? []);
  const counts = forms.map((form) => form.counts());
  const rated = counts.some(({ ratings }) => ratings.all);
  const sum = (of) => counts.reduce((total, one) => total + of(rated ? one.ratings : one.questions), 0);
  const [done, all] = [sum((one) => one.done), sum((one) => one.all)];
  const [doneBeyond, allBeyond] = beyond()?.dataset.beyond.split(" ").map(Number) ?? [0, 0];
  write(bar("count"), all && isKnown ? `${done + doneBeyond} of ${all + allBeyond}` : "");
  write(bar("group"), allBeyond && isKnown ? `${done} of ${all} in this group` : "");
  bar("next").hidden = forms.length === 0;
  const isOpen = forms.some((form) => form.isOpen());
  write(bar("next"), isOpen ? "Next open question" : beyond()?.dataset.onward ? "Next group" : "To the questions");
}

/** Where a level is asked a group at a time: what says how much is answered and asked in the groups that aren't shown. */
function beyond() {
  return document.querySelector("[data-beyond]");
}

/** Open the next group in which something is unanswered, and go on there once its questions are shown. */
function openNextGroup() {
  const chooser = beyond();
  const { onward } = chooser.dataset;
  isGoingOn = true;
  const list = chooser.querySelector("select");
  if (!list) return chooser.querySelector(`[value="${CSS.escape(onward)}"]`).click();
  list.value = onward;
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

bar("next").addEventListener("click", goOn);
// Whoever does anything else before the next group is there stays where they are, however late it comes.
for (const move of ["pointerdown", "keydown", "wheel"]) {
  addEventListener(move, () => (isGoingOn = false), { capture: true, passive: true });
}

/** To the next question without an answer, or, where every one has an answer, to the first. */
function goOn() {
  const asking = [...elements.values()].filter(({ form }) => form);
  const last = asking.findIndex(({ form }) => form.wasVisited());
  const order = last < 0 ? asking : [...asking.slice(last), ...asking.slice(0, last)];
  const open = order.find(({ form }) => form.isOpen());
  if (!open && beyond()?.dataset.onward) return openNextGroup();
  const found = open ?? asking[0];
  reveal(found.root);
  if (found.form.isOpen()) found.form.goOn();
  else {
    found.root.scrollIntoView();
    found.root.querySelector(".kw-form :is(input, textarea, select, button)")?.focus({ preventScroll: true });
  }
}

/** Say whether all is saved: never of an answer that was given and isn't kept yet. */
function saving() {
  const { words } = settings;
  const some = (is) => [...elements.values()].some(({ form }) => form && is(form));
  const going = replies.size + underway.size; // an answer that waits behind another is neither saved nor sent
  const isWaiting = kind === "away" || kind === "renewed" || some((form) => form.isTroubled());
  bar("saved").classList.toggle("is-waiting", isWaiting);
  write(bar("saved"), isWaiting ? "Not saved yet" : !going ? words.said_saved : kind === "coming" ? words.held : words.saving);
  // Words that change end a browser's own undo step in a text: while somebody types, "Saved." is hidden and no more.
  bar("saved").style.visibility = !isWaiting && !going && some((form) => form.isUnsaved()) ? "hidden" : "";
}

// Where two answers met, a press on one of them may settle it with nothing to send.
document.addEventListener("click", () => bar("saved").textContent && setTimeout(saving));

/** No number is said before it is true: on a site, what was answered may still be on its way into the page. */
function nowKnown() {
  isKnown = true;
  counted();
}

function told(now) {
  kind = now;
  if (kind === "away" || kind === "renewed") nowKnown(); // more than this page has won't be heard of
  saving();
  if (kind === "there") notice("");
  if (kind === "away") notice(AWAY);
  if (kind === "locked") notice("This page was opened by an earlier link. Open the link that stands in the terminal; what you wrote here is still here.");
}

// A site goes on to another chapter without leaving the page.
addEventListener("kit-leave", () => elements.forEach(({ form }) => form?.dispose()), { once: true });

// To the box for what happened, from anywhere on a page.
document.querySelector("[data-to-note]")?.addEventListener("click", (event) => {
  const box = document.querySelector("#note textarea");
  if (!box) return;
  event.preventDefault();
  const column = document.getElementById("chapters");
  if (column.matches(":popover-open")) column.hidePopover();
  box.scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
});

// A page for two is taken along on paper.
document.getElementById("chapter").addEventListener("click", (event) => event.target.closest("[data-print]") && print());

counted();
restore();
engine.look(); // what the page before this one sent as it was left may have come after this one was drawn
document.documentElement.dataset.ready = "";
