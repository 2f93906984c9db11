// A worker that answers: {n, …} is said to it, and it says {n, reply} any number of times, then {n, end, result} or
// {n, error}. {type: "ready"} or {type: "broken", why} comes once; whatever else it says is told to `heard`.

/**
 * @param {string} script
 * @param {{name?: string, ready: () => void, broken: () => void, heard?: (data: any, worker: Worker) => void}} told
 */
export function startWorker(script, { name = "", ready, broken, heard = () => {} }) {
  const waiting = new Map(); // n → {hear, resolve, reject}
  let count = 0;
  let trouble = null;
  let started = null;
  // From a blob, so that what this page may ask for holds for the worker as well.
  const source = `import ${JSON.stringify(new URL(script, import.meta.url).href)};`;
  try {
    started = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module", name });
  } catch (error) {
    queueMicrotask(() => fail(String(error))); // a policy of the browser's, or of the server's
    return { ask: () => Promise.reject(trouble ?? new Error("no worker")), say() {}, end() {} };
  }
  started.onmessage = ({ data }) => {
    if (data.type === "ready") ready();
    if (data.type === "broken") fail(data.why);
    heard(data, started);
    const asked = waiting.get(data.n);
    if (!asked) return;
    if (data.reply) return asked.hear(JSON.parse(data.reply));
    waiting.delete(data.n);
    if (data.end) asked.resolve(data.result);
    else asked.reject(new Error(data.error));
  };
  started.onerror = () => fail("the worker couldn’t be started");

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
        waiting.set(++count, { hear, resolve, reject });
        started.postMessage({ ...request, n: count });
      }),
    say: (message) => started.postMessage(message),
    end: () => started.terminate(),
  };
}
