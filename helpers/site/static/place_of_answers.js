// Where answers are kept: in this browser, or in this tab alone, which forgets them when it is closed.

const folder = new URL(".", location.href).pathname;

/** What stands for this site among all of its origin: several may share one. */
export const SITE = `kit ${folder}`;

const FLAG = `kit-alone ${folder}`; // waiting.js asks for it too
const LINES = `kit-lines ${folder}`;

/** Whether answers are for this tab alone. */
export const ALONE = sessionStorage.getItem(FLAG) !== null;

/** From the next page on, answers are for this tab alone. */
export const beAlone = () => sessionStorage.setItem(FLAG, "yes");

/** The lines that this tab keeps, as bytes. */
export const tabLines = () => Uint8Array.from(sessionStorage.getItem(LINES) ?? "", (char) => char.charCodeAt(0));

/** What a store has to do, for lines of this tab alone; gives {result} or {trouble}. */
export function tabStore({ op, given }) {
  try {
    const kept = sessionStorage.getItem(LINES) ?? "";
    const token = sessionStorage.getItem(`${LINES} token`) ?? "first";
    if (op === "read") {
      const bytes = Uint8Array.from(kept.slice(given), (char) => char.charCodeAt(0));
      return { result: { pieces: bytes.length ? [bytes] : [], last: kept.length, token } };
    }
    if (op === "add") {
      let text = "";
      for (const byte of given) text += String.fromCharCode(byte);
      sessionStorage.setItem(LINES, kept + text);
      return { result: kept.length + text.length };
    }
    sessionStorage.removeItem(LINES);
    sessionStorage.setItem(`${LINES} token`, String(Math.random()));
    return { result: null };
  } catch (error) {
    return { trouble: error.name };
  }
}

/** Erase what this tab, and this browser's storage for typed words, hold of the site. */
export function eraseWords() {
  for (const storage of [localStorage, sessionStorage]) {
    const words = folder === "/" ? "kit-words " : `kit-words@${folder} `;
    for (const name of Object.keys(storage)) if (name.startsWith(words) || name.startsWith("kit-place ")) storage.removeItem(name);
  }
}
