// What the board of a site has around its picture: share files come in, a report goes out, and a session ends.

import { ask } from "./engine.js";
import { ALONE, SITE } from "./place_of_answers.js";

const MOST = 4_000_001; // bytes of a file that are handed on: one more than any share file has
const byId = (id) => document.getElementById(id);
const say = (where, words) => (byId(`kit-${where}-said`).textContent = words);

const GONE = "The kit’s engine isn’t here, so nothing was done. Reload this page; a browser that can’t run it has no board.";

/** Ask the engine; gives what it says, or says beside the control why it doesn't. */
async function asked(where, request) {
  try {
    const told = (await ask(request)) ?? {};
    if (told.trouble) say(where, told.trouble);
    return told.trouble ? null : told;
  } catch {
    say(where, GONE);
    return null;
  }
}

// ---------------------------------------------------------------------------------------
// The notes below the board, or in a window of their own: which of them stands in the address, so that a reload and the
// way back keep to it. In "only for this window" one page has all, since another would hold a session of its own.

const isBoard = Boolean(byId("board"));
if (isBoard) Object.assign(globalThis, { name: "kit-board" }); // so that the notes lead back to this window, and open no other
if (ALONE && !isBoard) location.replace("board.html");
if (ALONE && isBoard) {
  byId("kit-apart").remove();
  if (location.hash === "#apart") location.replace("#chapter");
}
byId("kit-apart")?.addEventListener("click", ({ target }) => target.closest("a") && (location.hash = "apart"));

// ---------------------------------------------------------------------------------------
// Share files. Their names may be people's: none is shown or kept.

async function handIn(files) {
  if (!files.length) return;
  const many = files.length === 1 ? "one file" : `${files.length} files`;
  say("files", `Reading ${many} …`);
  const read = files.map(async (file) => {
    const data = await file.slice(0, MOST).arrayBuffer().catch(() => null);
    return data ? [{ name: file.name, data: new Uint8Array(data), modified: file.lastModified }] : [];
  });
  const found = (await Promise.all(read)).flat();
  const lost = files.length - found.length;
  if (await asked("files", { type: "hand", files: found })) {
    const rest = lost ? ` ${lost === 1 ? "One" : lost} couldn’t be read: a folder, or a file that isn’t on this device yet.` : "";
    say("files", `${found.length === 1 ? "One file is" : `${found.length} files are`} in. Who counts is said on the board, and what can’t be used below.${rest}`);
  }
}

byId("kit-files").addEventListener("change", async ({ target }) => {
  const files = [...target.files];
  target.value = ""; // the same file can be chosen again once it was changed
  await handIn(files);
});

const drop = byId("kit-drop");
const over = (event) => {
  if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
  event.preventDefault(); // wherever on the page: a browser would open the file in its place
  drop.classList.toggle("is-over", event.type === "dragover");
};
addEventListener("dragover", over);
addEventListener("dragleave", () => drop.classList.remove("is-over"));
addEventListener("drop", (event) => {
  over(event);
  if (event.dataTransfer?.files.length) handIn([...event.dataTransfer.files]);
});

// ---------------------------------------------------------------------------------------
// What holds for the whole session.

const group = byId("kit-group");

/** Show what was chosen, here or in another window. What somebody changed and hasn't set yet stays. */
async function showStanding() {
  const told = await ask({ type: "standing" }).catch(() => ({ trouble: GONE })); // whoever does something is told
  if (told.trouble) return false;
  group.elements.least.defaultValue = told.least;
  group.elements.coarse.defaultChecked = told.coarse;
  return true;
}

group.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { least, coarse } = group.elements;
  if (await asked("group", { type: "group", least: Number(least.value), coarse: coarse.checked })) {
    say("group", `From now on nothing is shown of fewer than ${least.value} people.`);
  }
  if (await showStanding()) group.reset(); // what was refused doesn't stand there as if it held
});

showStanding();
new BroadcastChannel(SITE).addEventListener("message", showStanding);

const KEPT = {
  report: ["team-report.html", "text/html", "The report is among your downloads. It opens in any browser, and prints."],
  session: ["session.json", "application/json", "session.json is among your downloads. It holds what people’s codes said: keep it as you keep the share files."],
};

addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-board]");
  if (!button) return;
  const what = button.dataset.board;
  if (what === "end") return end(button);
  const told = await asked("keep", { type: "file", what });
  if (!told) return;
  const [name, type, words] = KEPT[what];
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([told.text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  say("keep", words);
});

async function end(button) {
  if (!button.dataset.sure) {
    button.dataset.sure = "yes";
    button.textContent = "Yes, erase this session";
    return say("keep", "This erases the files and codes that are in, and the board’s memory of what it showed. Save the session first if you may want to go on. Press again to erase.");
  }
  if (await asked("keep", { type: "end" })) location.reload();
}
