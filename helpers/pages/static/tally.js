// A pile of paper sheets, counted: how many there are, and how many gave each answer; and codes that people
// sent, pasted. What is typed stays on the page until it is handed in; nothing of it is kept in the notebook.

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** 128 random bits as hex digits. */
function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function count(label, name, most) {
  const input = element("input", { type: "number", min: "0", max: String(most), step: "1", inputMode: "numeric", name });
  input.setAttribute("aria-label", label);
  return input;
}

function table(level, answers, most, rows) {
  const head = element("tr", {}, element("th", { scope: "col", textContent: rows }));
  head.append(...answers.map(({ label }) => element("th", { scope: "col", textContent: label })));
  const body = level.statements.map(({ id, title }) => {
    const cells = answers.map(({ id: answer, label }) => element("td", {}, count(`${title}: ${label}`, `${id} ${answer}`, most)));
    return element("tr", {}, element("th", { scope: "row", textContent: title }), ...cells);
  });
  return element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
}

/** The box for codes: a line each, as they came. What is refused stays in it. */
function codesForm(model) {
  const form = element("form", { className: "kp kt", noValidate: true });
  form.dataset.lmSuppressShortcuts = "true";
  const box = element("textarea", { rows: 3, name: "codes", autocomplete: "off", spellcheck: false });
  box.setAttribute("dir", "ltr");
  const said = element("p", { className: "kt-said" });
  said.setAttribute("role", "status");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    said.textContent = "";
    model.send({ type: "codes", text: box.value });
  });
  const draw = (least) => {
    const label = element("label", {}, "Codes that people sent you, one on each line", box);
    const why = `You know whose they are, so they are shown by themselves, from ${least} on. Of whoever hands in a file too, the code counts and nothing of the file.`;
    form.replaceChildren(
      element("p", {}, label),
      element("p", { className: "kp-small", textContent: why }),
      element("p", {}, element("button", { type: "submit", className: "kp-button", textContent: "Count these codes in" })),
      said,
    );
  };
  const hear = ({ done, text }) => {
    if (done) box.value = "";
    said.textContent = text;
    said.classList.toggle("kp-notice", !done);
  };
  return { form, draw, hear };
}

/** A pile of paper: how many there are and how many gave each answer. `words` are what it is a pile of. */
function pileForm(model, words) {
  const form = element("form", { className: "kp kt", noValidate: true });
  form.dataset.lmSuppressShortcuts = "true";
  let pile = number(); // of the pile that is entered now: a second press hands in the same one
  const said = element("p", { className: "kt-said" });
  said.setAttribute("role", "status");

  const draw = ({ levels, answers, least, most }) => {
    const sheets = element("input", { type: "number", min: String(least), max: String(most), step: "1", name: "sheets" });
    const levelParts = levels.map((level) =>
      element("details", {}, element("summary", { textContent: level.title }), element("div", { className: "kt-scroll" }, table(level, answers, most, words.rows))),
    );
    form.replaceChildren(
      element("p", {}, element("label", {}, `${words.number} `, sheets), element("span", { className: "kp-small", textContent: ` at least ${least}` })),
      ...levelParts,
      element("p", {}, element("button", { type: "submit", className: "kp-button", textContent: words.count })),
      said,
    );
  };
  const hear = ({ done, text }) => {
    if (done) {
      form.reset();
      pile = number();
    }
    said.textContent = text;
    said.classList.toggle("kp-notice", !done);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    said.textContent = "";
    const counts = {};
    for (const { name, value } of form.querySelectorAll("td input")) {
      if (value === "") continue;
      const [id, answer] = name.split(" ");
      (counts[id] ??= {})[answer] = Number(value);
    }
    const about = words.about && { about: words.about };
    model.send({ type: "count", ...about, id: pile, sheets: Number(form.elements.sheets.value), counts });
  });
  return { form, draw, hear };
}

const SHEETS = { about: "", number: "Number of sheets", rows: "Statement", count: "Count these sheets in" };
const SLIPS = { about: "slips", number: "Number of slips about the workshop itself", rows: "Question", count: "Count these slips in" };

function render({ model, el }) {
  const codes = codesForm(model);
  const sheets = pileForm(model, SHEETS);
  const slips = pileForm(model, SLIPS);
  const forms = { codes, slips };
  el.append(codes.form, sheets.form);

  const hear = (message) => {
    if (message.type === "form") {
      codes.draw(message.least);
      sheets.draw(message);
      if (message.slips) {
        slips.draw(message.slips);
        el.append(slips.form);
      }
    }
    if (message.type === "said") (forms[message.about] ?? sheets).hear(message);
  };
  model.on("msg:custom", hear);
  model.send({ type: "hello" });
  return () => model.off("msg:custom", hear);
}

export default { render };
