// A worker that fetches packed files, whose names stand in its own, and says {name, bytes} of each.

import { fetched } from "./fetched.js";

for (const name of self.name.split(" ")) {
  fetched(name).then(
    (bytes) => postMessage({ name, bytes }, { transfer: [bytes.buffer] }),
    () => postMessage({ name }), // whoever waits for it finds out why
  );
}
