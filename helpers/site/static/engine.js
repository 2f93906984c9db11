// The way to the engine of a site: a worker in this browser. It is what the app's engine.js is, for pages that have no
// server. What is said before the engine is there waits for it.
//
//   const engine = openEngine({tell, heard, changed})
//
// tell      () => what every message says: {chapter, version, owns}
// heard     (message, sent) called with each message that comes, and the one that it answers
// changed   (kind) called when the engine is "coming", "there", or "away" (this browser can't run it)

/** What stands for this site among all of its origin: several may share one. */
export const SITE = `kit ${new URL(".", location.href).pathname}`;

const worker = startWorker();
const waiting = new Map(); // n → {hear, resolve, reject}
let count = 0;

/** Ask the worker for something; gives its result. */
export function ask(request, hear) {
  const n = ++count;
  return new Promise((resolve, reject) => {
    waiting.set(n, { hear, resolve, reject });
    worker.postMessage({ ...request, n });
  });
}

function startWorker() {
  // From a blob, so that what this page may ask for holds for the worker as well.
  const source = `import ${JSON.stringify(new URL("worker.js", import.meta.url).href)};`;
  const started = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
  started.postMessage({ type: "open", name: SITE });
  return started;
}

export function openEngine({ tell, heard, changed }) {
  let looking = null;

  worker.onmessage = ({ data }) => {
    if (data.type === "ready") changed("there");
    if (data.type === "broken") fail(data.why);
    const asked = waiting.get(data.n);
    if (!asked) return;
    if (data.reply) return asked.hear(JSON.parse(data.reply));
    waiting.delete(data.n);
    if (data.end) asked.resolve(data.result);
    else asked.reject(new Error(data.error));
  };
  worker.onerror = () => fail("the worker couldn’t be started");

  function fail(why) {
    console.error(why);
    changed("away");
    for (const { reject } of waiting.values()) reject(new Error(why));
    waiting.clear();
  }

  /** Say something. Gives true once it was answered to the end, false if there is no engine. */
  async function send(message) {
    const hear = (reply) => {
      try {
        heard(reply, message);
      } catch (error) {
        reportError(error); // a fault of the page is none of the engine
      }
    };
    try {
      await ask({ type: "say", message: JSON.stringify({ ...tell(), ...message }) }, hear);
      return true;
    } catch (error) {
      console.error(error);
      return false;
    }
  }

  /** Look whether another window kept something; one look at a time. */
  function look() {
    looking ??= send({ type: "look" }).finally(() => (looking = null));
    return looking;
  }

  new BroadcastChannel(SITE).addEventListener("message", look);
  document.addEventListener("visibilitychange", () => document.hidden || look());
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  changed("coming");
  return { send, look };
}
