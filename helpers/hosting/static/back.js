// A private link carries its secret behind the #, where no server and no log sees it: this puts it
// into the page's one box, and takes it out of the address, so that nobody reads it there either.
// Answers may come along, by the link or by a file; what can't be kept here is said, and given back as a file.

import { adopt } from "./queue.js";
import { ofFile, received, save } from "./moving.js";

const box = document.querySelector("form[method=post] input:not([type=hidden])");
const $ = (id) => document.getElementById(id);
const words = Object.fromEntries(
  [...($("words")?.content.querySelectorAll("[data-word]") ?? [])].map((node) => [node.dataset.word, node.textContent]),
);
let unkept = []; // what this browser couldn't keep

async function take(enter = true) {
  const fragment = location.hash.slice(1);
  if (!fragment) return;
  const { token, records, damaged, left } = received(fragment);
  box.value = decodeURIComponent(token);
  history.replaceState(null, "", location.pathname + location.search);
  if ($("along")) await keep(records, damaged, left);
  // Nothing is asked here that the link hasn't answered; a browser that leads another session is asked which.
  if (enter && "enter" in box.form.dataset) box.form.requestSubmit();
  else {
    if ($("leads")) await tellApart();
    box.closest("details")?.setAttribute("open", ""); // below the words on a session that was erased
    box.form.querySelector("button").focus();
  }
}

/** Whoever opened the link of a session comes first to that one, and then to the one that this browser leads already. */
async function tellApart() {
  const { key, to } = Object.fromEntries(/** @type {any} */ (new FormData(box.form)));
  box.form.after($("leads"));
  const body = new URLSearchParams({ key, to: to ?? "", look: "1" });
  const answer = await fetch(box.form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return; // the button says what is wrong with it
  /** @type {KeyedSession} */
  const { code, opened, leads } = await answer.json();
  $("link-opens").querySelector("b").textContent = code;
  $("link-opens").querySelector("span").textContent = opened;
  $("link-opens").hidden = leads;
}

/** Keep what came along, on the disk here, before anybody goes on; and say what didn't. */
async function keep(records, damaged, left) {
  const button = box.form.querySelector("button");
  button.disabled = true;
  const isKept = !records.length || (await adopt(records).then(() => true, () => false));
  button.disabled = false;
  if (!isKept) unkept = [...unkept, ...records]; // what a file brings takes nothing from what the link brought
  const said = [
    records.length && (isKept ? words.came : words.not_kept).replace("{n}", String(records.length)),
    damaged && words.damaged.replace("{n}", String(damaged)),
    left && words.left.replace("{n}", String(left)),
  ].filter(Boolean);
  $("along-said").replaceChildren(...said.map((text) => Object.assign(document.createElement("span"), { textContent: `${text} ` })));
  $("along-said").hidden = !said.length;
  $("along-save").hidden = !unkept.length;
  if (left || damaged) $("along").open = true;
  return isKept;
}

$("along-save")?.addEventListener("click", () => save(unkept));
$("along-file")?.addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  const { records, damaged } = ofFile(await file.text());
  await keep(records, damaged, 0);
  target.value = "";
});

if ($("along")) $("along").hidden = false;
take();
addEventListener("hashchange", () => take(false)); // another link in the same tab loads nothing anew
