// Where answers are kept: in this browser, or in this tab alone, which forgets them when it is closed.

import { fromBase64, toBase64 } from "./base64.js";
import { asked, openStore } from "./store.js";

const folder = new URL(".", location.href).pathname;

/** What stands for this site among all of its origin: several may share one. */
export const SITE = `kit ${folder}`;

/** That this device isn't shared, how many bytes the last file had, and which version was here last; in localStorage. */
export const MINE = `kit-mine ${folder}`;
export const SAVED = `kit-file ${folder}`;
export const SEEN = `kit-version ${folder}`;

const FLAG = `kit-alone ${folder}`; // waiting.js asks for it too
const LINES = `kit-lines ${folder}`;
const KEYS = `kit-keys ${folder}`;
const WORDS = folder === "/" ? "kit-words " : `kit-words@${folder} `;
const OPEN = `kit-open ${folder}`;
const MOVING = "moving"; // the flag, until what this browser holds is here and gone from there

let page = new AbortController(); // ended as it is left
addEventListener("pagehide", () => page.abort());
addEventListener("pageshow", ({ persisted }) => persisted && (page = new AbortController()));

/**
 * From the next page on, answers are for this tab alone; those that were given before come along.
 *
 * They are moved when the next page begins: this one goes on keeping things until it has ended.
 */
export const beAlone = () => sessionStorage.setItem(FLAG, MOVING);

/** Whether this tab hadn't the room for them: then all is as it was before. */
export const HAD_NO_ROOM = sessionStorage.getItem(FLAG) === MOVING && !(await takeAll());

/** Whether answers are for this tab alone, from the next page on; ALONE: already on this one. */
export const isAlone = () => sessionStorage.getItem(FLAG) !== null;
export const ALONE = isAlone();

/** The lines that this tab keeps, as bytes. */
export const tabLines = () => Uint8Array.from(sessionStorage.getItem(LINES) ?? "", (char) => char.charCodeAt(0));

/**
 * What a store has to do, for lines of this tab alone; gives {result} or {trouble}.
 * @param {{op: string, given?: any}} asked
 */
export function tabStore({ op, given }) {
  try {
    const kept = sessionStorage.getItem(LINES) ?? "";
    const token = sessionStorage.getItem(`${LINES} token`) ?? "first";
    if (op === "read") {
      const bytes = Uint8Array.from(kept.slice(given), (char) => char.charCodeAt(0));
      return { result: { pieces: bytes.length ? [bytes] : [], last: kept.length, token } };
    }
    if (op === "add") {
      let text = "";
      for (const byte of given) text += String.fromCharCode(byte);
      sessionStorage.setItem(LINES, kept + text);
      return { result: kept.length + text.length };
    }
    if (op === "keys") return { result: tabKeys(given) };
    sessionStorage.removeItem(LINES);
    sessionStorage.removeItem(KEYS);
    sessionStorage.setItem(`${LINES} token`, String(Math.random()));
    return { result: null };
  } catch (error) {
    return { trouble: error.name };
  }
}

/** The keys to encrypted second views that this tab keeps, as `openStore` gives them; `key` joins them. */
function tabKeys(key = null) {
  const kept = JSON.parse(sessionStorage.getItem(KEYS) ?? "[]");
  const one = key && { secret: toBase64(key.secret), point: toBase64(key.point) };
  const isNew = one && !kept.some(({ point }) => point === one.point);
  const all = isNew ? [...kept, one] : kept;
  if (isNew) sessionStorage.setItem(KEYS, JSON.stringify(all));
  return all.map(({ secret, point }) => ({ secret: fromBase64(secret), point: fromBase64(point) }));
}

/** The keys that are kept, here or in this browser; `key` joins them. Rejects where it can't be kept. */
export async function keptKeys(key = null) {
  if (!ALONE) return (await openStore(SITE)).keys(key);
  const { result, trouble } = tabStore({ op: "keys", given: key });
  if (trouble) throw new Error(trouble);
  return result;
}

/** Every line that this browser keeps outside this tab, as bytes. Rejects where it keeps nothing for pages. */
export async function browserLines() {
  const { pieces } = await (await openStore(SITE)).read(0);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

/**
 * Answers that no engine has taken yet: [{subject, answer, at}], the newest of each subject, oldest first.
 *
 * They wait here where the engine is still to come, or never does.
 */
export function waiting() {
  const newest = new Map();
  const storage = ALONE ? sessionStorage : localStorage;
  for (const name of Object.keys(storage)) {
    if (!name.startsWith(WORDS)) continue;
    const { answer, at } = parsed(storage.getItem(name));
    const subject = name.slice(WORDS.length).split(" ").slice(2).join(" ");
    if (answer && !(newest.get(subject)?.at > at)) newest.set(subject, { subject, answer, at });
  }
  return [...newest.values()].sort((one, other) => one.at - other.at);
}

/** An entry; {} for one that is damaged, which costs the others nothing. */
function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** Every line that is kept, as bytes; no engine is needed for it. */
export const keptLines = async () => (ALONE ? tabLines() : browserLines());

/** Erase all of this site that this tab and this browser hold. Other windows are told, and begin anew. */
export async function eraseAll() {
  tabStore({ op: "erase" });
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(WORDS) || name.startsWith("kit-place ") || isFold(name)) sessionStorage.removeItem(name);
  await inTurn(eraseBrowser);
}

/**
 * No other window keeps or erases anything meanwhile, nor decides what an answer is. Rejects where the page is left first.
 *
 * A page asks for it, never a worker, and lets it go as it is left: WebKit lets a worker of a page that was left keep a
 * lock for good (https://bugs.webkit.org/show_bug.cgi?id=316904), and then no page of this site is answered any more.
 */
export async function inTurn(work) {
  if (!navigator.locks) return work();
  const { signal } = page;
  let working;
  await navigator.locks.request(SITE, { signal }, () => Promise.race([(working = work()), new Promise((go) => (signal.onabort = go))]));
  return working;
}

/** Move what this browser holds into this tab; gives whether there was room. Interrupted, it begins anew. */
function takeAll() {
  return inTurn(async () => {
    const words = Object.entries(localStorage).filter(([name]) => name.startsWith(WORDS));
    try {
      tabStore({ op: "erase" }); // of an attempt that was interrupted
      const lines = await browserLines().catch(() => []);
      const { trouble } = tabStore({ op: "add", given: lines });
      if (trouble) throw new Error(trouble);
      for (const key of await browserKeys()) tabKeys(key); // without them no reply to what was asked could be opened
      for (const [name, text] of words) sessionStorage.setItem(name, text);
    } catch {
      tabStore({ op: "erase" });
      for (const [name] of words) sessionStorage.removeItem(name);
      sessionStorage.removeItem(FLAG);
      return false;
    }
    await eraseBrowser();
    sessionStorage.setItem(FLAG, "yes");
    return true;
  });
}

async function browserKeys() {
  const store = await openStore(SITE).catch(() => null); // a browser that keeps nothing has no keys either
  return store ? store.keys() : [];
}

/** Whether under this name stands which parts of a chapter of this site are open: folds.js keeps it. */
function isFold(name) {
  return name.startsWith(OPEN) && !name.slice(OPEN.length).includes("/");
}

async function eraseBrowser() {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(WORDS) || [MINE, SAVED, SEEN, "kitAsleep"].includes(name) || isFold(name)) localStorage.removeItem(name);
  }
  const store = await openStore(SITE).catch(() => null); // a browser that keeps nothing has nothing to erase
  await store?.erase();
  if (store) await asked(indexedDB.deleteDatabase(`board of ${SITE}`)); // board_files.js keeps it, of a workshop led here
  new BroadcastChannel(SITE).postMessage("erased");
}
