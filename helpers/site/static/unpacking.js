// A worker that fetches packed files, whose names stand in its own, and says {name, bytes} of each. So that whoever waits
// for it knows that it lives, it says {} at once, and now and then while something comes.

import { fetched } from "./fetched.js";

const BETWEEN = 1000; // ms

let last = -BETWEEN;
function alive() {
  if (performance.now() - last < BETWEEN) return;
  last = performance.now();
  postMessage({});
}

alive();
for (const name of self.name.split(" ")) {
  fetched(name, alive).then(
    (bytes) => postMessage({ name, bytes }, { transfer: [bytes.buffer] }),
    () => postMessage({ name }), // whoever waits for it finds out why
  );
}
