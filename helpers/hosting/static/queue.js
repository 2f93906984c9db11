// What somebody answered and the service has not acknowledged yet, kept on their device.
//
//   const queue = await openQueue(me)
//
// Each answer is a record of its own in IndexedDB, written to the disk before `put` resolves and
// removed once it is acknowledged. All tabs share the queue, and the order of the records is the
// order in which they were given, whatever the device's clock says. Where there is no IndexedDB
// (a private window, a full disk) answers are kept in memory, and `durable` is false.

const NAME = "career-ladder-kit";
const PATIENCE = 4000; // ms
const DAYS_FOR_OTHERS = 90; // what was left behind under another identity than the one now in use

/**
 * @typedef {object} HeldAnswer   an answer as it waits here
 * @property {string} id
 * @property {string} me
 * @property {string} device
 * @property {Subject} subject
 * @property {Answer} answer
 * @property {Answer[]} [base]    one of them stood as far as was known here
 * @property {number} at          when it was given, by this device's clock
 * @property {string} [refused]   why it was turned down
 * @property {Answer} [stands]    what was given elsewhere and was in its way
 */

/**
 * The queue of one person, named by a digest that says nothing about them.
 *
 * me                whose it is
 * device            32 hex digits that stand for this browser, to this person's session alone
 * durable           whether answers outlive the page
 * put(subject, answer, base)   → its record (HeldAnswer); never rejects
 * all()             → this person's records, oldest first
 * own()             what this very page put and nobody has acknowledged or refused; without waiting for the disk
 * refuse(id, why)   `why`: {refused} or {stands}
 * forget(ids), clear()
 */
export async function openQueue(me) {
  /** @type {HeldAnswer[]} */
  const memory = []; // what couldn't be written
  /** @type {Map<string, HeldAnswer>} */
  const own = new Map();
  const gone = new Set(); // ids that are forgotten, even if the disk doesn't say so
  const turnedDown = new Map(); // id → {refused} or {stands}
  let db = await connect().catch(() => null);
  let durable = db !== null;
  const device = (durable && (await deviceOf(me).catch(() => null))) || freshId();
  if (durable) dropOthers().catch(() => {});

  /** Do something with the records in one transaction, which is on the disk when this resolves. */
  async function within(mode, work) {
    try {
      return await transact(db, mode, work);
    } catch {
      db = await connect(); // a phone may close the connection of a page that slept
      return transact(db, mode, work);
    }
  }

  async function put(subject, answer, base) {
    /** @type {HeldAnswer} */
    const record = { id: freshId(), me, device, subject, answer, base, at: Date.now() };
    own.set(record.id, record);
    try {
      if (!db) throw new Error("no database");
      // Nothing is waited for before the record is on its way: a page that is being left has no later.
      await within("readwrite", (records) => {
        records.add(record);
        records.transaction.commit?.();
      });
    } catch {
      durable = false;
      memory.push(record);
    }
    return record;
  }

  /** @returns {Promise<HeldAnswer[]>} */
  async function all() {
    let kept;
    try {
      kept = db ? await within("readonly", (records) => records.index("me").getAll(me)) : [];
    } catch {
      durable = false;
      kept = [...own.values()].filter((record) => !memory.includes(record));
    }
    return [...kept, ...memory]
      .filter(({ id }) => !gone.has(id))
      .map((record) => ({ ...record, ...turnedDown.get(record.id) }));
  }

  const byId = (records, id, then) => {
    const found = records.index("id").getKey(id);
    found.onsuccess = () => found.result !== undefined && then(found.result);
  };

  async function refuse(id, why) {
    turnedDown.set(id, why);
    own.delete(id);
    await change((records) =>
      byId(records, id, (key) => {
        const found = records.get(key);
        found.onsuccess = () => records.put({ ...found.result, ...why });
      }),
    );
  }

  async function forget(ids) {
    for (const id of ids) {
      gone.add(id);
      own.delete(id);
    }
    await change((records) => ids.forEach((id) => byId(records, id, (key) => records.delete(key))));
  }

  async function clear() {
    own.clear();
    memory.length = 0;
    await change((records) => {
      const mine = records.index("me").getAllKeys(me);
      mine.onsuccess = () => mine.result.forEach((key) => records.delete(key));
      records.transaction.objectStore("devices").delete(me);
    });
  }

  /** A change that may fail: what is left behind on the disk is sent once more at the next visit, which does no harm. */
  async function change(work) {
    if (db) await within("readwrite", (records) => void work(records)).catch(() => {});
  }

  async function deviceOf(me) {
    let id;
    await transact(db, "readwrite", (records) => {
      const devices = records.transaction.objectStore("devices");
      const found = devices.get(me);
      found.onsuccess = () => {
        id = found.result ?? freshId();
        devices.put(id, me);
      };
    });
    return id;
  }

  async function dropOthers() {
    const before = Date.now() - DAYS_FOR_OTHERS * 86_400_000;
    await within("readwrite", (records) => {
      const cursor = records.openCursor();
      cursor.onsuccess = () => {
        if (!cursor.result) return;
        const { value } = cursor.result;
        if (value.me !== me && value.at < before) cursor.result.delete();
        cursor.result.continue();
      };
    });
  }

  return {
    me,
    device,
    get durable() {
      return durable;
    },
    put,
    all,
    own: () => [...own.values()],
    refuse,
    forget,
    clear,
  };
}

/** Keep records that were put elsewhere, as they are; one that is here already stays. */
export async function adopt(given) {
  const db = await connect();
  await transact(db, "readwrite", (records) => {
    const ids = records.index("id");
    for (const { id, me, device, subject, answer, base, at, refused, stands } of given) {
      const record = { id, me, device, subject, answer, base, at };
      if (refused !== undefined) record.refused = refused;
      if (stands !== undefined) record.stands = stands;
      const found = ids.getKey(id);
      found.onsuccess = () => found.result === undefined && records.add(record);
    }
  });
  db.close();
}

/** 32 hex digits; `randomUUID` is missing on a plain http address in the room. */
export function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function connect() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    setTimeout(() => reject(new Error("no answer")), PATIENCE); // seen on phones: neither success nor error
    opening.onupgradeneeded = () => {
      const records = opening.result.createObjectStore("records", { keyPath: "seq", autoIncrement: true });
      records.createIndex("id", "id", { unique: true });
      records.createIndex("me", "me");
      opening.result.createObjectStore("devices");
    };
    opening.onsuccess = () => {
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
    opening.onblocked = () => reject(new Error("blocked"));
  });
}

function transact(db, mode, work) {
  return new Promise((resolve, reject) => {
    const going = db.transaction(["records", "devices"], mode, { durability: "strict" });
    const request = work(going.objectStore("records"));
    going.oncomplete = () => resolve(request?.result);
    going.onabort = () => reject(going.error ?? new Error("aborted"));
  });
}
