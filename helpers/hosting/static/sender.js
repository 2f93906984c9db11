// Brings what is in the queue to the service, again and again until it is acknowledged.
//
// Everything may be sent twice (by another tab, or because an acknowledgement got lost): the
// service knows answers by their ids. Nothing leaves the queue before the service has said that
// it is on its disk; what it turns down stays there, with its message, until it is answered anew.

import { waitAfter } from "./backoff.js";
import { same } from "./form.js";

/** @typedef {import("./queue.js").HeldAnswer} HeldAnswer */

const MOST = 40; // answers at once
const MOST_SIZE = 100_000; // bytes, about
const KEEPALIVE_SIZE = 60_000; // what a browser goes on sending for a page that is gone
const PATIENCE = 20_000; // ms
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

const sizeOf = (text) => new TextEncoder().encode(text).length;

/**
 * queue     as openQueue gives it (HeldAnswer)
 * address   where answers are sent
 * words     {refused} for what was turned down without a word
 * mark      (subject, kind, message) tells a field what became of its answer
 * changed   () called when `state` may be different
 * saved     (subjects) called when these have been acknowledged
 *
 * counted   (new, answers, saved) called when so many have been kept anew, how many there are in all, and how many of
 *           those that were sent are among them: where more than are new, some had arrived before
 *
 * state: {waiting, refused: how many answers, unreachable, gone: the message that ended it or "", erased: when the session was}
 */
export function openSender({ queue, address, words, mark, changed, saved, counted }) {
  const state = { waiting: 0, refused: 0, unreachable: false, gone: "", erased: null };
  const open = new Set(); // subjects of which the last thing that was said isn't "saved"
  const told = new Set(); // ids of answers that were turned down, whose field says so
  const met = new Set(); // subjects on which another answer stands, until somebody says which counts: in any tab
  /** @type {Map<Subject, HeldAnswer[]>} */
  const refusals = new Map(); // subject → its refused answers of this visit: none of them ever stood
  let running = null;
  let again = false;
  let stopped = false;
  let failures = 0;
  let silent = false; // nothing was heard from the service at all
  let timer = 0;
  let notBefore = 0; // by performance.now(): the service asked to be left alone until then
  let most = MOST;

  /** Send what there is, unless the service asked for a pause; resolves when nothing more can be done now. */
  function nudge() {
    if (stopped || state.gone) return Promise.resolve();
    const wait = notBefore - performance.now();
    if (wait > 0) {
      later(wait);
      return Promise.resolve();
    }
    again = true;
    running ??= run().finally(() => (running = null));
    return running;
  }

  /** There is a new answer; that is no reason to ask sooner again, where the service doesn't answer. */
  function added(subject) {
    open.add(subject);
    state.waiting += 1;
    if (failures) mark(subject, "held");
    else nudge();
    changed();
  }

  async function run() {
    clearTimeout(timer);
    while (again && !stopped) {
      again = false;
      const waiting = await look();
      if (waiting.length === 0) continue;
      again = true; // until nothing is left
      if (!(await send(batch(waiting)))) return;
    }
  }

  /** Read the queue, and say of each answer what became of it, whoever sent it; gives what is waiting. */
  async function look() {
    const all = await queue.all();
    const newest = new Map(all.map((record) => [record.subject, record]));
    const down = ({ refused, stands }) => refused || stands;
    for (const record of all) if (record.refused) noteRefusal(record);
    const past = all.filter((record) => down(record) && newest.get(record.subject) !== record);
    if (past.length) await queue.forget(past.map(({ id }) => id)); // answered anew since
    const waiting = all.filter((record) => !down(record));
    const known = [...open, ...met].filter((subject) => !newest.has(subject));
    for (const subject of known) mark(subject, "saved");
    open.clear();
    met.clear();
    for (const [subject, record] of newest) {
      const { id, refused, stands } = record;
      if (stands) met.add(subject);
      if (!down(record)) open.add(subject);
      else if (told.has(id)) continue;
      else if (stands) mark(subject, "stands", record);
      else mark(subject, "refused", refused);
      if (down(record)) told.add(id);
    }
    state.waiting = waiting.length;
    state.refused = all.length - waiting.length - past.length;
    if (known.length) saved(known);
    changed();
    return waiting;
  }

  function batch(records) {
    const taken = [];
    let size = 0;
    for (const record of records) {
      size += sizeOf(JSON.stringify(record));
      const fits = taken.length < most && size <= MOST_SIZE && record.device === records[0].device;
      if (taken.length > 0 && !fits) break;
      taken.push(record);
    }
    return taken;
  }

  /** @param {HeldAnswer[]} records */
  async function send(records) {
    if (!failures) for (const { subject } of records) mark(subject, "saving");
    let response = null;
    /** @type {(BatchReply & ProblemReply) | null} */
    let reply = null; // the one or the other, as the response's status says
    try {
      response = await post(body(records));
      reply = await response.json();
    } catch {
      // No answer, or none of the service's: what stands between us may say anything.
    }
    if ([401, 409].includes(response?.status) && reply) return end(reply.message, reply.erased);
    const turnedDown = response?.status === 413 || (response?.status === 400 && reply);
    const understood = response?.ok && [reply?.saved, reply?.refused, reply?.stands].every(Array.isArray);
    if (turnedDown && records.length > 1) {
      most = 1; // one of them can't be had: the others shall not wait for it
    } else if (turnedDown) {
      await queue.refuse(records[0].id, { refused: reply?.message ?? words.refused });
    } else if (understood && reply.saved.length + reply.refused.length + reply.stands.length > 0) {
      most = MOST;
      await queue.forget(reply.saved);
      const sent = new Map(records.map((record) => [record.id, record]));
      for (const { id, message } of reply.refused) {
        noteRefusal(sent.get(id));
        await queue.refuse(id, { refused: message });
      }
      for (const { id, answer } of reply.stands) {
        // What it knew was refused in this very batch: it goes once more, with what stood before that.
        if (!baseOf(sent.get(id))?.some((known) => same(known, answer))) await queue.refuse(id, { stands: answer });
      }
      counted(reply.new, reply.answers, reply.saved.length);
    } else {
      return failed(response);
    }
    failures = 0;
    heard(true);
    return true;
  }

  function failed(response) {
    failures += 1;
    silent = response === null;
    const asked = Number(response?.headers.get("Retry-After")) * 1000 || 0;
    notBefore = performance.now() + asked;
    const wait = waitAfter(failures, FIRST_WAIT, LONGEST_WAIT) * (0.5 + Math.random());
    later(Math.max(asked, wait));
    for (const subject of open) mark(subject, "held");
    state.unreachable = true;
    changed();
    return false;
  }

  /** The service doesn't know this device any more, or as somebody else: what isn't sent stays where it is. */
  function end(message, erased = null) {
    state.gone = message;
    state.erased = erased;
    for (const subject of open) mark(subject, "held");
    changed();
    return false;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(nudge, wait);
  }

  /** Whether something has just been heard from the service: then it can be asked again, unless it said "not now". */
  function heard(something) {
    if (something && (!failures || silent)) nudge();
    state.unreachable = !something || failures > 0;
    changed();
  }

  /** @param {HeldAnswer[]} records */
  function body(records) {
    const now = Date.now();
    const events = records.map((record) => {
      const { id, subject, answer, at } = record;
      return { id, subject, answer, base: baseOf(record), age: Math.max(0, now - at) };
    });
    /** @type {Batch} */
    const batch = { me: queue.me, device: records[0].device, events };
    return JSON.stringify(batch);
  }

  function noteRefusal(record) {
    const known = refusals.get(record.subject) ?? [];
    if (!known.some(({ id }) => id === record.id)) refusals.set(record.subject, [...known, record]);
  }

  /**
   * What stood as far as was known when an answer was given; where that was refused, what stood before it.
   * @param {HeldAnswer} record
   */
  function baseOf({ subject, base }) {
    const refused = refusals.get(subject) ?? [];
    return refused.reduceRight((found, { answer, base: before }) => {
      return found?.flatMap((known) => (same(known, answer) ? (before ?? []) : [known]));
    }, base);
  }

  async function post(text) {
    const stop = new AbortController();
    const impatience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: text,
        redirect: "error", // a hotel's log-in page is no acknowledgement
        keepalive: sizeOf(text) < KEEPALIVE_SIZE,
        signal: stop.signal,
      });
    } finally {
      clearTimeout(impatience);
    }
  }

  /** A last try for a page that is being left; what doesn't arrive is sent at the next visit. */
  function parting() {
    const records = queue.own();
    if (stopped || state.gone || records.length === 0) return;
    const text = body(batch(records));
    if (sizeOf(text) < KEEPALIVE_SIZE) post(text).catch(() => {});
  }

  /** Send what there is, for at most so many ms; gives how many answers are still waiting. */
  async function settle(patience) {
    const over = new Promise((resolve) => setTimeout(resolve, patience));
    await Promise.race([nudge(), over]);
    return state.waiting;
  }

  /** Send nothing any more, once what is under way has come to an end. */
  async function stop() {
    stopped = true;
    clearTimeout(timer);
    await running;
  }

  /** Say once more why answers were refused: their fields have been drawn afresh. */
  function remind() {
    told.clear();
    return look();
  }

  return { state, nudge, added, heard, end, parting, remind, settle, stop };
}
