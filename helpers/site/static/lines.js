// The lines of a journal with what no engine has taken yet, so that a browser that can't run one gives everything back.
//
// An answer that waits becomes a line as the page sent it. It wasn't checked: whoever opens the file does that, and sets
// aside by its number what can't be read. Taken in later by the engine, it stands twice, and says the same.

import { keptLines, waiting } from "./place_of_answers.js";
import { partsOf } from "./subjects.js";

const settings = () => JSON.parse(document.getElementById("kit-settings").textContent).line;

/** Lines as bytes, each with its newline: those that are kept, then those that wait. */
export async function allLines() {
  const kept = await keptLines().catch(() => new Uint8Array());
  return new Uint8Array(await new Blob([kept, waitingLines(settings())]).arrayBuffer());
}

/**
 * What waits, as lines, each in the earliest format in which it can be said.
 *
 * line     what every line of this ladder says besides
 * formats  what came with a later format: {subjects: {kind: number}, answers: {kind: {field: number}}}
 */
export const waitingLines = ({ formats, ...line }) =>
  waiting()
    .map(({ subject, answer, at }) => {
      const later = formats.answers[answer.kind] ?? {};
      const said = Object.fromEntries(Object.entries(answer).filter(([field, value]) => !(field in later && isEmpty(value))));
      const [kind] = partsOf(subject);
      const v = Math.max(formats.subjects[kind] ?? 1, ...Object.keys(said).map((field) => later[field] ?? 1));
      return `${JSON.stringify({ v, id: newId(), at: new Date(at).toISOString(), subject, answer: said, ...line })}\n`;
    })
    .join("");

const isEmpty = (value) => value === null || value?.length === 0;

const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
