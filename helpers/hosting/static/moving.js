// Answers that go along to another address of the session: another origin, which has none of this one's storage.
//
// They stand in the fragment of a link, which no server sees and no log keeps, or in a file where they are too long
// for it. Each has the id under which it was given, so that one that arrived already counts once; and all of them
// stay where they were as well.

import { saveFile } from "./save_file.js";

const HELD = "held=";
const LEFT = "left="; // how many were too long for the link
const HOST = /^([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[0-9]+)?$/i;
const COUNT = /^[0-9]{1,4}$/;
const LONGEST = 200_000; // characters
const FILE = "answers-not-sent.json";

/**
 * The address of a service as somebody typed it, without a slash at its end; "" if it is none.
 *
 * own   the protocol of the page ("https:"): what counts where none was typed
 */
export function addressIn(typed, own) {
  const text = typed.trim();
  try {
    const { protocol, host, pathname } = new URL(/^[a-z]+:\/\//i.test(text) ? text : `${own}//${text}`);
    const path = pathname.replace(/\/(j\/[^/]*|w|back)?\/?$/, "");
    return /^https?:$/.test(protocol) && HOST.test(host) ? `${protocol}//${host}${path}` : "";
  } catch {
    return "";
  }
}

/**
 * What a link's fragment says after the token, for these records of the queue, oldest first; "" without any. `left`
 * are those that are too long for a link: where one of a subject is, its later ones aren't sent before it either.
 */
export function carried(records) {
  const left = [];
  const some = [];
  let length = 0;
  for (const record of records) {
    const own = encodeURIComponent(JSON.stringify(record)).length + encodeURIComponent(",").length;
    if (length + own > LONGEST || left.some(({ subject }) => subject === record.subject)) left.push(record);
    else {
      some.push(record);
      length += own;
    }
  }
  const parts = [some.length && HELD + encodeURIComponent(JSON.stringify(some)), left.length && LEFT + left.length];
  return { fragment: parts.filter(Boolean).map((part) => `&${part}`).join(""), left };
}

/** A fragment's token, the records that it carries, how many of them can't be read, and how many stayed behind. */
export function received(fragment) {
  const [token, ...parts] = fragment.split("&");
  const part = (mark) => parts.find((one) => one.startsWith(mark))?.slice(mark.length);
  const held = part(HELD);
  const { records, damaged } = held === undefined ? { records: [], damaged: 0 } : readable(held, decodeURIComponent);
  const left = part(LEFT) ?? "";
  return { token, records, damaged, left: COUNT.test(left) ? Number(left) : 0 };
}

/** The records of a file, and how many can't be read. */
export const ofFile = (text) => readable(text, (same) => same);

/**
 * Put records into a file among the downloads; `titleOf` says what was asked, for whoever reads it.
 * @param {object[]} records
 * @param {(subject: string) => string | undefined} [titleOf]
 */
export function save(records, titleOf = () => undefined) {
  const told = records.map((record) => ({ question: titleOf(record.subject), ...record }));
  saveFile(JSON.stringify(told, null, 2), FILE, "application/json");
}

function readable(text, decoded) {
  try {
    const all = JSON.parse(decoded(text));
    if (!Array.isArray(all)) return { records: [], damaged: 1 };
    const records = all.filter(isRecord);
    return { records, damaged: all.length - records.length };
  } catch {
    return { records: [], damaged: 1 };
  }
}

const HEX = /^[0-9a-f]{32}$/;
const isThing = (one) => Boolean(one) && typeof one === "object" && !Array.isArray(one);
const isRecord = (one) =>
  HEX.test(one?.id) &&
  HEX.test(one.me) &&
  HEX.test(one.device) &&
  typeof one.subject === "string" &&
  Number.isFinite(one.at) &&
  isThing(one.answer) &&
  (one.base === undefined || (Array.isArray(one.base) && one.base.every(isThing))) &&
  (one.refused === undefined || typeof one.refused === "string") &&
  (one.stands === undefined || isThing(one.stands));
