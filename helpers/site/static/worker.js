// The engine of a site: Python with the kit in it, over the lines that this browser keeps.
//
// It hears {n, type: "say", message} and says {n, reply} for each thing that the page hears, then {n, end: true}.
// {type: "open", name} comes first. Whatever else it does says {n, result} or {n, error}. One is done at a time.

import { toBase64 } from "./base64.js";
import { openBoard } from "./board_files.js";
import { newKey, opened } from "./own_key.js";
import { coming, here } from "./fetched.js";
import { startPython } from "./python.mjs";
import { openStore } from "./store.js";
import { PYTHON } from "./where.js";

// A worker whose name is "press" can set PDFs as well: it has Typst, which is large, and is ended after its work. One
// whose name has "afresh" in it wakes no memory (see start_worker.js).

const ROLES = self.name.split(" ");
const IS_PRESS = ROLES.includes("press");

// Typst asks for the time zone by `eval`, which the policy of these pages forbids; this answers that one question.
const evaluate = globalThis.eval;
globalThis.eval = (code) => {
  if (/^\s*Intl\.DateTimeFormat\(\)\.resolvedOptions\(\)\.timeZone\s*;?\s*$/.test(code)) return Intl.DateTimeFormat().resolvedOptions().timeZone;
  return evaluate(code); // which the browser refuses
};

const site = new Promise((resolve) => {
  addEventListener("message", ({ data }) => data.type === "open" && resolve(data));
});
const python = start();
python.then(
  () => postMessage({ type: "ready" }),
  (error) => postMessage({ type: "broken", why: String(error) }),
);

async function start() {
  const names = IS_PRESS ? ["engine.pack", "typesetting.pack", "typeface.pack"] : ["engine.pack"];
  const { packs, snapshot } = coming(names, ROLES.includes("afresh"));
  const { py, desk } = await startPython({ folder: here(PYTHON), packs, snapshot, waking: (isWaking) => postMessage({ type: "waking", isWaking }) });
  const { name, alone, pages } = await site;
  const store = alone ? pageStore() : await openStore(name);
  return { py, desk, name, store, told: new BroadcastChannel(name), last: 0, token: null, alone, pages, keys: [], boardVersion: null };
}

let turn = Promise.resolve();
addEventListener("message", ({ data }) => {
  if (!(data.type in DOES)) return;
  turn = turn.then(() => answer(data));
});

async function answer(data) {
  try {
    const at = await python;
    await catchUp(at);
    const result = await DOES[data.type](at, data);
    postMessage({ n: data.n, end: true, result });
  } catch (error) {
    postMessage({ n: data.n, error: String(error) });
  }
}

/** A store that the page keeps, for this window alone; it has what `openStore` gives. */
function pageStore() {
  const asked = new Map();
  let count = 0;
  const ask = (op, given) =>
    new Promise((resolve, reject) => {
      asked.set(++count, { resolve, reject });
      postMessage({ type: "store", op, given, count });
    });
  addEventListener("message", ({ data }) => {
    if (data.type !== "stored") return;
    const { resolve, reject } = asked.get(data.count);
    asked.delete(data.count);
    if (data.trouble) reject(Object.assign(new Error(data.trouble), { name: data.trouble }));
    else resolve(data.result);
  });
  return { read: (last) => ask("read", last), add: (lines) => ask("add", lines), keys: (key) => ask("keys", key) };
}

/** What other windows kept, or erased. */
async function catchUp(at) {
  let { pieces, last, token } = await at.store.read(at.last);
  if (token !== at.token) {
    at.desk.open.callKwargs(token, { alone: Boolean(at.alone), pages: at.pages });
    ({ pieces, last } = await at.store.read(0));
    at.token = token;
  }
  if (pieces.length) at.desk.take(at.py.toPy(joined(pieces)));
  at.last = last;
  await keysOf(at);
}

/** The keys to encrypted second views that this browser keeps. */
async function keysOf(at) {
  at.keys = await at.store.keys();
  at.desk.keys(JSON.stringify(at.keys.map(({ point }) => toBase64(point))));
}

/** What the desk wants of this browser's own cryptography is done; gives what to say once more, "" for nothing. */
async function granted(at) {
  const wanted = at.desk.wanted();
  if (!wanted) return "";
  const { want, box, info, fingerprint } = JSON.parse(wanted);
  if (want === "open") return at.desk.granted(await opened(at.keys, fingerprint, info, box));
  try {
    await at.store.keys(await newKey());
    await keysOf(at);
  } catch {
    // without a key there is no file, and the desk says so
  }
  return at.desk.granted();
}

/** Keep what the desk wants kept; gives why it can't be, if it can't. */
async function keep(at) {
  const proxy = at.desk.unkept();
  const lines = proxy.toJs();
  proxy.destroy();
  if (!lines.length) return null;
  try {
    at.last = await at.store.add(lines);
  } catch (error) {
    return error.name === "QuotaExceededError" ? "This browser has no room left for it." : "This browser couldn’t keep it.";
  }
  at.desk.done();
  at.told.postMessage("changed");
  return null;
}

/** A board that ends with its window. */
const passingBoard = {
  read: async (known) => (known === null ? { version: 0, files: [] } : null),
  write: async (_, version) => version + 1,
  erase: async () => 0,
};

/** The files of the workshop's board, as this browser keeps them now. */
async function boardNow(at) {
  at.board ??= at.alone ? passingBoard : await openBoard(at.name);
  const kept = await at.board.read(at.boardVersion);
  if (!kept) return;
  at.desk.board_again(at.py.toPy(kept.files));
  at.boardVersion = kept.version;
}

/** Keep what is another one on the board; gives why it can't be, if it can't, and then it is as it was. */
async function keepBoard(at) {
  const proxy = at.desk.board_changed();
  const files = proxy.toJs();
  proxy.destroy();
  if (!files.length) return null;
  try {
    at.boardVersion = await at.board.write(files, at.boardVersion);
  } catch {
    at.boardVersion = null;
    return "This browser couldn’t keep it, so the board is as it was before.";
  }
  at.told.postMessage("changed");
  return null;
}

/** What the board's page asks for besides what it says. */
const onBoard = (work) => async (at, data) => {
  await boardNow(at);
  const told = work(at, data);
  const trouble = await keepBoard(at);
  return trouble ? { trouble } : told;
};

const DOES = {
  async say(at, { n, message }) {
    const isBoard = JSON.parse(message).chapter === "board";
    if (isBoard) await boardNow(at);
    for (let next = message; next; next = await granted(at)) {
      at.desk.begin(next);
      for (let reply = at.desk.step(); reply; reply = at.desk.step()) {
        const why = await (isBoard ? keepBoard : keep)(at);
        postMessage({ n, reply: why ? at.desk.refuse(why) : reply });
      }
    }
  },

  async bring(at, { file }) {
    const found = JSON.parse(at.desk.bring(at.py.toPy(file)));
    const why = await keep(at);
    if (why) at.desk.refuse(why);
    return why ? { trouble: why } : found;
  },

  hand: onBoard((at, { files }) => {
    for (const { name, data, modified } of files) at.desk.board_hand_in(name, at.py.toPy(data), modified);
    return {};
  }),

  group: onBoard((at, { least, coarse }) => ({ trouble: at.desk.board_begin(least, coarse) })),

  standing: onBoard((at) => JSON.parse(at.desk.board_standing())),

  file: onBoard((at, { what }) => JSON.parse(at.desk.board_file(what))),

  async end(at) {
    await boardNow(at);
    await at.board.erase();
    at.boardVersion = null;
    await boardNow(at);
    at.told.postMessage("changed");
  },
};

function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
