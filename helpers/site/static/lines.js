// The lines of a journal with what no engine has taken yet, so that a browser that can't run one gives everything back.
//
// An answer that waits becomes a line as the page sent it. It wasn't checked: whoever opens the file does that, and sets
// aside by its number what can't be read. Taken in later by the engine, it stands twice, and says the same.

import { keptLines, waiting } from "./place_of_answers.js";

const settings = () => JSON.parse(document.getElementById("kit-settings").textContent).line;

/** Lines as bytes, each with its newline: those that are kept, then those that wait. */
export async function allLines() {
  const kept = await keptLines().catch(() => new Uint8Array());
  return new Uint8Array(await new Blob([kept, waitingLines(settings())]).arrayBuffer());
}

/** What waits, as lines; `line` is what every line of this ladder says besides. */
export const waitingLines = ({ v, ...line }) =>
  waiting()
    .map(({ subject, answer, at }) => `${JSON.stringify({ v, id: newId(), at: new Date(at).toISOString(), subject, answer, ...line })}\n`)
    .join("");

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
