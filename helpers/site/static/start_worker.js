// A worker that answers: {n, …} is said to it, and it says {n, reply} any number of times, then {n, end, result} or
// {n, error}. {type: "ready"} or {type: "broken", why} comes once; whatever else it says is told to `heard`.
//
// {type: "waking", isWaking} says that it begins to take over a memory, which keeps it busy, and that this is over. One
// that says no more after the beginning is ended, and another one stands in for it whose name has "afresh" in it: that
// one is to do without a memory. So are all that this browser begins after it, until the site has another memory or the
// browser is updated.

import { whenSilent } from "./silence.js";

const LONGEST_WAKING = 30; // seconds: it takes less than one, and more where WebAssembly is not compiled
// Each version of a site has its own, and this script its own address; another version of a browser may wake it.
const MEMORY = `${import.meta.url} ${navigator.userAgent}`;

/**
 * @param {string} script
 * @param {{name?: string, alone?: boolean, ready: () => void, broken: () => void, heard?: (data: any, worker: Worker) => void}} told
 */
export function startWorker(script, { name = "", alone = false, ready, broken, heard = () => {} }) {
  const waiting = new Map(); // n → {request, hear, resolve, reject}
  const said = []; // besides
  let count = 0;
  let trouble = null;
  let started = null;
  let silence = null;
  const afresh = `${name} afresh`;
  // From a blob, so that what this page may ask for holds for the worker as well.
  const source = `import ${JSON.stringify(new URL(script, import.meta.url).href)};`;
  try {
    begin(asleep() === MEMORY ? afresh : name);
  } catch (error) {
    queueMicrotask(() => fail(String(error))); // a policy of the browser's, or of the server's
    return { ask: () => Promise.reject(trouble ?? new Error("no worker")), say() {}, end() {} };
  }

  function begin(called) {
    started = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module", name: called });
    started.onmessage = ({ data }) => {
      if (data.type === "ready") ready();
      if (data.type === "broken") fail(data.why);
      if (data.type === "waking") {
        silence?.end();
        silence = data.isWaking ? whenSilent(LONGEST_WAKING, again) : null;
      }
      heard(data, started);
      const asked = waiting.get(data.n);
      if (!asked) return;
      if (data.reply) return asked.hear(JSON.parse(data.reply));
      waiting.delete(data.n);
      if (data.end) asked.resolve(data.result);
      else asked.reject(new Error(data.error));
    };
    started.onerror = () => fail("the worker couldn’t be started");
  }

  /** Another one, which is told and asked all that this one was. */
  function again() {
    console.warn("The engine didn’t wake, and begins afresh.");
    started.onmessage = null; // what it said too late
    started.terminate();
    begin(afresh);
    if (!alone) asleep(MEMORY);
    for (const message of said) started.postMessage(message);
    for (const { request } of waiting.values()) started.postMessage(request);
  }

  function fail(why) {
    console.error(why);
    trouble = new Error(why);
    for (const { reject } of waiting.values()) reject(trouble);
    waiting.clear();
    broken();
  }

  return {
    /** Ask it for something; gives its result. `hear` is told what comes on the way. */
    ask: (request, hear = undefined) =>
      new Promise((resolve, reject) => {
        if (trouble) return reject(trouble);
        waiting.set(++count, { request: { ...request, n: count }, hear, resolve, reject });
        started.postMessage({ ...request, n: count });
      }),
    say(message) {
      said.push(message);
      started.postMessage(message);
    },
    end() {
      silence?.end();
      started.terminate();
    },
  };
}

/** Which memory never woke in this browser, so that it isn't waited for at each visit; `one` is noted as that. */
function asleep(one = "") {
  try {
    if (one) localStorage.kitAsleep = one; // place_of_answers.js erases it
    return localStorage.kitAsleep;
  } catch {
    // Where a browser keeps nothing for pages, the next one waits as long.
  }
}
