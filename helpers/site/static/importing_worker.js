// Python with what reads spreadsheets, for the page that makes a ladder of one. It hears {n, type: "step", fields, data}
// or {n, type: "too much"}, and says {n, end, result}: the HTML of the page that comes next. It keeps nothing.

import { coming, here } from "./fetched.js";
import { startPython } from "./python.mjs";
import { PYTHON } from "./where.js";

const DESK = "from helpers.site.importing import Importing\nImporting()";

const python = start();
python.then(
  () => postMessage({ type: "ready" }),
  (error) => postMessage({ type: "broken", why: String(error) }),
);

async function start() {
  const { packs, snapshot } = coming(["engine.pack", "importing.pack"], self.name.includes("afresh"));
  const { py } = await startPython({ folder: here(PYTHON), packs, snapshot, waking: (isWaking) => postMessage({ type: "waking", isWaking }) });
  return { py, steps: py.runPython(DESK) };
}

addEventListener("message", async ({ data }) => {
  try {
    const { py, steps } = await python;
    const result = data.type === "step" ? steps.step(JSON.stringify(data.fields), py.toPy(data.data)) : steps.too_much();
    postMessage({ n: data.n, end: true, result });
  } catch (error) {
    postMessage({ n: data.n, error: String(error) });
  }
});
