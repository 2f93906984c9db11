// A visitor's own answers: saved as a file, taken from one, erased; and the word about shared computers before the first.

import { ask } from "./engine.js";
import { keepOffline } from "./offline.js";
import { allLines } from "./lines.js";
import { ALONE, beAlone, eraseAll, HAD_NO_ROOM, keptKeys, keptLines, MINE, SAVED, SEEN, SITE } from "./place_of_answers.js";
import { saveFile } from "./save_file.js";
import { VERSION } from "./version.js";

const MOST = 64_000_000;
const MOST_OF_A_KEY = 100_000;
const REMIND_AFTER = 2_000; // bytes: some eight answers

addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-yours]");
  if (button && !button.disabled) DOES[button.dataset.yours](button);
});

const DOES = {
  async export() {
    const lines = await allLines();
    if (!lines.length) return say("There is nothing to save yet: you haven’t answered anything here.");
    saveFile(lines, "my-journal.jsonl", "application/x-ndjson");
    remember(SAVED, String(lines.length));
    document.getElementById("kit-remind")?.remove();
    say("Your answers are in my-journal.jsonl, among your downloads. This page takes it back, and so does the kit on a computer: in its first chapter, under “I have a file from a workshop, or from the website”.");
  },

  import() {
    choose(".jsonl,application/x-ndjson", async (file) => {
      if (file.size > MOST) return say("This file is larger than any journal, so nothing was taken from it.");
      say("Taking the answers in …");
      try {
        const told = await ask({ type: "bring", file: new Uint8Array(await file.arrayBuffer()) });
        say(told.trouble ?? taken(told));
      } catch {
        say("The kit’s engine isn’t here, so that the file can’t be checked. Nothing was taken from it.");
      }
    });
  },

  async erase(button) {
    if (!button.dataset.sure) {
      button.dataset.sure = "yes";
      button.textContent = "Yes, erase all my answers";
      return say(`This erases every answer that this browser keeps for this site, and nothing brings them back. Save them as a file first if you may want them.${await ofTheKey()} Press again to erase.`);
    }
    try {
      await eraseAll();
    } catch {
      return say("This browser didn’t let everything be erased. Clear this site’s data in the browser’s own settings.");
    }
    location.reload();
  },

  async key() {
    const [key] = await keptKeys().catch(() => []);
    if (!key) return sayOfKey("There is no key yet: it is made with the first file.");
    const { asFile } = await ownKey();
    if (!asFile) return sayOfKey(NO_SCRIPT);
    saveFile(asFile(key), "my-journal.second-view-key.pem", "application/x-pem-file");
    sayOfKey("Your key is among your downloads. Keep it where you keep your answers: both together open the replies, here and in the kit on a computer.");
  },

  "bring-key"() {
    choose(".pem", async (file) => {
      const { ofFile } = await ownKey();
      if (!ofFile) return sayOfKey(NO_SCRIPT);
      const key = file.size < MOST_OF_A_KEY ? await ofFile(await file.text()) : null;
      if (!key) return sayOfKey("This file holds no key of the kit’s. Its name ends in second-view-key.pem.");
      try {
        await keptKeys(key);
        location.reload();
      } catch {
        sayOfKey("This browser couldn’t keep the key.");
      }
    });
  },

  async offline(button) {
    button.disabled = true;
    say(await keepOffline((done, all) => say(`Keeping ${done} of ${all} files …`)));
    button.disabled = false;
  },

  alone() {
    beAlone();
    location.reload();
  },

  mine(button) {
    remember(MINE, "yes");
    button.closest(".kw-shared").remove();
    document.getElementById("chapter").focus({ preventScroll: true });
    // A browser asks, or decides by itself, whether it may clear this when it runs short of room.
    Promise.resolve(navigator.storage?.persist?.()).then(tellHowSafe);
  },
};

/** Have a file chosen, and do something with it. */
function choose(accept, then) {
  const input = Object.assign(document.createElement("input"), { type: "file", accept });
  input.onchange = () => input.files[0] && then(input.files[0]);
  input.click();
}

function taken({ new: count, set_aside: aside }) {
  const came = count === 1 ? "One answer was new and stands here now." : count ? `${count} answers were new and stand here now.` : "Everything in it was here already.";
  if (!aside.length) return came;
  const lines = aside.slice(0, 5).map(([line, why]) => `line ${line}: ${why}`).join("; ");
  return `${came} ${aside.length === 1 ? "One line was" : `${aside.length} lines were`} set aside (${lines}).`;
}

/** What is said of the key beside the answers, wherever they may end; "" where there is none. */
async function ofTheKey() {
  const keys = await keptKeys().catch(() => []);
  return keys.length ? " The key to second views that you asked for by a file goes with them, and without it nobody can open a reply: save it too, under “Your path”." : "";
}

/**
 * What reads and writes the file of a key, fetched when it is wanted; nothing where it can't be.
 * @returns {Promise<Partial<typeof import("./own_key.js")>>}
 */
const ownKey = () => import("./own_key.js").catch(() => ({}));

const NO_SCRIPT = "What reads and writes keys couldn’t be fetched. Reload the page, while there is a network, and press again: your key and your answers stay as they are.";

/** What became of a key, said beside every button of one. */
function sayOfKey(words) {
  for (const place of document.querySelectorAll("[data-key-said]")) place.textContent = words;
}

function say(words) {
  const place = document.querySelector("[data-yours-said]");
  if (place) place.textContent = words;
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // a browser that keeps nothing asks again
  }
}

/** What a page of the site begins with: the word about shared computers, or a reminder to save a file. */
export async function begin() {
  const where = document.querySelector("[data-where]");
  if (ALONE) {
    if (where) where.textContent = `Your answers are for this window alone: closing it erases them. Save them as a file before you go.${await ofTheKey()}`;
    return;
  }
  if (HAD_NO_ROOM) return band("kw-shared", "This window alone has no room for all that is kept here, so it stayed where it was: in this browser. Save it as a file, then erase everything here before you go.", [
    ["export", "Save my answers as a file"],
    ["erase", "Erase everything here"],
  ]);
  const what = document.getElementById("chapter")?.dataset.keeps ?? "Your answers stay in";
  if (localStorage.getItem(MINE) === null) return band("kw-shared", `Is this computer yours alone? ${what} this browser, where the next person at it could read them.`, [
    ["mine", "It’s mine: keep them here"],
    ["alone", "It’s shared: only for this window"],
  ]);
  tellHowSafe();
  const seen = localStorage.getItem(SEEN);
  remember(SEEN, VERSION);
  if (seen && seen !== VERSION) band("kw-renewed", "This site has a new version since you were last here. Your answers stand here as you left them.", []);
  const { length } = await keptLines().catch(() => new Uint8Array());
  if (length - Number(localStorage.getItem(SAVED) ?? 0) > REMIND_AFTER) remind();
}

/** Under the buttons, whether this browser promised to keep what stands here. */
async function tellHowSafe() {
  const where = document.querySelector("[data-where]");
  if (!where) return;
  const isPromised = await Promise.resolve(navigator.storage?.persisted?.()).catch(() => false);
  const safe = isPromised ? "This browser promised not to clear it by itself." : "This browser may clear it when it runs out of room, so save a file now and then.";
  where.textContent = `Nothing leaves this browser. Your answers are in its storage, on this device alone. ${safe}`;
}

function remind() {
  const said = band("kw-remind", "Browsers clear storage now and then; Safari does once it was used on seven days and you pressed or typed nothing here. A file of your answers is safe from that.", [
    ["export", "Save my answers as a file"],
  ]);
  if (said) said.id = "kit-remind";
}

function band(kind, words, buttons) {
  if (document.querySelector(`.${kind}`)) return null;
  const place = Object.assign(document.createElement("div"), { className: kind });
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", "Where your answers are kept");
  place.append(Object.assign(document.createElement("p"), { textContent: words }));
  for (const [does, text] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.dataset.yours = does;
    place.append(button);
  }
  document.getElementById("chapter")?.prepend(place);
  return place;
}

new BroadcastChannel(SITE).addEventListener("message", ({ data }) => data === "erased" && location.reload());
addEventListener("kit-arrived", begin);
begin();
