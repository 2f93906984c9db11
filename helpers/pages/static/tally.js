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

function table(level, answers, most) {
  const head = element("tr", {}, element("th", { scope: "col", textContent: "Statement" }));
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

function render({ model, el }) {
  const form = element("form", { className: "kp kt", noValidate: true });
  form.dataset.lmSuppressShortcuts = "true";
  let pile = number(); // of the pile that is entered now: a second press hands in the same one
  const said = element("p", { className: "kt-said" });
  said.setAttribute("role", "status");
  const codes = codesForm(model);
  el.append(codes.form, form);

  const draw = ({ levels, answers, least, most }) => {
    const sheets = element("input", { type: "number", min: String(least), max: String(most), step: "1", name: "sheets" });
    const levelParts = levels.map((level) =>
      element("details", {}, element("summary", { textContent: level.title }), element("div", { className: "kt-scroll" }, table(level, answers, most))),
    );
    form.replaceChildren(
      element("p", {}, element("label", {}, "Number of sheets ", sheets), element("span", { className: "kp-small", textContent: ` at least ${least}` })),
      ...levelParts,
      element("p", {}, element("button", { type: "submit", className: "kp-button", textContent: "Count these sheets in" })),
      said,
    );
    codes.draw(least);
  };
  const hand = (event) => {
    event.preventDefault();
    said.textContent = "";
    const counts = {};
    for (const { name, value } of form.querySelectorAll("td input")) {
      if (value === "") continue;
      const [id, answer] = name.split(" ");
      (counts[id] ??= {})[answer] = Number(value);
    }
    model.send({ type: "count", id: pile, sheets: Number(form.elements.sheets.value), counts });
  };
  const hear = (message) => {
    if (message.type === "form") draw(message);
    if (message.type !== "said") return;
    if (message.about === "codes") return codes.hear(message);
    if (message.done) {
      form.reset();
      pile = number();
    }
    said.textContent = message.text;
    said.classList.toggle("kp-notice", !message.done);
  };
  form.addEventListener("submit", hand);
  model.on("msg:custom", hear);
  model.send({ type: "hello" });
  return () => model.off("msg:custom", hear);
}

export default { render };
