// Files of this site, beside its scripts.

import { pack, unpacked } from "./python.mjs";
import { SNAPSHOT } from "./where.js";

export const here = (name) => new URL(name, import.meta.url).href;

/** What is in a packed file, as bytes. */
export async function fetched(name) {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
  return unpacked(response.body);
}

/** What Python is started with: archives by their `names`, and the memory to wake from, undefined if there is none. */
export function coming(names) {
  const all = fetchedApart(SNAPSHOT ? [...names, SNAPSHOT] : names);
  return { packs: all.slice(0, names.length).map((bytes) => bytes.then(pack)), snapshot: all[names.length] };
}

/**
 * What is in packed files, as a promise for each: unpacked by a worker of their own, which ends after that. So it goes on
 * beside what else there is to do, and gives back what it took. Where no such worker can be, it is done here.
 */
function fetchedApart(names) {
  const source = `import ${JSON.stringify(here("unpacking.js"))};`;
  const waiting = new Map();
  let worker = null;
  const done = (name, bytes) => {
    if (!waiting.has(name)) return;
    waiting.get(name)(bytes ?? fetched(name));
    waiting.delete(name);
    if (!waiting.size) worker?.terminate();
  };
  const all = names.map((name) => new Promise((resolve) => waiting.set(name, resolve)));
  const doHere = () => names.forEach((name) => done(name));
  try {
    worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module", name: names.join(" ") });
    worker.onmessage = ({ data }) => done(data.name, data.bytes);
    worker.onerror = doHere;
  } catch {
    doHere();
  }
  return all;
}
