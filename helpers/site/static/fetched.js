// Files of this site, beside its scripts.

import { pack, unpacked } from "./python.mjs";
import { whenSilent } from "./silence.js";
import { SNAPSHOT } from "./where.js";

const LONGEST_SILENCE = 10; // seconds

export const here = (name) => new URL(name, import.meta.url).href;

/** What is in a packed file, as bytes; `came` is called with each piece of it. */
export async function fetched(name, came = () => {}) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return unpacked(response.body, came);
}

/**
 * What Python is started with: archives by their `names`, and the memory to wake from, undefined if there is none or
 * it is to begin `afresh`.
 */
export function coming(names, afresh = false) {
  const all = fetchedApart(SNAPSHOT && !afresh ? [...names, SNAPSHOT] : names);
  return { packs: all.slice(0, names.length).map((bytes) => bytes.then(pack)), snapshot: all[names.length] };
}

/**
 * What is in packed files, as a promise for each: unpacked by a worker of their own, which ends after that. So it goes on
 * beside what else there is to do, and gives back what it took. Where no such worker can be, it is done here; where
 * nothing is heard of it, here as well, and what is there first counts: a slow line may be all that is wrong.
 */
function fetchedApart(names) {
  const source = `import ${JSON.stringify(here("unpacking.js"))};`;
  const waiting = new Map();
  let worker = null;
  let hasSpoken = false;
  const silence = whenSilent(LONGEST_SILENCE, () => {
    for (const name of waiting.keys()) fetched(name).then((bytes) => done(name, bytes), () => hasSpoken || done(name));
  });
  const done = (name, bytes) => {
    if (!waiting.has(name)) return;
    waiting.get(name)(bytes ?? fetched(name));
    waiting.delete(name);
    if (waiting.size) return;
    silence.end();
    worker?.terminate();
  };
  const all = names.map((name) => new Promise((resolve) => waiting.set(name, resolve)));
  const doHere = () => names.forEach((name) => done(name));
  try {
    worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module", name: names.join(" ") });
    worker.onmessage = ({ data }) => {
      hasSpoken = true;
      silence.heard();
      if (data.name) done(data.name, data.bytes);
    };
    worker.onerror = doHere;
  } catch {
    doHere();
  }
  return all;
}
