// The lines of a journal in this browser's storage. They only grow, until all of them are erased.
//
// "lines" holds what was written at a time, each as bytes that end in a newline, so that one after the other they are
// the very file that an export gives. "about" holds `token`, which is another one after an erasure, and `keys` to
// encrypted second views, each {secret, point} in bytes, of which no file of a journal tells. "shown" holds what
// a chapter showed last, by its name, and the number of the last lines that there were then.

const LINES = "lines";
const ABOUT = "about";
const SHOWN = "shown";

/** Open the store of a site by its name. Rejects where a browser keeps nothing for pages. */
export async function openStore(name) {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(LINES, { autoIncrement: true });
    request.result.createObjectStore(SHOWN);
    request.result.createObjectStore(ABOUT).put(newToken(), "token");
  };
  const db = await asked(request);
  db.onversionchange = () => db.close();
  const lastOf = async (store) => (await asked(store.openKeyCursor(null, "prev")))?.key ?? 0;

  return {
    /** What was written after the piece numbered `last` (0: all), the number of the last one, and the token. */
    async read(last = 0) {
      const reading = db.transaction([LINES, ABOUT]);
      const range = IDBKeyRange.lowerBound(last, true);
      const [keys, pieces, token] = await Promise.all([
        asked(reading.objectStore(LINES).getAllKeys(range)),
        asked(reading.objectStore(LINES).getAll(range)),
        asked(reading.objectStore(ABOUT).get("token")),
      ]);
      return { pieces, last: keys.at(-1) ?? last, token };
    },

    /** Keep lines; gives their number once they are on the disk, as far as a browser can see to that. */
    async add(lines) {
      const writing = db.transaction(LINES, "readwrite", { durability: "strict" });
      const key = asked(writing.objectStore(LINES).add(lines));
      await done(writing);
      return key;
    },

    /** Remember what a chapter shows: messages, as an engine says them. */
    async show(chapter, messages) {
      const last = await lastOf(db.transaction(LINES).objectStore(LINES));
      const writing = db.transaction(SHOWN, "readwrite", { durability: "relaxed" });
      writing.objectStore(SHOWN).put({ messages, last }, chapter);
      await done(writing);
    },

    /** What a chapter showed last, [] if it was never open, and whether nothing was kept since that it may not show. */
    async shown(chapter) {
      const reading = db.transaction([LINES, SHOWN]);
      const [found, last] = await Promise.all([asked(reading.objectStore(SHOWN).get(chapter)), lastOf(reading.objectStore(LINES))]);
      return { messages: found?.messages ?? found ?? [], isCurrent: (found?.last ?? 0) === last };
    },

    /** The keys to encrypted second views, the one that makes files first; `key` joins them if it isn't there. */
    async keys(key = null) {
      const keeping = db.transaction(ABOUT, key ? "readwrite" : "readonly", { durability: "strict" });
      const about = keeping.objectStore(ABOUT);
      const kept = (await asked(about.get("keys"))) ?? [];
      const isThere = !key || kept.some(({ point }) => point.join() === key.point.join());
      const keys = isThere ? kept : [...kept, key];
      if (!isThere) about.put(keys, "keys");
      await done(keeping);
      return keys;
    },

    /** Erase every line, and every key. */
    async erase() {
      const writing = db.transaction([LINES, ABOUT, SHOWN], "readwrite", { durability: "strict" });
      writing.objectStore(LINES).clear();
      writing.objectStore(SHOWN).clear();
      writing.objectStore(ABOUT).delete("keys");
      writing.objectStore(ABOUT).put(newToken(), "token");
      await done(writing);
    },
  };
}

const newToken = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What a request gives. */
export const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** That a transaction is over; rejects where it was broken off. */
export const done = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
  });
