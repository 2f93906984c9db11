// The way to the engine behind a page: one message goes, any number of messages come, in their order.
// Where nobody answers, it goes on trying by itself; what it was given to send is sent once somebody does.
//
//   const engine = openEngine({address, tell, state, heard, changed})
//
// tell      () => what every message says: {chapter, version, owns}
// heard     (message, sent) called with each message that comes (EngineReply), and all that was said by the one that it answers
// changed   (kind) called when the engine is "there", "away" (nobody answers) or "locked" (not let in)

import { waitAfter } from "./backoff.js";

export const AWAY =
  "The kit isn’t answering. What it called saved is saved; what you write now is saved as soon as it answers. If you stopped it, start it again.";
export const KNOWS = true; // a page comes as things are

const EVERY = 2000; // ms between two looks while somebody can see the page
const FIRST_WAIT = 500;
const LONGEST_WAIT = 5000;
const MOST_KEPT_ALIVE = 20_000; // browsers go on sending 64 kB in all for a page that is gone
const PATIENCE = 30_000; // without a word from an engine that took the message

/**
 * @param {{ address: string, tell: () => object, heard: (message: EngineReply, sent: any) => void, known?: () => void, changed: (kind: string) => void }} page
 */
export function openEngine({ address, tell, heard, changed }) {
  let kind = "there";
  let failures = 0;
  let count = 0; // messages that were sent
  let timer = 0;
  let looking = null;
  let isWanted = false; // another look
  let back = []; // called when the engine answers again

  // What is sent by a page that is being left shall arrive all the same.
  let leaving = false;
  addEventListener("pagehide", () => (leaving = true), { capture: true });
  addEventListener("pageshow", () => (leaving = false));

  const become = (now) => {
    if (now === kind) return;
    kind = now;
    changed(kind);
  };

  /**
   * Send once. Gives true if it was taken and answered to the end; false if nobody answered.
   * @param {Message} message
   */
  async function once(message) {
    const said = /** @type {any} */ ({ ...tell(), ...message });
    const body = JSON.stringify(said);
    said.nth = ++count; // replies may cross each other on their way
    const stop = new AbortController();
    let impatience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/x-ndjson" },
        body,
        redirect: "error",
        keepalive: leaving && body.length < MOST_KEPT_ALIVE,
        signal: stop.signal,
      });
      if (response.status === 401 || response.status === 403) {
        become("locked");
        return false;
      }
      if (response.status >= 400 && response.status < 500) {
        heard({ type: "failed", seq: said.seq ?? null, subject: said.subject ?? null, message: (await response.json()).message }, said);
        return true; // it won't be taken the next time either
      }
      if (!response.ok) throw new Error(String(response.status));
      for await (const reply of lines(response.body)) {
        clearTimeout(impatience);
        impatience = setTimeout(() => stop.abort(), PATIENCE);
        try {
          heard(reply, said);
        } catch (error) {
          reportError(error); // a fault of the page is none of the way
        }
      }
      failures = 0;
      become("there");
      const waiting = back;
      back = [];
      waiting.forEach((go) => go());
      return true;
    } catch {
      failures += 1;
      if (failures > 1 || kind !== "there") become("away");
      return false;
    } finally {
      clearTimeout(impatience);
    }
  }

  /** Send until it was answered to the end, or until nobody wants it sent any more: then gives false. */
  async function send(message, wanted = () => true) {
    while (!(await once(message))) {
      const again = new Promise((go) => back.push(go));
      soon();
      await again;
      if (!wanted()) return false;
    }
    return true;
  }

  /** Look now, and once more as soon as one that is under way is over: it may have come too early. */
  function look() {
    clearTimeout(timer);
    isWanted = looking !== null;
    looking ??= once({ type: "look" }).finally(() => {
      looking = null;
      if (isWanted && !failures) look();
      else soon();
    });
    return looking;
  }

  function soon() {
    clearTimeout(timer);
    if (document.hidden && kind === "there" && back.length === 0) return; // who sees the page again asks at once
    const wait = failures ? waitAfter(failures, FIRST_WAIT, LONGEST_WAIT) : EVERY;
    timer = setTimeout(look, wait);
  }

  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("online", look);
  addEventListener("focus", look);
  addEventListener("pageshow", look);
  soon();

  return { send, look };
}

/** @returns {AsyncGenerator<EngineReply>} */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    rest += value;
    const parts = rest.split("\n");
    rest = parts.pop();
    for (const part of parts) if (part) yield JSON.parse(part);
  }
  if (rest) yield JSON.parse(rest);
}
