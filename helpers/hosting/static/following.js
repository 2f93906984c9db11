// What the facilitator's pages have in common: they follow the session, and tell when they can't.

import { waitAfter } from "./backoff.js";
import { asClock, countdown } from "./countdown.js";
import { remember } from "./panel.js";

const PATIENCE = 10_000; // ms
const LONGEST_WAIT = 16; // times the usual one
const READ_SECONDS = 20; // so long the words about what somebody did stay, though all is well since
const LONGEST_PRESS = 10_000; // ms
const TIME_IS_UP = "Time is up.";
const UNREACHED = "The session can’t be reached at the moment.";

/**
 * The server's answer as JSON; what went wrong is an Error with words for a person, `over` if trying again is no
 * use, and with a `conflict` if the page is another one's.
 * @template Reply
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Reply>}
 */
export async function ask(url, options = {}) {
  let answer;
  try {
    const headers = { Accept: "application/json", ...options.headers };
    answer = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    throw new Error(UNREACHED);
  }
  const reply = await answer.json().catch(() => ({}));
  if (answer.ok) return reply;
  const { message, erased } = /** @type {Partial<ProblemReply>} */ (reply);
  // A proxy answers by itself, with no words of ours, while it doesn’t reach the session.
  const words = message ?? (answer.status > 500 ? UNREACHED : "That didn’t work.");
  throw Object.assign(new Error(words), { over: answer.status === 401, conflict: answer.status === 409, erased });
}

/** A page whose session was erased says when, and shows nothing else. */
function sayErased(moment) {
  const at = new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const told = document.createElement("p");
  told.className = "hosted-erased";
  told.setAttribute("role", "alert");
  document.querySelector("main").replaceChildren(told);
  document.title = told.textContent = `Erased at ${at}`;
}

// A button that is replaced between its press and its release does nothing. So while one is held, what was
// heard by following is left for the next look.
let pressed = -Infinity;
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (pressed = performance.now()), true);
for (const kind of ["pointerup", "pointercancel", "keyup", "blur"]) {
  addEventListener(kind, () => setTimeout(() => (pressed = -Infinity)), true);
}

/**
 * Ask again and again while somebody can see the page, and at once when there is a network again.
 * `look` asks and gives what it heard, `heard` takes it, `trouble` gets words for a person, or ""
 * once all is well again. Gives back a function that does something at once: what was asked
 * before it and answered after it is out of date, and dropped.
 * @template Reply
 * @param {{ look: () => Promise<Reply> | null, heard: (reply: Reply) => void, trouble: (words: string) => void, seconds?: number }} how
 */
export function follow({ look, heard, trouble, seconds = 3 }) {
  let timer, asked = 0, newest = 0, failures = 0, over = false, told = "", until = 0;

  const tell = (words) => {
    if (words !== told) trouble((told = words));
  };
  const wait = () => {
    clearTimeout(timer);
    if (!over) timer = setTimeout(next, waitAfter(failures + 1, seconds * 1000, LONGEST_WAIT * seconds * 1000));
  };
  async function now(act, { again = true } = {}) {
    const mine = ++asked;
    clearTimeout(timer);
    try {
      const answer = await act();
      if (mine < newest || (again && performance.now() - pressed < LONGEST_PRESS)) return null;
      newest = mine;
      failures = 0;
      if (!again || performance.now() >= until) tell("");
      heard(answer);
      return answer;
    } catch (error) {
      over = over || Boolean(error.over);
      if (error.erased) return void sayErased(error.erased);
      if (again) failures += 1;
      else until = performance.now() + READ_SECONDS * 1000;
      if (mine >= newest) tell(error.message);
      return null;
    } finally {
      wait();
    }
  }
  const next = () => (document.hidden || over ? undefined : now(look));
  document.addEventListener("visibilitychange", next);
  addEventListener("online", next); // rather than after the long wait that failures have led to
  wait();
  return (/** @type {() => Promise<Reply> | null} */ act) => now(act, { again: false });
}

/** Put HTML into an element if it isn't there yet, and keep what is open and where the focus is. */
export function put(element, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  if (fresh.innerHTML === element.innerHTML) return;
  const restore = remember(element);
  element.replaceChildren(fresh.content);
  restore();
}

/**
 * A countdown that runs by itself between two looks, from the seconds in `data-clock` on. `aloud` tells whoever listens
 * to the page that it has come to its end, unless another one runs meanwhile.
 * @param {HTMLElement} element
 * @param {ReturnType<typeof import("./aloud.js").announcer>} aloud
 */
export function clock(element, aloud) {
  const set = countdown((left, before) => {
    const text = left === null ? "" : asClock(left);
    if (element.textContent !== text) element.textContent = text;
    element.hidden = left === null;
    element.classList.toggle("is-over", left === 0);
    if (left === 0 && before > 0) aloud.say(TIME_IS_UP);
    if (left !== 0) aloud.unsay(TIME_IS_UP);
  });
  set(element.dataset.clock === "" ? null : Number(element.dataset.clock));
  return set;
}

export const inWords = (people) => (people === 1 ? "person has joined" : "people have joined");
