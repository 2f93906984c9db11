// What is typed stays on this device until it is saved, in the storage of this very address.
//
// Each window has its own share of it, so that no window takes another one's words for saved. What a window
// left behind that is no more (it was closed, reloaded, or its browser crashed) the next one sends. An entry
// is erased the moment its answer is acknowledged; one that nobody came back for goes after ninety days.

const TAB = "kit-window";
const DAYS = 90;

/**
 * Open the storage of this window.
 *
 * about   (key) => what is kept beside an entry, so that it can be sent from any page
 * folder  whose words these are, where several share an address: sites do up to their path
 *
 * Gives {device, left}: `device` as form.js wants it, `left` the entries of windows that are no more, oldest first:
 * [key, {answer, stands, …about}]. Rejects where a browser keeps nothing for pages.
 */
export async function openWaiting(about, folder = new URL(".", location.href).pathname) {
  const prefix = folder === "/" ? "kit-words" : `kit-words@${folder}`;
  // In this tab alone for somebody who said so, on a computer that others use.
  const storage = read(sessionStorage, `kit-alone ${folder}`) ? sessionStorage : localStorage;
  const me = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const place = (key) => `${prefix} ${me} ${key}`;
  const before = read(sessionStorage, TAB); // this tab's window before a reload: it is no more
  put(sessionStorage, TAB, me);
  const alive = await windows(me);
  const left = new Map();
  for (const name of Object.keys(storage).filter((name) => name.startsWith(`${prefix} `))) {
    const [, owner, ...rest] = name.split(" ");
    if (alive.has(owner) && owner !== before) continue;
    const entry = parse(read(storage, name));
    storage.removeItem(name);
    if (!entry || Date.now() - entry.at > DAYS * 86_400_000) continue;
    const key = rest.join(" ");
    if (!left.has(key) || left.get(key).at < entry.at) left.set(key, entry);
    put(storage, place(key), JSON.stringify(left.get(key)));
  }
  const device = {
    put: (key, entry) => put(storage, place(key), JSON.stringify({ ...entry, ...about(key), at: Date.now() })),
    drop: (key) => storage.removeItem(place(key)),
  };
  return { device, left: [...left].sort(([, a], [, b]) => a.at - b.at) };
}

/** The windows that are open, this one included: each holds a lock as long as it lives. */
async function windows(me) {
  if (!navigator.locks) return new Set([me]);
  navigator.locks.request(`${TAB} ${me}`, () => new Promise(() => {}));
  const { held } = await navigator.locks.query();
  return new Set([me, ...held.map(({ name }) => name.split(" ")[1])]);
}

function read(storage, name) {
  try {
    return storage.getItem(name);
  } catch {
    return null; // a browser that keeps nothing for pages
  }
}

/** Whether it could be written: storage may be full, or switched off. */
function put(storage, name, text) {
  try {
    storage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
