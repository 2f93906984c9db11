// What a workshop's board holds, in this browser's storage: share files under names that tell nobody's, and the
// session's memory of what was shown. It is there until the session is ended, or everything is erased.

import { asked, done } from "./store.js";

const FILES = "files"; // name → {data, at}
const ABOUT = "about"; // "version" → another number whenever a file is another one

/** Open the files of the board of a site, by the site's name. Rejects where a browser keeps nothing for pages. */
export async function openBoard(site) {
  const request = indexedDB.open(`board of ${site}`, 1);
  request.onupgradeneeded = () => [FILES, ABOUT].forEach((name) => request.result.createObjectStore(name));
  const db = await asked(request);
  db.onversionchange = () => db.close();

  return {
    /** {version, files: [[name, data, at]]}; null where `known` is the version still. */
    async read(known) {
      const reading = db.transaction([FILES, ABOUT]);
      const files = reading.objectStore(FILES);
      const [version, names, kept] = await Promise.all([
        asked(reading.objectStore(ABOUT).get("version")),
        asked(files.getAllKeys()),
        asked(files.getAll()),
      ]);
      return (version ?? 0) === known ? null : { version: version ?? 0, files: kept.map(({ data, at }, n) => [names[n], data, at]) };
    },

    /** Keep files; gives the new version once they are on the disk, as far as a browser can see to that. */
    write: (files, version) => change((store) => files.forEach(([name, data, at]) => store.put({ data, at }, name)), version),

    /** Erase all of it. */
    erase: () => change((store) => store.clear(), Date.now()),
  };

  async function change(work, version) {
    const writing = db.transaction([FILES, ABOUT], "readwrite", { durability: "strict" });
    work(writing.objectStore(FILES));
    writing.objectStore(ABOUT).put(version + 1, "version");
    await done(writing);
    return version + 1;
  }
}
