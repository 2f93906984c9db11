// That this browser never woke the memory of this site, so that it isn't waited for at each visit. Another version of the
// site has another memory, which is tried.

import { VERSION } from "./version.js";
import { PYTHON } from "./where.js";

const folder = new URL(".", location.href).pathname;

/** Under which name it stands: in this tab alone where nothing is to be left behind, as place_of_answers.js has it. */
export const ASLEEP = `kit-asleep ${folder}`;
const storage = () => (sessionStorage.getItem(`kit-alone ${folder}`) === null ? localStorage : sessionStorage);

const THIS_ONE = `${VERSION} ${PYTHON}`; // all that a memory is made of

export function neverWakes() {
  try {
    return storage().getItem(ASLEEP) === THIS_ONE;
  } catch {
    return false;
  }
}

export function rememberAsleep() {
  try {
    storage().setItem(ASLEEP, THIS_ONE);
  } catch {
    // Where a browser keeps nothing for pages, the next one waits as long.
  }
}
