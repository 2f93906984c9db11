// All of somebody's answers on one page, to read and to print: drawn without the engine, from the lines that this browser
// keeps and from what waits for an engine that may never come.

import { h, speak } from "./form.js";
import { allLines } from "./lines.js";
import { inOrder, partsOf, standing } from "./subjects.js";

const { chapters, statements, scale, plan, words, said: ladders } = JSON.parse(document.getElementById("kit-settings").textContent);
const place = document.getElementById("kit-answers");
speak(ladders);

/** @type {{ [Kind in Answer["kind"]]?: (answer: AnswerOf<Kind>, parts: Record<string, string>, own: string) => string[] }} */
const OF = {
  rating: ({ state, frequency, occasions }) => [scale[state === "frequency" ? frequency : state] + (occasions ? ` (${occasions} occasions)` : "")],
  evidence({ text, supports }, _, own) {
    const others = supports.filter((id) => id !== own && statements[id]).map((id) => statements[id]);
    return text.trim() ? [`${words.evidence}: ${text}`, ...(others.length ? [words.also, ...others] : [])] : [];
  },
  choice: ({ chosen }, parts) => chosen.map((id) => parts[id] ?? statements[id] ?? id),
  figures: ({ values }, parts) => Object.entries(values).map(([id, number]) => `${parts[id] ?? id}: ${number}`),
  plan: (answer) => [
    statements[answer.focus] ?? words.own,
    ...Object.entries(plan).flatMap(([part, label]) => (answer[part] ? `${label} ${answer[part]}` : [])),
    ...(answer.look_again ?? []).map((day) => `${plan.follow_up} ${day}`),
  ],
};
/** @type {{ [Kind in SubjectKind]?: string }} */
const BESIDES = { lookback: "Looking back on a plan", ask: "A second view you asked for", reply: "A second view you had", agreed: "What you agreed", note: "A note", plan: "A plan", case: "A judgement case", lab: "A lab" };

const texts = (value) => (typeof value === "string" ? [value] : value && typeof value === "object" ? Object.values(value).flatMap(texts) : []);

/** What an answer says, as lines to read; none where nothing was answered. `own` is what its subject is about, by its id. */
function said({ kind, labs: _labs, ...answer }, parts, own) {
  if (kind === "rating" && answer.state === "unanswered") return [];
  if (answer.dropped) return [];
  return (OF[kind]?.(answer, parts, own) ?? texts(answer)).filter((line) => line.trim());
}

const entry = (title, lines) => h("div", { className: "kw-answer" }, h("h3", {}, title), lines.map((line) => h("p", {}, line)));

async function draw() {
  const answers = standing(new TextDecoder().decode(await allLines()));
  const parts = [];
  for (const { title, asks } of chapters) {
    const entries = [];
    for (const ask of asks) {
      const lines = [];
      for (const subject of ask.subjects) {
        const answer = answers.get(subject);
        answers.delete(subject);
        if (!answer) continue;
        lines.push(...said(answer, ask.parts, partsOf(subject)[1]));
      }
      if (lines.length) entries.push(entry(ask.title, lines));
    }
    if (entries.length) parts.push(h("h2", {}, title), ...entries);
  }
  const rest = [...answers.keys()].sort(inOrder).flatMap((subject) => {
    const [kind, id] = partsOf(subject);
    const lines = kind === "draft" ? [] : said(answers.get(subject), {}, id);
    return lines.length ? [entry(statements[id] ?? BESIDES[kind] ?? kind, lines)] : [];
  });
  if (rest.length) parts.push(h("h2", {}, "And besides"), ...rest);
  place.replaceChildren(...(parts.length ? parts : [h("p", {}, "You haven’t answered anything here yet.")]));
  document.documentElement.dataset.ready = "";
}

document.getElementById("kit-print").addEventListener("click", () => print());
addEventListener("pageshow", draw);
