// The answer form: native controls that save themselves.
//
//   createForm(el, {spec, values, onAnswer, …})   the form, on any page
//   export default                                the same form as an anywidget
//
// `spec` and the answers are made and checked by helpers/widgets/answering.py. Words come
// from `spec`; text is only ever set as text, so nobody's words become markup.

// ---------------------------------------------------------------------------------------
// What the page remembers.
//
// Answers that aren't saved yet outlive the form that they were given in: when the kernel
// was restarted and the cell runs again, the new form finds them here and sends them.
// anywidget loads this module once per form, so what is shared hangs on the window.
//
// Nothing goes to sessionStorage or localStorage: what people write about themselves must
// not be left behind in a browser that others may use.

const page = (globalThis[Symbol.for("career-ladder-kit.forms")] ??= openPage());

function openPage() {
  const shared = { unsaved: new Map(), forms: new Set() };
  const flush = () => shared.forms.forEach((form) => form.flush());
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  addEventListener(
    "beforeunload",
    (event) => {
      flush();
      if (![...shared.unsaved.values()].some((entry) => entry.trouble || entry.owner.alive)) return;
      event.preventDefault();
      // Voilà ends the kernel in its own listener, even for somebody who then decides to
      // stay. Listening while the event comes down, this one runs first and spares it.
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  return shared;
}

// ---------------------------------------------------------------------------------------
// Small tools.

const CONTROLS = new Set(["input", "textarea", "select", "button", "summary"]);

/** An element with properties, `data-`/`aria-` attributes and children; text stays text. */
function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  // JupyterLab's notebook listens to single keys: without this on the very element that has
  // the focus, "d d" on a radio button deletes the cell.
  if (CONTROLS.has(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A sentence with its {gaps} filled. */
const fill = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (_, name) => gaps[name]);

/** Whether two answers (JSON) say the same; the order of their keys says nothing. */
function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}

let ids = 0;
const freshId = () => `kit-${++ids}-${Math.random().toString(36).slice(2, 8)}`;

const dragged = new WeakMap(); // text area → the height that a person gave it by hand
const grown = new WeakMap(); // text area → the height that it was given here

/** Text areas grow with what is in them while somebody types, and never shrink under their hands. */
function grow(areas) {
  for (const area of areas) if (area.style.height !== (grown.get(area) ?? "")) dragged.set(area, area.style.height);
  const tall = areas
    .map((area) => [area, area.scrollHeight, area.clientHeight, area.offsetHeight]) // read all, then write all
    .filter(([, wanted, inner]) => wanted > inner && inner > 0);
  for (const [area, wanted, inner, outer] of tall) {
    area.style.height = `${wanted + outer - inner}px`;
    grown.set(area, area.style.height);
  }
}

/** A new width breaks lines anew: fit the text, but keep the height that a person chose. */
function fit(areas) {
  for (const area of areas) {
    if (area.style.height !== (grown.get(area) ?? "")) dragged.set(area, area.style.height);
    area.style.height = dragged.get(area) ?? "";
    grown.set(area, area.style.height);
  }
  grow(areas);
}

/** A button that opens the panel it is handed; the panel stands wherever it is put. */
function disclosure(label, panel) {
  panel.id = freshId();
  const button = h(
    "button",
    { type: "button", className: "kit-opener", "aria-controls": panel.id, onclick: () => open(panel.hidden) },
    label,
  );
  function open(wanted) {
    panel.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
    if (wanted) grow([...panel.querySelectorAll("textarea")]);
  }
  open(false);
  return { button, panel, open };
}

// ---------------------------------------------------------------------------------------
// Fields. Each is {root, subjects, show(subject, answer), answered(answerOf), first()}:
// its element, what it answers, how to show an answer, whether it counts as answered, and
// the control to start with. A field tells of changes through `form.change`.

const FIELDS = { rating: ratingField, text: textField, choice: choiceField, plan: planField };

function ratingField(field, form) {
  const { words, scale } = form.spec;
  const statement = `statement:${field.statement_id}`;
  const evidence = `evidence:${field.statement_id}`;
  const name = freshId();
  const radios = [];
  const choose = (answer, label, meaning, className) => {
    const radio = h("input", {
      type: "radio",
      name,
      autocomplete: "off",
      onchange: () => form.change(statement, answer),
    });
    radios.push([radio, answer]);
    return h("label", { className, title: meaning }, radio, h("span", { "data-label": label }, label));
  };
  const clear = h(
    "button",
    {
      type: "button",
      className: "kit-quiet kit-clear",
      onclick: () => {
        form.change(statement, field.blank[statement]);
        show(statement, field.blank[statement]);
        radios[0][0].focus();
      },
    },
    words.clear,
    h("span", { className: "kit-unseen" }, `: ${field.title}`),
  );
  const legend = h(
    "legend",
    {},
    h("span", { className: "kit-title" }, field.title),
    h("span", { className: "kit-text" }, `… ${field.text}`),
  );
  const steps = scale.frequencies.map((step) =>
    choose({ kind: "rating", state: "frequency", frequency: step.value }, step.label, step.meaning, "kit-step"),
  );
  const apart = scale.states.map((step) =>
    choose({ kind: "rating", state: step.state, frequency: null }, step.label, step.meaning, "kit-state"),
  );

  // Evidence: closed until wanted, open where there is some.
  const line = h("textarea", { rows: 2, dir: "auto", autocomplete: "off" });
  line.setAttribute("aria-label", `${words.evidence}: ${field.title}`);
  const hint = h("span", { className: "kit-hint", id: freshId() }, words.evidence_hint);
  line.setAttribute("aria-describedby", hint.id);
  const boxes = field.also.map(([id, title]) => [
    id,
    h("input", { type: "checkbox", autocomplete: "off", onchange: () => tell(false) }),
    title,
  ]);
  let elsewhere = []; // statements on other pages that this line supports: kept as they are
  const tell = (typing) => {
    const ticked = boxes.filter(([, box]) => box.checked).map(([id]) => id);
    const supports = [field.statement_id, ...ticked, ...elsewhere];
    form.change(evidence, { kind: "evidence", text: form.text(line), supports }, { typing });
    mark();
  };
  form.typed(line, () => tell(true), evidence);
  const alsoSummary = h("summary", {}, words.also);
  const also =
    boxes.length > 0 &&
    h(
      "details",
      { className: "kit-also" },
      alsoSummary,
      h("div", { className: "kit-boxes" }, boxes.map(([, box, title]) => h("label", {}, box, h("span", {}, title)))),
    );
  const proof = disclosure(words.add_evidence, h("div", { className: "kit-panel" }, hint, line, also));
  const openers = [
    disclosure(words.meaning, h("p", { className: "kit-panel" }, field.meaning)),
    field.practice && disclosure(words.practice, h("p", { className: "kit-panel" }, field.practice)),
    proof,
  ].filter(Boolean);
  const shared = h("p", { className: "kit-shared", hidden: true });
  function mark() {
    const count = boxes.filter(([, box]) => box.checked).length;
    alsoSummary.textContent = count ? `${words.also} (${count})` : words.also;
    proof.button.textContent = line.value.trim() ? words.evidence : words.add_evidence;
    proof.button.classList.toggle("is-filled", Boolean(line.value.trim()));
  }

  const foot = h("div", { className: "kit-row" }, openers.map((opener) => opener.button));
  const root = h(
    "div",
    { className: "kit-field kit-rating" },
    h(
      "fieldset",
      {},
      legend,
      h("div", { className: "kit-steps" }, steps),
      h("div", { className: "kit-apart" }, h("span", { className: "kit-or" }, words.or), apart, clear),
    ),
    foot,
    openers.map((opener) => opener.panel),
    shared,
  );

  function show(subject, answer) {
    if (subject === statement) {
      for (const [radio, meant] of radios) radio.checked = same(meant, answer);
      root.classList.toggle("is-answered", answer.state !== "unanswered");
      return;
    }
    if (line.value !== answer.text) line.value = answer.text;
    for (const [id, box] of boxes) box.checked = answer.supports.includes(id);
    elsewhere = answer.supports.filter((id) => id !== field.statement_id && !boxes.some(([known]) => known === id));
    if (answer.text.trim()) proof.open(true);
    mark();
  }

  return {
    root,
    foot,
    title: field.title,
    subjects: [statement, evidence],
    show,
    changed: (subject, answer) =>
      subject === statement && root.classList.toggle("is-answered", answer.state !== "unanswered"),
    answered: (answerOf) => answerOf(statement).state !== "unanswered",
    first: () => radios[0][0],
    /** Names the other statements whose evidence shows this one too. */
    alsoShownBy(titles) {
      shared.hidden = titles.length === 0;
      shared.textContent = titles.length ? fill(words.shown_by, { titles: titles.join(" · ") }) : "";
    },
    evidenceFor: (answerOf) => {
      const { text, supports } = answerOf(evidence);
      return text.trim() ? supports.filter((id) => id !== field.statement_id) : [];
    },
    statementId: field.statement_id,
  };
}

function textField(field, form) {
  const box = field.single_line
    ? h("input", { type: "text", dir: "auto", autocomplete: "off", id: freshId() })
    : h("textarea", { rows: field.rows, dir: "auto", autocomplete: "off", id: freshId() });
  const hint = field.hint && h("span", { className: "kit-hint", id: freshId() }, field.hint);
  if (hint) box.setAttribute("aria-describedby", hint.id);
  form.typed(box, () => form.change(field.subject, { kind: "words", text: form.text(box) }, { typing: true }), field.subject);
  return {
    root: h(
      "div",
      { className: "kit-field kit-words" },
      h("label", { className: "kit-title", htmlFor: box.id }, field.label),
      hint,
      box,
    ),
    title: field.label,
    subjects: [field.subject],
    show: (_, answer) => box.value !== answer.text && (box.value = answer.text),
    answered: (answerOf) => answerOf(field.subject).text.trim() !== "",
    first: () => box,
  };
}

function choiceField(field, form) {
  const { words } = form.spec;
  const one = field.max === 1;
  const name = freshId();
  let chosen = [];
  const note = h("p", { className: "kit-hint kit-limit", id: freshId() });
  const boxes = field.options.map((option) => [
    option.id,
    h("input", {
      type: one ? "radio" : "checkbox",
      name,
      autocomplete: "off",
      "aria-describedby": option.detail ? `${name}-${option.id}` : null,
      onchange: (event) => {
        const others = one ? [] : chosen.filter((id) => id !== option.id);
        choose(event.target.checked ? [...others, option.id] : others);
      },
    }),
    option,
  ]);
  const clear =
    one && h("button", { type: "button", className: "kit-quiet kit-clear", onclick: () => choose([]) }, words.clear_choice);
  const root = h(
    "div",
    { className: "kit-field kit-choice" },
    h(
      "fieldset",
      {},
      h(
        "legend",
        {},
        h("span", { className: "kit-title" }, field.label),
        field.hint && h("span", { className: "kit-hint" }, field.hint),
      ),
      !one && field.max && note,
      h(
        "div",
        { className: "kit-options" },
        boxes.map(([id, box, option]) =>
          h(
            "div",
            { className: "kit-option" },
            h("label", {}, box, h("span", {}, option.title)),
            option.detail && h("p", { className: "kit-hint", id: `${name}-${id}` }, option.detail),
          ),
        ),
      ),
      clear,
    ),
  );

  function choose(ids) {
    form.change(field.subject, { kind: "choice", chosen: ids });
    if (show(field.subject, { chosen: ids })) form.say(note.textContent);
  }
  function show(_, answer) {
    // What is no longer on offer is no longer a choice that could be seen or undone here.
    chosen = answer.chosen.filter((id) => boxes.some(([known]) => known === id));
    const full = !one && field.max && chosen.length >= field.max;
    for (const [id, box] of boxes) {
      box.checked = chosen.includes(id);
      box.disabled = Boolean(full) && !box.checked;
    }
    note.textContent = fill(full ? words.full : words.at_most, { max: field.max });
    root.classList.toggle("is-answered", chosen.length > 0);
    return full;
  }
  show(field.subject, { chosen: [] });

  return {
    root,
    title: field.label,
    subjects: [field.subject],
    show,
    answered: (answerOf) => answerOf(field.subject).chosen.length > 0,
    first: () => (boxes.find(([, box]) => !box.disabled) ?? boxes[0])[1],
  };
}

function planField(field, form) {
  const { words } = form.spec;
  const subject = field.subject;
  let plan = field.blank[subject];
  const parts = {};
  const tell = (typing) => {
    const said = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.read()]));
    plan = { ...plan, ...said };
    form.change(subject, plan, { typing });
    dress();
  };
  const labelled = (name, control, hint) => {
    control.id = freshId();
    const note = hint && h("span", { className: "kit-hint", id: freshId() }, hint);
    if (note) control.setAttribute("aria-describedby", note.id);
    return h("div", { className: `kit-part kit-${name}` }, h("label", { htmlFor: control.id }, words[`plan_${name}`]), note, control);
  };
  const text = (name) => {
    const area = h("textarea", { rows: 2, dir: "auto", autocomplete: "off" });
    form.typed(area, () => tell(true), subject);
    parts[name] = { read: () => form.text(area), write: (value) => area.value !== value && (area.value = value) };
    return labelled(name, area, words[`plan_${name}_hint`]);
  };
  const day = (name) => {
    // Half a date reads as "", and a year being typed as year 2: both are left until they make sense.
    const box = h("input", { type: "date", min: "2000-01-01", max: "2199-12-31", autocomplete: "off" });
    form.typed(box, () => tell(true), subject);
    parts[name] = {
      read: () => (box.validity.valid ? box.value || null : plan[name]),
      write: (value) => box.value !== (value ?? "") && (box.value = value ?? ""),
    };
    return labelled(name, box, words[`plan_${name}_hint`]);
  };
  const select = h("select", { autocomplete: "off", onchange: () => tell(false) });
  const options = new Map([...field.focus_options.map(([id, title]) => [id, title]), ["", words.plan_own]]);
  for (const [id, title] of options) select.append(h("option", { value: id }, title));
  parts.focus = {
    read: () => select.value || null,
    write: (value) => {
      if (value && !options.has(value)) {
        // A focus from an earlier visit stays what it is until the person changes it.
        options.set(value, words.plan_earlier);
        select.append(h("option", { value }, words.plan_earlier));
      }
      select.value = value ?? "";
    },
  };
  const body = h(
    "div",
    { className: "kit-plan-body" },
    labelled("focus", select),
    text("aim"),
    h("div", { className: "kit-if-then" }, text("when"), text("then")),
    h("div", { className: "kit-pair" }, text("first_step"), day("by")),
    h("div", { className: "kit-pair" }, text("shows"), day("follow_up")),
    h(
      "button",
      {
        type: "button",
        className: "kit-quiet kit-remove",
        onclick: () => {
          drop(true);
          back.focus();
        },
      },
      words.plan_remove,
      h("span", { className: "kit-unseen" }, `: ${field.title}`),
    ),
  );
  const back = h(
    "button",
    {
      type: "button",
      className: "kit-button",
      onclick: () => {
        drop(false);
        select.focus();
      },
    },
    words.plan_restore,
    h("span", { className: "kit-unseen" }, `: ${field.title}`),
  );
  const gone = h("p", { className: "kit-gone", hidden: true }, h("span", {}, words.plan_removed), " ", back);
  const root = h(
    "div",
    { className: "kit-field kit-plan" },
    h(
      "fieldset",
      {},
      h("legend", {}, h("span", { className: "kit-title" }, field.title), field.hint && h("span", { className: "kit-hint" }, field.hint)),
      body,
      gone,
    ),
  );
  function drop(dropped) {
    plan = { ...plan, dropped };
    form.change(subject, plan);
    dress();
  }
  function dress() {
    body.hidden = plan.dropped;
    gone.hidden = !plan.dropped;
  }
  return {
    root,
    title: field.title,
    subjects: [subject],
    show(_, answer) {
      plan = answer;
      for (const [name, part] of Object.entries(parts)) part.write(plan[name]);
      dress();
    },
    answered: () => true, // a plan is no question: it is never "still to answer"
    first: () => select,
  };
}

// ---------------------------------------------------------------------------------------
// The form.

/**
 * Draw a form into `el` and keep every answer as it is given.
 *
 * spec      the form, as helpers/widgets/answering.py describes it
 * values    current answers by subject, or null when they aren't known yet: then the form
 *           waits for `update(values)` before it can be filled in
 * onAnswer  (subject, answer) => Promise<{at}>; rejects with an Error whose message a person can read
 * onRetry   called when somebody asks again for values that didn't come
 * patience  ms without a reply before the person is told that nothing is saved
 * pause     ms of rest after a key before text is saved
 *
 * Returns {update(values), unavailable(message), flush(), dispose()}.
 */
export function createForm(el, { spec, values = null, onAnswer, onRetry = null, patience = 5000, pause = 700 }) {
  const { words } = spec;
  const blanks = Object.assign({}, ...spec.fields.map((field) => field.blank));
  const answers = new Map(); // subject → the answer on screen
  const timers = new Map(); // subject → the pause before text is saved
  const flights = new Map(); // subject → the latest attempt to save
  const incoming = new Map(); // subject → an answer from elsewhere, held while somebody types
  const history = []; // what "Undo" goes back to: {subject, before, typing}
  const keyOf = (subject) => `${spec.token} ${subject}`;
  const answerOf = (subject) => answers.get(subject) ?? blanks[subject];

  const owner = { alive: true };
  const said = h("p", { className: "kit-unseen", "aria-live": "polite" });
  let saying = 0;
  let visited = null; // the field that was worked on last

  const form = {
    spec,
    open: false,
    text: (box) => (box.value.toWellFormed ? box.value.toWellFormed() : box.value),
    /** What a person typed is saved after a pause, and at once when they leave the box. */
    typed(box, tell, subject) {
      box.addEventListener("input", () => {
        tell();
        if (box.tagName === "TEXTAREA") grow([box]);
      });
      box.addEventListener("blur", () => {
        hurry(subject);
        if (history.at(-1)?.subject === subject) history.at(-1).typing = false;
      });
    },
    change,
    /** Tell people who listen, once things have come to rest. */
    say(message) {
      clearTimeout(saying);
      saying = setTimeout(() => (said.textContent = message), 1000);
    },
  };

  const views = spec.fields.map((field) => FIELDS[field.kind](field, form));
  const viewOf = new Map(views.flatMap((view) => view.subjects.map((subject) => [subject, view])));
  const ratings = views.filter((view) => view.alsoShownBy);
  for (const view of views) {
    view.status = h("span", { className: "kit-status" });
    view.undo = h(
      "button",
      { type: "button", className: "kit-quiet", hidden: true, onclick: () => undo(view) },
      words.undo,
      h("span", { className: "kit-unseen" }, `: ${view.title}`),
    );
    view.trouble = h("div", { className: "kit-trouble", role: "alert" });
    view.foot ??= view.root.appendChild(h("div", { className: "kit-row" }));
    view.foot.append(h("span", { className: "kit-saving" }, view.status, view.undo));
    view.foot.after(view.trouble);
    view.root.addEventListener("focusin", () => (visited = view));
    view.root.addEventListener("focusout", () => queueMicrotask(() => view.subjects.forEach(settle)));
  }

  // Progress stands above the questions for somebody who comes back, and below for somebody
  // who has gone through them.
  const questions = spec.fields.filter((field) => field.kind !== "plan").length;
  const bars = questions > 2 ? [progress(), progress()] : [];
  function progress() {
    const count = h("span", { className: "kit-count" });
    const meter = h("span", { className: "kit-meter" });
    const back = h("button", { type: "button", className: "kit-quiet", hidden: true, onclick: () => undo() }, words.undo_last);
    const next = h("button", { type: "button", className: "kit-button", onclick: goOn }, words.next);
    const rail = h("span", { className: "kit-rail", "aria-hidden": "true" }, meter);
    return { root: h("div", { className: "kit-progress" }, count, rail, back, next), count, meter, back, next };
  }

  const waiting = h("div", { className: "kit-waiting", role: "status" }, words.fetching);
  const body = h(
    "div",
    { className: "kit-body" },
    ratings.length > 0 && introduce(spec.scale, words),
    bars[0]?.root,
    h("div", { className: "kit-fields" }, views.map((view) => view.root)),
    bars[1]?.root,
  );
  const root = h(
    "div",
    { className: "kit-form", role: "group", "aria-label": spec.title ?? words.form },
    waiting,
    body,
    said,
  );
  root.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault(); // "save" means these words, not the page
      flush();
    }
    event.stopPropagation(); // a notebook would take Enter in a text area to mean "edit this cell"
  });
  body.inert = true;
  el.append(root);

  const areas = [...root.querySelectorAll("textarea")];
  let width = 0;
  const widths = new ResizeObserver(([{ contentRect }]) => {
    if (contentRect.width && contentRect.width !== width) fit(areas); // fires at the first layout, too
    width = contentRect.width;
  });
  widths.observe(root);

  const patienceForValues = values ? 0 : setTimeout(() => !form.open && unavailable(words.not_answering_yet), patience);
  const me = { token: spec.token, flush, hear };
  page.forms.add(me);
  refreshCounts();
  if (values) update(values);

  // --- answers going out

  /** An answer given here. Text (`typing`) waits for a pause; everything else is saved at once. */
  function change(subject, answer, { typing = false } = {}) {
    const before = answerOf(subject);
    if (same(before, answer)) return;
    const last = history.at(-1);
    // A stretch of typing is one step to undo, not one for each pause.
    if (!(typing && last?.typing && last.subject === subject)) history.push({ subject, before, typing });
    hold(subject, answer);
    if (typing) {
      clearTimeout(timers.get(subject));
      timers.set(subject, setTimeout(() => hurry(subject), pause));
    } else {
      timers.delete(subject);
      save(subject);
    }
  }

  /** Keep an answer on screen and in the page's memory until it is on the disk. */
  function hold(subject, answer) {
    answers.set(subject, answer);
    incoming.delete(subject);
    page.unsaved.set(keyOf(subject), { answer, owner, trouble: page.unsaved.get(keyOf(subject))?.trouble ?? false });
    const view = viewOf.get(subject);
    view.changed?.(subject, answer);
    if (!view.trouble.hasChildNodes()) view.status.textContent = "";
    refreshCounts();
  }

  /** Save now what was waiting for a pause in typing. */
  function hurry(subject) {
    if (!timers.has(subject)) return;
    clearTimeout(timers.get(subject));
    timers.delete(subject);
    save(subject);
  }

  function flush() {
    [...timers.keys()].forEach(hurry);
  }

  async function save(subject) {
    const before = flights.get(subject);
    if (before && !before.late) {
      before.again = true; // one at a time, so that an older answer can't arrive after a newer one
      return;
    }
    const view = viewOf.get(subject);
    const { answer } = page.unsaved.get(keyOf(subject));
    const flight = { late: false, again: false };
    flights.set(subject, flight);
    show(view, "saving", words.saving);
    const impatience = setTimeout(() => {
      flight.late = true;
      if (owner.alive && flights.get(subject) === flight) fail(subject, words.not_answering);
    }, patience);
    try {
      await onAnswer(subject, answer);
      clearTimeout(impatience);
      saved(subject, answer, flight);
    } catch (error) {
      clearTimeout(impatience);
      if (flights.get(subject) === flight) flights.delete(subject);
      fail(subject, error.message);
      if (flight.again) save(subject);
    }
  }

  function saved(subject, answer, flight) {
    if (flights.get(subject) === flight) flights.delete(subject);
    const entry = page.unsaved.get(keyOf(subject));
    if (entry?.owner === owner && !same(entry.answer, answer)) {
      if (flight.again) save(subject);
      return;
    }
    if (entry?.owner === owner || !entry?.owner.alive) page.unsaved.delete(keyOf(subject));
    for (const other of page.forms) if (other !== me && other.token === spec.token) other.hear(subject, answer);
    if (!owner.alive) return;
    const view = viewOf.get(subject);
    const others = view.subjects.some((one) => page.unsaved.get(keyOf(one))?.trouble);
    if (!others) {
      view.trouble.replaceChildren();
      show(view, "saved", words.saved);
    }
    form.say(bars.length ? `${words.said_saved} ${countWords()}` : words.said_saved);
  }

  /** Loud: what was said is not on the disk. It stays on screen, with a way to try again. */
  function fail(subject, message) {
    const entry = page.unsaved.get(keyOf(subject));
    if (!entry) return;
    entry.trouble = true;
    if (!owner.alive) return;
    const view = viewOf.get(subject);
    show(view, "failed", "");
    view.trouble.replaceChildren(
      ...message.split("\n").map((line) => h("p", {}, line)),
      h("button", { type: "button", className: "kit-button", onclick: retry }, words.retry),
    );
  }

  function retry() {
    for (const subject of viewOf.keys()) if (page.unsaved.get(keyOf(subject))?.owner === owner) save(subject);
  }

  function show(view, kind, message) {
    view.status.className = `kit-status is-${kind}`;
    view.status.textContent = message;
  }

  /** Give the former answer again: to the last change of one field, or of the whole form. */
  function undo(only = null) {
    const index = history.findLastIndex(({ subject }) => !only || viewOf.get(subject) === only);
    if (index < 0) return;
    const [{ subject, before }] = history.splice(index, 1);
    const view = viewOf.get(subject);
    clearTimeout(timers.get(subject));
    timers.delete(subject);
    hold(subject, before);
    view.show(subject, before);
    save(subject);
    view.root.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    if (document.activeElement === document.body) view.first().focus({ preventScroll: true }); // its button is gone
    form.say(fill(words.said_undone, { title: view.title }));
  }

  // --- answers coming in

  /** Show these answers; what somebody is typing, and what isn't saved yet, is left alone. */
  function update(current) {
    if (!form.open) {
      clearTimeout(patienceForValues);
      waiting.replaceChildren();
      waiting.hidden = true;
      body.inert = false;
    }
    for (const subject of viewOf.keys()) hear(subject, current[subject] ?? blanks[subject], !form.open);
    if (!form.open) for (const subject of viewOf.keys()) adopt(subject, current[subject] ?? blanks[subject]);
    form.open = true;
    grow(areas);
    refreshCounts();
  }

  function hear(subject, answer, first = false) {
    const view = viewOf.get(subject);
    if (!view || page.unsaved.get(keyOf(subject))?.owner === owner) return;
    if (!first && same(answerOf(subject), answer)) return;
    if (!first && isTyping(view)) {
      incoming.set(subject, answer);
      return;
    }
    answers.set(subject, answer);
    view.show(subject, answer);
    if (!first) refreshCounts();
  }

  function settle(subject) {
    if (!incoming.has(subject) || isTyping(viewOf.get(subject))) return;
    const answer = incoming.get(subject);
    incoming.delete(subject);
    hear(subject, answer);
  }

  const isTyping = (view) =>
    view.root.contains(document.activeElement) && document.activeElement.matches("textarea, input[type=text], input[type=date]");

  /** Take over what an earlier form on this page couldn't save. */
  function adopt(subject, current) {
    const entry = page.unsaved.get(keyOf(subject));
    if (!entry || entry.owner === owner || entry.owner.alive) return;
    if (same(entry.answer, current)) {
      page.unsaved.delete(keyOf(subject)); // it had arrived after all
      return;
    }
    hold(subject, entry.answer);
    viewOf.get(subject).show(subject, entry.answer);
    save(subject);
  }

  /** The answers so far can't be had: say why, and keep the form closed so that nothing is overwritten. */
  function unavailable(message) {
    if (form.open) return;
    waiting.hidden = false;
    waiting.setAttribute("role", "alert");
    waiting.className = "kit-trouble";
    waiting.replaceChildren(
      ...message.split("\n").map((line) => h("p", {}, line)),
      ...(onRetry ? [h("button", { type: "button", className: "kit-button", onclick: onRetry }, words.retry)] : []),
    );
  }

  // --- progress

  function countWords() {
    const total = questions;
    const done = views.filter((view, i) => spec.fields[i].kind !== "plan" && view.answered(answerOf)).length;
    return fill(done === total ? words.all_answered : words.progress, { n: done, total });
  }

  function refreshCounts() {
    const open = views.filter((view) => !view.answered(answerOf)).length;
    for (const bar of bars) {
      bar.count.textContent = countWords();
      bar.meter.style.width = `${(100 * (questions - open)) / questions}%`;
      bar.next.hidden = open === 0;
      bar.back.hidden = history.length === 0;
    }
    const changed = new Set(history.map(({ subject }) => viewOf.get(subject)));
    for (const view of views) view.undo.hidden = !changed.has(view);
    const shownBy = new Map();
    for (const view of ratings)
      for (const id of view.evidenceFor(answerOf)) shownBy.set(id, [...(shownBy.get(id) ?? []), view.title]);
    for (const view of ratings) view.alsoShownBy(shownBy.get(view.statementId) ?? []);
  }

  /** To the next question without an answer: after the one that was worked on last, then from the top. */
  function goOn() {
    const from = views.indexOf(visited) + 1;
    const next = [...views.slice(from), ...views.slice(0, from)].find((view) => !view.answered(answerOf));
    if (!next) return;
    next.root.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    next.first().focus({ preventScroll: true });
  }

  function dispose() {
    flush();
    owner.alive = false;
    page.forms.delete(me);
    widths.disconnect();
    clearTimeout(saying);
    clearTimeout(patienceForValues);
    root.remove();
  }

  return { update, unavailable, flush, dispose };
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The question that every statement completes, and what the answers mean. */
function introduce(scale, words) {
  const entries = [...scale.frequencies, ...scale.states];
  return h(
    "div",
    { className: "kit-intro" },
    h("p", { className: "kit-question" }, scale.question),
    h(
      "details",
      {},
      h("summary", {}, words.scale),
      h("dl", { className: "kit-panel" }, entries.map(({ label, meaning }) => [h("dt", {}, label), h("dd", {}, meaning)])),
    ),
  );
}

// ---------------------------------------------------------------------------------------
// The same form in a notebook.

/** The questions and answers that go between one widget and its kernel, told apart by `seq`. */
function openChannel(model) {
  const me = freshId();
  const asked = new Map();
  const forms = new Set();
  let count = 0;
  model.on("msg:custom", (message) => {
    if (message.type === "values") forms.forEach((form) => form.update(message.values));
    else if (asked.has(message.seq)) {
      const { resolve, reject } = asked.get(message.seq);
      asked.delete(message.seq);
      if (message.type === "saved") resolve(message);
      else reject(new Error(message.message));
    } else if (message.type === "failed" && message.seq === null) {
      forms.forEach((form) => form.unavailable(message.message));
    }
  });
  return {
    forms,
    hello: () => model.send({ type: "hello" }),
    onAnswer: (subject, answer) =>
      new Promise((resolve, reject) => {
        const seq = `${me}-${++count}`;
        asked.set(seq, { resolve, reject });
        model.send({ type: "answer", seq, subject, answer });
      }),
  };
}

export default () => {
  let channel; // one for the life of the widget's model, so that a reply is heard after a view is gone
  return {
    initialize({ model }) {
      channel = openChannel(model);
    },
    render({ model, el }) {
      const form = createForm(el, { spec: model.get("spec"), onAnswer: channel.onAnswer, onRetry: channel.hello });
      channel.forms.add(form);
      channel.hello();
      return () => {
        channel.forms.delete(form);
        form.dispose();
      };
    },
  };
};
