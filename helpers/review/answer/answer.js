// The page on which somebody answers: questions from the page itself, or from the link's fragment. It asks nobody
// for anything and keeps nothing: what is written here leaves it only as the reply that its author takes away.

import { bytes, seal } from "./hpke.js";

const page = JSON.parse(document.getElementById("asked").textContent);
const $ = (id) => document.getElementById(id);
const said = new Set(page.said?.texts); // of a ladder that speaks another language than this page
const FORMAT = 2; // of a link
let written = false;
let taken = false;

/** An element with properties and children; text is always text. */
function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  if (children.length === 1 && said.has(children[0])) made.lang = page.said.language;
  return made;
}

// ---------------------------------------------------------------------------------------
// What is asked.

/** The invitation of this page, or that of its link: "#2~digest~reference~places~name". Null where there is none. */
function invitation() {
  if (page.statements && page.reference) return page;
  const [format, digest, reference, places, name = ""] = location.hash.slice(1).split("~");
  if (!reference) return null;
  if (Number(format) > FORMAT) return { trouble: "This link was made by a newer version of the kit than this page. Ask for the questions as a message." };
  if (digest !== page.ladder?.[format]) return { trouble: "This link was made for another version of the ladder than this page has. Ask for the questions as a message." };
  const numbers = places.split(".").map((place) => parseInt(place, 36));
  const chosen = numbers.map((number) => page.all[number]);
  const hints = numbers.map((number) => page.allHints[number]);
  if (!/^[0-9a-f]{8}$/.test(reference) || chosen.length > 8 || chosen.some((text) => typeof text !== "string")) return null;
  let who = "";
  try {
    who = decodeURIComponent(name);
  } catch {
    // A link that was cut in the middle of a letter: the questions are there all the same.
  }
  return { ...page, reference, statements: chosen, hints, name: who.slice(0, 200) };
}

const asked = invitation();
const isSealed = Boolean(asked?.key);
const canSeal = Boolean(globalThis.crypto?.subtle);

function begin() {
  if (!asked || asked.trouble) {
    $("told").textContent = asked?.trouble ?? "This link is not whole: it names no questions. Ask for it again, or for the questions as a message.";
    $("told").hidden = false;
    return;
  }
  $("who").textContent = asked.name ? `${asked.name} asks you` : "Somebody asks you";
  document.title = $("who").textContent;
  $("word").textContent = asked.word ?? "";
  $("word").hidden = !asked.word;
  $("way").textContent = isSealed
    ? "Your reply leaves this page encrypted, as a file or as text. Only whoever asked you can open it."
    : "Your reply leaves this page as lines of text. Whoever carries or stores them, such as a mail provider or your company, can read them.";
  if (isSealed && !canSeal) {
    $("told").textContent = "This browser can’t encrypt here. Open the file in another browser (Chrome, Edge, Firefox or Safari, of this or the last few years). If you go on here, your reply comes as lines that whoever carries them can read.";
    $("told").hidden = false;
  }
  $("statements").append(...asked.statements.map(question));
  $("form").hidden = false;
  $("form").addEventListener("input", () => (written = true));
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    reply().catch(() => told("The reply couldn’t be made here. Copy what you wrote, and send it as a message."));
  });
  addEventListener("beforeunload", (event) => written && !taken && event.preventDefault());
}

function question(text, index) {
  const number = index + 1;
  const steps = [...asked.steps.map((label, value) => [String(value), label]), ["unseen", asked.unseen]];
  return h(
    "fieldset",
    {},
    h("legend", {}, `${number}. `, h("span", { dir: "auto" }, text)),
    h("p", { className: "soft", hidden: !asked.hints[index] }, asked.hints[index]),
    h(
      "div",
      { className: "steps" },
      ...steps.map(([value, label]) =>
        h("label", {}, h("input", { type: "radio", name: `often-${number}`, value }), h("span", {}, label)),
      ),
    ),
    h("label", { className: "box" }, h("span", {}, "One example: what happened, and when?"), h("textarea", { name: `example-${number}`, rows: 2, maxLength: 4000, dir: "auto" })),
    h("label", { className: "tick" }, h("input", { type: "checkbox", name: `quote-${number}` }), h("span", {}, "This line may stand in a report")),
  );
}

// ---------------------------------------------------------------------------------------
// What comes back.

function answers() {
  const given = new FormData($("form"));
  const text = (name) => String(given.get(name) ?? "").trim().toWellFormed?.() ?? String(given.get(name) ?? "").trim();
  const seen = asked.statements.flatMap((_, index) => {
    const number = index + 1;
    const often = given.get(`often-${number}`);
    return often === null ? [] : [{ n: number, often: often === "unseen" ? null : Number(often), example: text(`example-${number}`), quotable: given.has(`quote-${number}`) }];
  });
  return { by: text("by"), more: text("more"), seen };
}

/** The reply as lines that anybody can read, and that the kit reads again. */
function lines({ by, more, seen }) {
  const one = (text) => text.replace(/\s+/g, " ");
  const quoted = seen.filter(({ quotable }) => quotable).map(({ n }) => n);
  return [
    ...seen.map(({ n, often, example }) => `${n} ${often === null ? asked.unseen : asked.steps[often]}${example ? `, ${one(example)}` : ""}`),
    ...(more ? [`More: ${one(more)}`] : []),
    `Quote: ${quoted.join(", ") || "none"}`,
    ...(by ? [`Name: ${one(by)}`] : []),
    `[Second view ${asked.reference}]`,
  ].join("\n");
}

async function reply() {
  const said = answers();
  if (said.seen.length === 0) return told("Choose an answer for at least one line. “Haven’t seen it” is a full answer.");
  const open = lines(said);
  const text = isSealed && canSeal ? await sealed(said) : open;
  $("text").value = text;
  $("reply").hidden = false;
  $("how").textContent = isSealed && canSeal
    ? "Send the file, or paste the text into a chat or a mail. It is encrypted: you can’t read it any more either, so keep a copy if you want one."
    : "Paste these lines into a chat or a mail, or send the file.";
  taken = false;
  offer($("save"), `second-view-${asked.reference}.txt`, text);
  offer($("copy-for-me"), `my-copy-${asked.reference}.txt`, `${asked.statements.map((line, index) => `${index + 1}. ${line}`).join("\n")}\n\n${open}\n`);
  $("reply").scrollIntoView();
  $("reply").focus();
}

function offer(link, name, text) {
  if (link.href.startsWith("blob:")) URL.revokeObjectURL(link.href);
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.onclick = () => (taken ||= link.id === "save");
}

$("copy").addEventListener("click", async () => {
  $("text").select();
  try {
    await navigator.clipboard.writeText($("text").value);
  } catch {
    document.execCommand("copy"); // a page from a disk may have no clipboard of its own
  }
  taken = true;
  $("copied").textContent = "Copied";
});
$("text").addEventListener("copy", () => (taken = true));

function told(what) {
  $("trouble").textContent = what;
  $("trouble").focus();
}

async function sealed(said) {
  const key = Uint8Array.from(atob(asked.key), (letter) => letter.charCodeAt(0));
  const box = await seal(key, bytes(asked.info), bytes(JSON.stringify(said)));
  const base64 = btoa(Array.from(box, (byte) => String.fromCharCode(byte)).join(""));
  return ["-----BEGIN SECOND VIEW-----", `Format: ${asked.format}`, `To: ${asked.reference}`, `Key: ${asked.fingerprint}`, `Words: ${asked.words}`, "", ...base64.match(/.{1,64}/g), "-----END SECOND VIEW-----", ""].join("\n");
}

begin();
