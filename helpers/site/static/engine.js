// The way to the engine of a site: a worker in this browser, one for a whole visit. It is what the app's engine.js is,
// for pages that have no server. What is said before the engine is there waits for it; until then a page shows what it
// showed the last time.
//
//   const engine = openEngine({tell, heard, known, changed})
//
// tell      () => what every message says: {chapter, version, owns}
// heard     (message, sent) called with each message that comes, and all that was said by the one that it answers
// known     () called when the page stands as things are, before the engine has said so
// changed   (kind) called when the engine is "coming", "there", "away" (this browser can't run it) or "renewed" (the
//           site has another version by now, and this page's engine is gone from its server)

import { coming } from "./coming.js";
import { ALONE, SITE, inTurn, tabStore } from "./place_of_answers.js";
import { openShown } from "./shown.js";
import { startWorker } from "./start_worker.js";
import { isRenewed } from "./version.js";
import "./visit.js";
import "./yours.js";

export const AWAY = ""; // below the bar stands how it is with the engine
export const KNOWS = false; // a page that comes knows of nobody's answers

const PRESS_RESTS = 60_000; // ms after a PDF until its worker is ended, and its memory is free again

const shown = openShown(ALONE ? null : SITE);
let kind = "coming";
let page = null; // the chapter that is open now: {changed, look}
let begin;
const begun = new Promise((go) => (begin = go)); // the engine is there, or there will be none
const engine = startEngine("engine", { ready: () => become("there"), broken: async () => become((await isRenewed()) ? "renewed" : "away") });
let press = null; // the worker that sets PDFs, while it is wanted
let rest = 0;

/** Ask the engine for something; gives its result. `hear` is told what comes on the way. */
export async function ask(request, hear) {
  await begun; // other windows go on while this one’s engine is still to come
  return inTurn(() => engine.ask(request, hear));
}

/** Ask the worker that sets PDFs; it is ended when nobody wants another for a while. */
async function askPress(request, hear) {
  clearTimeout(rest);
  press ??= startEngine("press", { ready() {}, broken() {} });
  try {
    return await press.ask(request, hear);
  } finally {
    rest = setTimeout(() => {
      press?.end();
      press = null;
    }, PRESS_RESTS);
  }
}

function startEngine(name, { ready, broken }) {
  const heard = (data, worker) => {
    if (data.type === "store") worker.postMessage({ type: "stored", count: data.count, ...tabStore(data) });
  };
  const worker = startWorker("worker.js", { name, alone: ALONE, ready, broken, heard });
  worker.say({ type: "open", name: SITE, alone: ALONE, pages: new URL(".", location.href).href });
  return worker;
}

function become(now) {
  kind = now;
  if (kind !== "coming") begin();
  coming(kind);
  page?.changed(kind);
}

const NO_PDF =
  "No PDF could be made: what makes it couldn’t be fetched, or this device is short of memory. Your answers are safe, and the page to read has all that the PDF would: you can print it.";
const RENEWED =
  "This site was renewed while this page was open, so no PDF can be made here any more. Reload the page: your answers are all there.";

/**
 * @param {{ address?: string, tell: () => { chapter: string }, heard: (message: EngineReply, sent: any) => void, known?: () => void, changed: (kind: string) => void }} page
 */
export function openEngine({ tell, heard, known = () => {}, changed }) {
  const { chapter } = tell();
  const isOfATeam = chapter === "board"; // what it shows is left nowhere for another visit
  let looking = null;
  let isWanted = false; // another look

  /**
   * Say something. Gives true once it was answered to the end, false if there is no engine.
   * @param {object} message
   * @param {() => boolean} [_wanted] whether it still is; an engine beside the page answers too soon to ask
   */
  async function send(message, _wanted) {
    let isForPress = false;
    let told = {};
    const hear = (/** @type {EngineReply} */ reply) => {
      isForPress ||= reply.type === "elsewhere";
      if (!isOfATeam) shown.note(chapter, reply);
      try {
        heard(reply, told);
      } catch (error) {
        reportError(error); // a fault of the page is none of the engine
      }
    };
    const said = () => ({ type: "say", message: JSON.stringify((told = { ...tell(), ...message })) });
    try {
      await ask(said(), hear);
    } catch {
      return false;
    }
    if (isForPress) {
      coming("press");
      try {
        await askPress(said(), hear);
      } catch {
        heard({ type: "lost", message: (await isRenewed()) ? RENEWED : NO_PDF }, told);
        press?.end();
        press = null;
      }
      coming(kind);
    }
    return true;
  }

  /** Look whether another window kept something; one look at a time, and once more where that may have come too early. */
  function look() {
    isWanted = looking !== null;
    looking ??= send({ type: "look" }).finally(() => {
      looking = null;
      if (isWanted) look();
    });
    return looking;
  }

  page = { changed, look };
  if (kind !== "there" && !isOfATeam) {
    shown.read(chapter).then(({ messages, isCurrent }) => {
      if (kind === "there") return;
      messages.forEach((message) => heard(message, {}));
      if (isCurrent) known();
    });
  }
  queueMicrotask(() => changed(kind)); // once the page is ready to hear it
  return { send, look };
}

new BroadcastChannel(SITE).addEventListener("message", () => page?.look());
document.addEventListener("visibilitychange", () => document.hidden || page?.look());
// Workers end with the page; one that the way back brings begins anew.
addEventListener("pagehide", () => {
  become("coming");
  engine.end();
  press?.end();
});
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
coming(kind);
