// The answer form: native controls that save themselves.
//
//   createForm(el, {spec, values, onAnswer, …})   the form, on any page
//   h, write, fill                                small tools, for pages that have forms
//
// `spec` and the answers are made and checked by helpers/form. Words come
// from `spec`; text is only ever set as text, so nobody's words become markup.

// ---------------------------------------------------------------------------------------
// What the page remembers.
//
// Answers that aren't saved yet outlive the form that they were given in: when the kernel
// was restarted and the cell runs again, the new form finds them here and sends them.
// anywidget loads this module once per form, so what is shared hangs on the window.
//
// Of itself it writes nothing to sessionStorage or localStorage: what people write about themselves
// must not be left behind in a browser that others may use. A page of its own may hand it a `device`
// that keeps words until they are acknowledged, and not a moment longer.

const page = (globalThis[Symbol.for("career-ladder-kit.forms")] ??= openPage());

function openPage() {
  const shared = { unsaved: new Map(), forms: new Set(), device: null, said: new Map(), saying: null };
  const flush = () => shared.forms.forEach((form) => form.flush());
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  // A text area prints as much of its text as it shows: on paper a copy stands in its place.
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll(".kit-form :is(textarea, input[type=text])")) {
      box.after(Object.assign(document.createElement("div"), { className: "kit-printed", textContent: box.value }));
    }
  });
  addEventListener("afterprint", () => document.querySelectorAll(".kit-printed").forEach((copy) => copy.remove()));
  addEventListener(
    "beforeunload",
    (event) => {
      flush();
      const atRisk = ({ owner, trouble, kept, held }) => !held && (trouble || (owner.alive && !kept));
      if (![...shared.unsaved.values()].some(atRisk)) return;
      event.preventDefault();
      // Others may listen as well, and put away what somebody needs who then decides to stay.
      // Listening while the event comes down, this one runs first and spares it.
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  return shared;
}

/**
 * Let a device keep what isn't saved yet, also for a form that is drawn only after a reload.
 *
 * device    {put(key, entry), which says whether it is kept; drop(key)}
 * left      [[key, {answer, stands}]] what it kept before; a form that asks for it takes it over
 */
export function keepOn(device, left) {
  page.device = device;
  for (const [key, entry] of left) page.unsaved.set(key, { ...entry, owner: { alive: false }, trouble: false, kept: true });
}

export const keyOf = (token, subject) => `${token} ${subject}`;

// ---------------------------------------------------------------------------------------
// Small tools.

const CONTROLS = new Set(["input", "textarea", "select", "button", "summary"]);

/** An element with properties, `data-`/`aria-` attributes and children; text stays text. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name in node && !name.includes("-")) node[name] = value;
    else node.setAttribute(name, value);
  }
  // JupyterLab's notebook listens to single keys: without this on the very element that has
  // the focus, "d d" on a radio button deletes the cell.
  if (CONTROLS.has(tag)) node.setAttribute("data-lm-suppress-shortcuts", "true");
  const inside = children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
  if (page.said.size === 0) node.append(...inside);
  else if (inside.length === 1 && page.said.has(inside[0]) && !props["aria-label"]) {
    node.lang = page.said.get(inside[0]);
    node.append(inside[0]);
  } else node.append(...inside.flatMap((child) => (tag === "option" ? child : inLanguages(child))));
  return node;
}

/** Put words where others may stand, and touch nothing if they are the same. */
export function write(node, words) {
  if (node.textContent === words) return;
  if (page.said.size === 0) return void (node.textContent = words);
  node.removeAttribute("lang");
  node.replaceChildren(...inLanguages(words));
}

/** Texts of a ladder that isn't in the language of the page (`said`: {language, texts}): wherever they stand it is told. */
export function speak(said) {
  if (!said) return;
  for (const text of said.texts) page.said.set(text, said.language);
  const longest = [...page.said.keys()].sort((a, b) => b.length - a.length);
  const letter = "[\\p{sc=Latin}\\p{sc=Cyrillic}\\p{sc=Greek}\\p{N}]";
  const texts = longest.map((text) => RegExp.escape?.(text) ?? text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  page.saying = new RegExp(`(?<!${letter})(${texts.join("|")})(?!${letter})`, "u");
}

/** A text in pieces: what a ladder says in a language of its own, in an element that tells which. */
function inLanguages(child) {
  if (typeof child !== "string" || !page.saying) return [child];
  const pieces = child.split(page.saying); // by turns the page's words and the ladder's
  return pieces.filter(Boolean).map((piece) => {
    const lang = page.said.get(piece);
    return lang ? Object.assign(document.createElement("span"), { lang, textContent: piece }) : piece;
  });
}

/** A sentence with its {gaps} filled. */
export const fill = (sentence, gaps) => sentence.replace(/\{(\w+)\}/g, (_, name) => gaps[name]);

/** Whether two answers (JSON) say the same; the order of their keys says nothing. */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => same(a[key], b[key]));
}

/**
 * Two plans that grew from one, as one plan, where each filled in other boxes of it: what was written in either stays.
 * Null where one box says two things, where one of them was removed, and for every other kind of answer.
 */
function joined(base, mine, other) {
  if (![base, mine, other].every((one) => one?.kind === "plan") || mine.dropped !== other.dropped) return null;
  const both = {};
  for (const name of new Set([base, mine, other].flatMap(Object.keys))) {
    const isMine = !same(mine[name], base[name]);
    if (isMine && !same(other[name], base[name]) && !same(mine[name], other[name])) return null;
    const part = isMine ? mine[name] : other[name];
    if (part !== undefined) both[name] = part;
  }
  return both;
}

let ids = 0;
export const freshId = () => `kit-${++ids}-${Math.random().toString(36).slice(2, 8)}`;

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

/** A group of controls: its question, what stands under the question, and what is asked. */
const asked = (kind, title, note, ...children) =>
  h(
    "div",
    { className: `kit-field kit-${kind}` },
    h("fieldset", {}, h("legend", {}, h("span", { className: "kit-title" }, title), note), ...children),
  );

const hinted = (text) => text && h("span", { className: "kit-hint" }, text);

/**
 * Which labs the words in a box were taken from. However they are edited, they stay practice; a box that was emptied,
 * or whose whole text is written over at one go, holds something new. Labs are told only where there are any.
 */
function originOf(box, words) {
  let labs = [];
  let before = { text: "", labs }; // what a browser's own undo may bring back
  const note = h("span", { className: "kit-hint kit-origin", hidden: true }, words.from_lab);
  const from = (given) => {
    if (labs.length && !given.length) before = { text: box.value, labs };
    labs = given;
    note.hidden = labs.length === 0;
  };
  box.addEventListener("beforeinput", () => {
    if (box.value && box.selectionStart === 0 && box.selectionEnd === box.value.length) from([]);
  });
  return {
    note,
    show: (answer) => from((answer.text.trim() && answer.labs) || []),
    told() {
      if (!box.value.trim()) from([]);
      else if (box.value === before.text) from(before.labs);
      return labs.length ? { labs } : {};
    },
  };
}

/** A quiet button about one question, which it names for people who can't see where it stands. */
const quiet = (className, label, title, onclick) =>
  h("button", { type: "button", className: `kit-quiet ${className}`, "aria-label": `${label}: ${title}`, onclick }, label);

/** What stands below a question: what can be done about its answer, and at the right whether it is saved. */
const footed = (...children) => h("div", { className: "kit-row" }, ...children);

/** A button that opens the panel it is handed; the panel stands wherever it is put. Its name says whose it is: `title`. */
function disclosure(label, title, panel) {
  panel.id = freshId();
  const button = h(
    "button",
    { type: "button", className: "kit-opener", "aria-controls": panel.id, "aria-label": `${label}: ${title}` },
    label,
  );
  button.addEventListener("click", () => {
    open(panel.hidden);
    grow([...panel.querySelectorAll("textarea")]);
  });
  function open(wanted) {
    panel.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
  }
  open(false);
  return { button, panel, open };
}

// ---------------------------------------------------------------------------------------
// Fields. Each is {root, subjects, show(subject, answer), answered(answerOf), first()}:
// its element, what it answers, how to show an answer, whether it counts as answered, and
// the control to start with; `foot` is its own, if it has something to stand there. A field
// tells of changes through `form.change`.

/** @type {{ [Kind in Question["kind"]]: (field: FieldOf<Kind>, form: FormAround) => any }} */
const FIELDS = {
  rating: ratingField,
  text: textField,
  choice: choiceField,
  plan: planField,
  figures: figuresField,
  order: orderField,
  grid: gridField,
};

/** @param {FieldOf<"rating">} field @param {FormAround} form */
function ratingField(field, form) {
  const { words, scale } = form.spec;
  const [statement, evidence] = field.subjects;
  const name = freshId();
  const radios = [];
  const rare = field.rare && scale.rare;
  let occasions = null; // how many rare ones there were, if somebody said it: a word for how often is told with it
  const told = (answer) => (occasions && answer.state === "frequency" ? { ...answer, occasions } : answer);
  const choose = (answer, label, meaning, className) => {
    const radio = h("input", {
      type: "radio",
      name,
      autocomplete: "off",
      onchange: () => form.change(statement, told(answer)),
    });
    radios.push([radio, answer]);
    return h("label", { className, title: meaning }, radio, h("span", { "data-label": label }, label));
  };
  const clear = quiet("kit-clear", words.clear, field.title, () => {
    form.change(statement, field.blank[statement]);
    show(statement, field.blank[statement]);
    radios[0][0].focus();
  });
  const steps = scale.frequencies.map((step) =>
    choose({ kind: "rating", state: "frequency", frequency: step.value }, step.label, step.meaning, "kit-step"),
  );
  const apart = scale.states.map((step) => {
    const { label, meaning } = rare && step.state === "no_opportunity" ? rare.no_opportunity : step;
    return choose({ kind: "rating", state: step.state, frequency: null }, label, meaning, "kit-state");
  });
  const numbers = [];
  const counted = rare && h("fieldset", { className: "kit-occasions", hidden: true }, h("legend", {}, rare.how_many));
  for (let number = 1; rare && number <= rare.most; number++) {
    const say = () => {
      occasions = number;
      const [, answer] = radios.find(([radio]) => radio.checked);
      form.change(statement, told(answer));
    };
    const radio = h("input", { type: "radio", name: `${name}-n`, autocomplete: "off", onchange: say });
    numbers.push(radio);
    const label = number < rare.most ? String(number) : fill(words.or_more, { number });
    counted.append(h("label", { className: "kit-state" }, radio, h("span", {}, label)));
  }
  /** How many occasions there were is asked once there is a word for how often. */
  function count(answer) {
    occasions = answer.occasions ?? null;
    if (!rare) return;
    counted.hidden = answer.state !== "frequency";
    for (const [index, radio] of numbers.entries()) radio.checked = occasions === index + 1;
  }

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
  const origin = originOf(line, words);
  let elsewhere = []; // statements on other pages that this line supports: kept as they are
  const tell = (typing) => {
    const ticked = boxes.filter(([, box]) => box.checked).map(([id]) => id);
    const supports = [field.statement_id, ...ticked, ...elsewhere];
    form.change(evidence, { kind: "evidence", text: form.text(line), supports, ...origin.told() }, { typing });
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
  const proof = disclosure(words.add_evidence, field.title, h("div", { className: "kit-panel" }, hint, line, origin.note, also));
  const openers = [
    field.meaning && disclosure(words.meaning, field.title, h("p", { className: "kit-panel" }, field.meaning)),
    field.examples.length > 0 && disclosure(words.examples, field.title, listing(field.examples)),
    field.links.length > 0 && disclosure(words.links, field.title, listing(field.links.map(leadingTo))),
    field.practice && disclosure(words.practice, field.title, h("p", { className: "kit-panel" }, field.practice)),
    proof,
  ].filter(Boolean);
  const shared = h("p", { className: "kit-shared", hidden: true });
  function mark() {
    const count = boxes.filter(([, box]) => box.checked).length;
    write(alsoSummary, count ? `${words.also} (${count})` : words.also);
    const label = line.value.trim() ? words.evidence : words.add_evidence;
    write(proof.button, label);
    proof.button.setAttribute("aria-label", `${label}: ${field.title}`);
    proof.button.classList.toggle("is-filled", Boolean(line.value.trim()));
  }

  // What was noted of the statement's own period: closed until wanted, since somebody else may see this screen.
  const moments = h("ul", { className: "kit-panel kit-listing", dir: "auto" });
  const hand = disclosure(words.at_hand, field.title, moments);
  const atHand = h("div", { className: "kit-at-hand" });

  const foot = footed(openers.map((opener) => opener.button));
  const root = asked(
    "rating",
    field.title,
    statementText(field, scale, words),
    atHand,
    h("div", { className: "kit-steps" }, steps),
    h("div", { className: "kit-apart" }, h("span", { className: "kit-or" }, words.or), apart, clear),
    counted,
  );
  root.append(foot, ...openers.map((opener) => opener.panel), shared);

  function show(subject, answer) {
    if (subject === statement) {
      for (const [radio, meant] of radios)
        radio.checked = meant.state === answer.state && meant.frequency === answer.frequency;
      count(answer);
      root.classList.toggle("is-answered", answer.state !== "unanswered");
      return;
    }
    if (line.value !== answer.text) line.value = answer.text;
    origin.show(answer);
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
    changed(subject, answer) {
      if (subject === statement) {
        count(answer);
        root.classList.toggle("is-answered", answer.state !== "unanswered");
      } else mark();
    },
    answered: (answerOf) => answerOf(statement).state !== "unanswered",
    saying: ({ state, frequency }) => {
      const step = state === "frequency" ? scale.frequencies.find(({ value }) => value === frequency) : scale.states.find((one) => one.state === state);
      return step?.label ?? words.no_answer;
    },
    first: () => radios[0][0],
    /** Shows what was noted for the statement: {period, moments: [{day, text, at}]}, or nothing. */
    remember(noted) {
      if (!noted) {
        hand.open(false);
        return atHand.replaceChildren();
      }
      const label = fill(words.at_hand, { period: noted.period, n: noted.moments.length });
      write(hand.button, label);
      hand.button.setAttribute("aria-label", `${label}: ${field.title}`);
      const said = ({ day, text, at }) => [day && h("b", {}, day, ": "), h("span", { dir: "auto" }, text), at && hinted(` ${fill(words.stands_at, { title: at })}`)];
      moments.replaceChildren(...noted.moments.map((one) => h("li", {}, said(one))));
      if (!atHand.hasChildNodes()) atHand.append(hand.button, moments);
    },
    /** Names the other statements whose evidence shows this one too. */
    alsoShownBy(titles) {
      shared.hidden = titles.length === 0;
      write(shared, titles.length ? fill(words.shown_by, { titles: titles.join(" · ") }) : "");
    },
    evidenceFor: (answerOf) => {
      const { text, supports } = answerOf(evidence);
      return text.trim() ? supports.filter((id) => id !== field.statement_id) : [];
    },
    statementId: field.statement_id,
  };
}

/** @param {FieldOf<"text">} field @param {FormAround} form */
function textField(field, form) {
  const box = field.single_line
    ? h("input", { type: "text", dir: "auto", autocomplete: "off", id: freshId() })
    : h("textarea", { rows: field.rows, dir: "auto", autocomplete: "off", id: freshId() });
  const hint = field.hint && h("span", { className: "kit-hint", id: freshId() }, field.hint);
  if (hint) box.setAttribute("aria-describedby", hint.id);
  const origin = originOf(box, form.spec.words);
  const tell = () => form.change(field.subject, { kind: "words", text: form.text(box), ...origin.told() }, { typing: true });
  form.typed(box, tell, field.subject);
  return {
    root: h(
      "div",
      { className: "kit-field kit-words" },
      h("label", { className: "kit-title", htmlFor: box.id }, field.label),
      hint,
      box,
      origin.note,
    ),
    title: field.label,
    subjects: [field.subject],
    show(_, answer) {
      if (box.value !== answer.text) box.value = answer.text;
      origin.show(answer);
    },
    answered: (answerOf) => answerOf(field.subject).text.trim() !== "",
    first: () => box,
  };
}

/** @param {FieldOf<"choice">} field @param {FormAround} form */
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
  const cards = boxes.map(([id, box, option]) =>
    h(
      "div",
      { className: "kit-option" },
      h("label", {}, box, h("span", {}, option.title)),
      option.detail && h("p", { className: "kit-hint", id: `${name}-${id}` }, option.detail),
    ),
  );
  const first = field.first ?? cards.length;
  const shown = h("div", { className: "kit-options" }, cards.slice(0, first));
  const others = h("div", { className: "kit-options" }, cards.slice(first));
  const howMany = h("summary", {});
  const more = h("details", { ontoggle: () => gather() }, howMany, others);
  const root = asked("choice", field.label, hinted(field.hint), !one && field.max && note, shown, first < cards.length && more);
  // What is chosen is never hidden; nothing moves under somebody's hand while the others are open.
  const gather = () => {
    if (!more.open) shown.append(...cards.filter((card, at) => card.parentElement === others && boxes[at][1].checked));
    more.hidden = !others.children.length;
    write(howMany, fill(words.others, { n: others.children.length }));
  };
  const clear = () => {
    choose([]);
    boxes[0][1].focus();
  };
  const foot = root.appendChild(footed(one && quiet("kit-clear", words.clear_choice, field.label, clear)));

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
    gather();
    write(note, fill(full ? words.full : words.at_most, { max: field.max }));
    root.classList.toggle("is-answered", chosen.length > 0);
    return full;
  }
  show(field.subject, { chosen: [] });

  return {
    root,
    foot,
    title: field.label,
    subjects: [field.subject],
    show,
    answered: (answerOf) => answerOf(field.subject).chosen.length > 0,
    saying: (answer) => boxes.filter(([id]) => answer.chosen.includes(id)).map(([, , option]) => option.title).join(", ") || words.no_answer,
    first: () => (boxes.find(([, box]) => !box.disabled) ?? boxes[0])[1],
  };
}

/** @param {FieldOf<"plan">} field @param {FormAround} form */
function planField(field, form) {
  const { words } = form.spec;
  const subject = field.subject;
  let plan = /** @type {AnswerOf<"plan">} */ (field.blank[subject]);
  const parts = {};
  const tell = (typing) => {
    const said = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.read()]));
    plan = { ...plan, ...said };
    // A line of the journal leaves these out where they say nothing, and so the two must be one answer here too.
    if (!plan.obstacle) delete plan.obstacle;
    if (!plan.look_again?.length) delete plan.look_again;
    form.change(subject, plan, { typing });
    dress();
  };
  const labelled = (name, control, hint) => {
    control.id = freshId();
    const note = hint && h("span", { className: "kit-hint", id: freshId() }, hint);
    if (note) control.setAttribute("aria-describedby", note.id);
    const label = h("label", { htmlFor: control.id }, words[`plan_${name}`]);
    return h("div", { className: `kit-part kit-${name}` }, label, note, control);
  };
  const text = (name) => {
    const area = h("textarea", { rows: 2, dir: "auto", autocomplete: "off" });
    form.typed(area, () => tell(true), subject);
    parts[name] = { read: () => form.text(area), write: (value = "") => area.value !== value && (area.value = value) };
    return labelled(name, area, words[`plan_${name}_hint`]);
  };
  const dateBox = () => {
    const box = h("input", { type: "date", min: "2000-01-01", max: "2199-12-31", autocomplete: "off" });
    form.typed(box, () => tell(true), subject);
    return box;
  };
  const day = (name) => {
    // Half a date reads as "", and a year being typed as year 2: both are left until they make sense.
    const box = dateBox();
    parts[name] = {
      read: () => (box.validity.valid ? box.value || null : plan[name]),
      write: (value) => box.value !== (value ?? "") && (box.value = value ?? ""),
    };
    return labelled(name, box, words[`plan_${name}_hint`]);
  };
  // Further dates to look back: two boxes. What a plan has beyond them stays as it is.
  const again = [dateBox(), dateBox()];
  const daysAgain = () => {
    const part = labelled("again", again[0], words.plan_again_hint);
    for (const box of again.slice(1)) {
      box.setAttribute("aria-label", `${words.plan_again} ${words.plan_again_third}`);
      part.append(" ", box);
    }
    parts.look_again = {
      read: () => {
        const stood = plan.look_again ?? [];
        const said = again.map((box, i) => (box.validity.valid ? box.value || null : (stood[i] ?? null)));
        return [...said.filter(Boolean), ...stood.slice(again.length)];
      },
      write: (value = []) => {
        // What the boxes say already stays where it is: one that was just emptied doesn't take the next one's date.
        if (again.map((box) => box.value).filter(Boolean).join() === value.slice(0, again.length).join()) return;
        again.forEach((box, i) => (box.value = value[i] ?? ""));
      },
    };
    return part;
  };
  const propose = () => {
    parts.follow_up.write(field.propose[0]);
    again.forEach((box, i) => (box.value = field.propose[i + 1]));
    tell(false);
    form.say(words.plan_proposed);
    again[0].focus();
  };
  const proposing = h("button", { type: "button", className: "kit-button", onclick: propose }, words.plan_propose);
  const select = h("select", { autocomplete: "off", onchange: () => tell(false) });
  const options = new Map([...field.focus_options, ["", words.plan_own]]);
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
    text("obstacle"),
    h("div", { className: "kit-pair" }, text("first_step"), day("by")),
    h("div", { className: "kit-pair" }, text("shows"), day("follow_up")),
    daysAgain(),
    ...(field.propose.length ? [h("p", {}, proposing)] : []),
    quiet("kit-remove", words.plan_remove, field.title, () => {
      drop(true);
      back.focus();
    }),
  );
  const back = h(
    "button",
    {
      type: "button",
      className: "kit-button",
      "aria-label": `${words.plan_restore}: ${field.title}`,
      onclick: () => {
        drop(false);
        select.focus();
      },
    },
    words.plan_restore,
  );
  const gone = h("p", { className: "kit-gone", hidden: true }, h("span", {}, words.plan_removed), " ", back);
  const root = asked("plan", field.title, hinted(field.hint), body, gone);
  function drop(dropped) {
    plan = { ...plan, dropped };
    form.change(subject, plan);
    dress();
  }
  function dress() {
    body.hidden = plan.dropped;
    gone.hidden = !plan.dropped;
    proposing.hidden = Boolean(plan.follow_up || plan.look_again?.length);
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
    answered: () => true,
    first: () => select,
  };
}

/** Numbers by name, each with a box and a slider. One that nobody touched is in no answer. */
/** @param {FieldOf<"figures">} field @param {FormAround} form */
function figuresField(field, form) {
  const { words } = form.spec;
  let values = {};
  const plain = (number) => String(Number(number.toFixed(6)));
  const shown = (number) => plain(number).replace("-", "−");
  const limited = (figure, number) => Math.min(figure.max, Math.max(figure.min, number));

  const rows = field.figures.map((figure) => {
    const id = freshId();
    const bounds = { min: figure.min, max: figure.max, step: figure.step, autocomplete: "off" };
    const box = h("input", { type: "number", id, inputMode: "decimal", "aria-describedby": `${id}-start`, ...bounds });
    const slider = h("input", { type: "range", "aria-label": `${figure.label} (${words.slider})`, ...bounds });
    const note = h("span", { className: "kit-hint kit-start", id: `${id}-start` });
    const unit = figure.unit && h("span", { className: "kit-unit" }, figure.unit);
    const set = (number) => {
      values = { ...values, [figure.id]: number };
      if (number === null) delete values[figure.id];
      tell();
    };
    form.typed(
      box,
      () => {
        if (box.value === "" && !box.validity.badInput) set(null);
        else if (box.value !== "" && Number(box.value) === limited(figure, Number(box.value))) set(Number(box.value));
      },
      field.subject,
    );
    box.addEventListener("change", () => {
      if (box.value !== "") set(limited(figure, Number(box.value))); // out of bounds: the nearest that can be
      write(true);
    });
    form.typed(slider, () => set(Number(slider.value)), field.subject);
    slider.addEventListener("change", () => form.hurry(field.subject)); // let go: no reason to wait
    function write(over = false) {
      const number = values[figure.id] ?? figure.start;
      if (over || (document.activeElement !== box && box.value !== plain(number))) box.value = plain(number);
      if (slider.value !== plain(number)) slider.value = number;
      slider.setAttribute("aria-valuetext", [shown(number), figure.unit].filter(Boolean).join(" "));
      const untouched = !(figure.id in values);
      const around = fill(words.between, { min: shown(figure.min), max: shown(figure.max) });
      note.textContent = `${untouched ? words.as_started : fill(words.starts_at, { value: shown(figure.start) })} · ${around}`;
      root.classList.toggle("is-untouched", untouched);
    }
    const root = h(
      "div",
      { className: "kit-figure" },
      h("label", { htmlFor: id }, figure.label, unit && h("span", { className: "kit-unseen" }, ` (${figure.unit})`)),
      h("div", { className: "kit-lever" }, slider, h("span", { className: "kit-amount" }, box, unit)),
      figure.detail && h("p", { className: "kit-hint" }, figure.detail),
      note,
    );
    if (unit) unit.setAttribute("aria-hidden", "true");
    return { figure, root, write, box };
  });

  const sum = h("output", { className: "kit-total", hidden: field.total === null });
  const levers = h("div", { className: "kit-levers" }, rows.map((row) => row.root));
  const root = asked("figures", field.label, hinted(field.hint), levers, sum);
  const clear = () => {
    values = {};
    form.change(field.subject, { kind: "figures", values });
    write(true);
    rows[0].box.focus();
  };
  const foot = root.appendChild(footed(quiet("kit-clear", words.to_start, field.label, clear)));

  function tell() {
    form.change(field.subject, { kind: "figures", values }, { typing: true });
    write();
  }
  function write(over = false) {
    for (const row of rows) row.write(over);
    root.classList.toggle("is-answered", Object.keys(values).length > 0);
    if (field.total === null) return;
    const reached = rows.reduce((total, { figure }) => total + (values[figure.id] ?? figure.start), 0);
    const rest = Number((field.total - reached).toFixed(6));
    const told = fill(words.total, { sum: shown(reached), total: plain(field.total), unit: field.total_unit });
    const more = rest && fill(rest < 0 ? words.total_over : words.total_left, { rest: plain(Math.abs(rest)) });
    sum.textContent = more ? `${told} · ${more}` : told;
    sum.classList.toggle("is-over", rest < 0);
  }
  write(true);

  return {
    root,
    foot,
    title: field.label,
    subjects: [field.subject],
    show(_, answer) {
      values = { ...answer.values };
      write(true);
    },
    answered: (answerOf) => Object.keys(answerOf(field.subject).values).length > 0,
    first: () => rows[0].box,
  };
}

/** A list to put in order with buttons or by naming a place; nothing has to be dragged. */
/** @param {FieldOf<"order">} field @param {FormAround} form */
function orderField(field, form) {
  const { words } = form.spec;
  const total = field.options.length;
  let order = field.options.map((option) => option.id);
  let kept = false;
  const aloud = h("p", { className: "kit-unseen", role: "status" });
  const items = new Map(
    field.options.map((option) => {
      const gaps = { title: option.title };
      const select = h(
        "select",
        {
          autocomplete: "off",
          "aria-label": fill(words.place, gaps),
          onchange: () => move(option, Number(select.value) - 1),
        },
        field.options.map((_, place) => h("option", { value: String(place + 1) }, String(place + 1))),
      );
      const step = (label, sign, by) =>
        h(
          "button",
          {
            type: "button",
            className: "kit-step-button",
            "aria-label": fill(label, gaps),
            onclick: () => move(option, order.indexOf(option.id) + by),
          },
          h("span", { "aria-hidden": "true" }, sign),
        );
      const up = step(words.up, "▲", -1);
      const down = step(words.down, "▼", 1);
      const cut = h("p", { className: "kit-cut", hidden: true }, field.cut_label ?? "");
      const root = h(
        "li",
        {},
        cut,
        h(
          "div",
          { className: "kit-item" },
          select,
          h(
            "div",
            { className: "kit-what" },
            h("span", {}, option.title),
            hinted(option.detail),
          ),
          h("span", { className: "kit-moves" }, up, down),
        ),
      );
      return [option.id, { root, select, up, down, cut }];
    }),
  );
  const list = h("ol", { className: "kit-order-list" });
  const state = h("span", { className: "kit-hint" }, words.no_order);
  const keep = h(
    "button",
    { type: "button", className: "kit-button", onclick: () => tell(true) },
    words.keep_order,
  );
  const clear = quiet("kit-clear", words.clear_order, field.label, () => {
    show(field.subject, { chosen: [] });
    tell(false);
    keep.focus();
  });
  const keeping = h("div", { className: "kit-keep" }, state, keep, clear);
  const root = asked("order", field.label, hinted(field.hint), list, keeping, aloud);

  function move(option, to) {
    const from = order.indexOf(option.id);
    const place = Math.min(total - 1, Math.max(0, to));
    if (place !== from) {
      order = order.toSpliced(from, 1).toSpliced(place, 0, option.id);
      tell(true);
    }
    aloud.textContent = fill(words.placed, { title: option.title, place: place + 1, total });
  }
  function tell(wanted) {
    kept = wanted;
    form.change(field.subject, { kind: "choice", chosen: wanted ? [...order] : [] });
    dress();
  }
  function dress() {
    const focused = root.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    const wanted = order.map((id) => items.get(id).root);
    if (wanted.some((item, place) => list.children[place] !== item)) list.replaceChildren(...wanted);
    order.forEach((id, place) => {
      const item = items.get(id);
      item.select.value = String(place + 1);
      item.up.ariaDisabled = String(place === 0);
      item.down.ariaDisabled = String(place === total - 1);
      item.cut.hidden = place !== field.cut;
    });
    state.hidden = keep.hidden = kept;
    root.classList.toggle("is-answered", kept);
    if (focused && focused !== document.activeElement) (focused.hidden ? clear : focused).focus({ preventScroll: true });
  }
  function show(_, answer) {
    // What is no longer there has no place, and what is new comes last.
    const known = answer.chosen.filter((id) => items.has(id));
    order = [...known, ...field.options.map((option) => option.id).filter((id) => !known.includes(id))];
    kept = known.length > 0;
    dress();
  }
  dress();

  return {
    root,
    title: field.label,
    subjects: [field.subject],
    show,
    answered: (answerOf) => answerOf(field.subject).chosen.length > 0,
    first: () => items.get(order[0]).select,
  };
}

/** Several things, each with radio buttons on one small scale. */
/** @param {FieldOf<"grid">} field @param {FormAround} form */
function gridField(field, form) {
  const { words } = form.spec;
  let chosen = new Map(); // item → step
  const rows = field.items.map((item) => {
    const name = freshId();
    const radios = field.scale.map((step) => [
      step.id,
      h("input", { type: "radio", name, autocomplete: "off", onchange: () => choose(item.id, step.id) }),
      step,
    ]);
    const clear = quiet("kit-clear", words.clear, item.title, () => {
      choose(item.id, null);
      radios[0][1].focus();
    });
    const root = h(
      "div",
      { className: "kit-grid-row", role: "radiogroup", "aria-labelledby": `${name}-title` },
      h(
        "div",
        { className: "kit-what" },
        h("span", { id: `${name}-title` }, item.title),
        hinted(item.detail),
      ),
      h(
        "div",
        { className: "kit-picks" },
        radios.map(([, radio, step]) =>
          h("label", { className: "kit-state", title: step.detail }, radio, h("span", { "data-label": step.title }, step.title)),
        ),
        clear,
      ),
    );
    const write = () => {
      for (const [id, radio] of radios) radio.checked = chosen.get(item.id) === id;
      root.classList.toggle("is-answered", chosen.has(item.id));
    };
    return { root, write, first: radios[0][1] };
  });
  const root = asked("grid", field.label, hinted(field.hint), h("div", { className: "kit-rows" }, rows.map((row) => row.root)));

  function choose(item, step) {
    if (step === null) chosen.delete(item);
    else chosen.set(item, step);
    /** @type {(id: string) => GridPlace} */
    const place = (id) => `${id}:${chosen.get(id)}`;
    const places = field.items.map(({ id }) => id).filter((id) => chosen.has(id)).map(place);
    form.change(field.subject, { kind: "choice", chosen: places });
    for (const row of rows) row.write();
  }
  function show(_, answer) {
    chosen = new Map(answer.chosen.map((place) => place.split(":")));
    for (const row of rows) row.write();
  }

  return {
    root,
    title: field.label,
    subjects: [field.subject],
    show,
    answered: (answerOf) => answerOf(field.subject).chosen.length === field.items.length,
    first: () => (rows.find((_, place) => !chosen.has(field.items[place].id)) ?? rows[0]).first,
  };
}

// ---------------------------------------------------------------------------------------
// What was answered and isn't saved yet.

export const PATIENCE = 5000;
const PAUSE = 700;

/**
 * The way of each answer of a form to where answers are kept. It knows no screen.
 *
 *     at rest ─ give ─▶ waiting for a pause ─▶ on its way ─▶ at rest: "saved", or "held" on this device
 *        ▲                    ▲                  │  │  └───▶ "failed": it stays, and can be tried again
 *        └──── take ──────────┴─── given anew ───┘  └──────▶ "stands": another was given elsewhere meanwhile;
 *                                                            whose it is decides, `insist` or `take`, unless
 *                                                            both fit into one, which is saved
 *
 * One answer of a subject is under way at a time, so that an older one can't arrive after a newer one.
 *
 * token     names where answers are kept; forms of one token on a page share what isn't saved
 * blanks    {subject: the answer that stands for "nothing said"}
 * send      (subject, answer, stands) => Promise<{at} | {held: true} | {stands: answer}>; rejects with an Error
 *           whose message a person can read. `stands`: answers, one of which is the one that is kept now
 * screen    {tell(subject, kind, more), place(subject, answer), isTyping(subject)}: what became of an answer
 *           ("typing", "saving", "saved", "held", "failed" with a message, "stands" with the other answer),
 *           an answer from elsewhere to show, and whether somebody is typing there
 * silence   the message for an answer of which nothing is heard for `patience` ms
 */
export class SaveQueue {
  #answers = new Map(); // subject → the answer on screen
  #stands = new Map(); // subject → answers, one of which is kept now as far as this form knows
  #pauses = new Map(); // subject → the timer of a pause in typing
  #flights = new Map(); // subject → the latest attempt to save: {late, again}
  #incoming = new Map(); // subject → an answer from elsewhere, held while somebody types
  #others = new Map(); // subject → the answer from elsewhere that was in the way
  #owner = { alive: true };

  constructor({ token, blanks, send, screen, silence, pause = PAUSE, patience = PATIENCE }) {
    this.token = token;
    this.blanks = blanks;
    this.send = send;
    this.screen = screen;
    this.silence = silence;
    this.pause = pause;
    this.patience = patience;
  }

  get alive() {
    return this.#owner.alive;
  }

  /** The answer on screen. */
  answerOf(subject) {
    return this.#answers.get(subject) ?? this.blanks[subject];
  }

  /** Whether an answer given here isn't saved yet. */
  isWaiting(subject) {
    return this.#pauses.has(subject) || page.unsaved.has(keyOf(this.token, subject));
  }

  /** Whether something is wrong with the answer on a subject. */
  isTroubled(subject) {
    return Boolean(page.unsaved.get(keyOf(this.token, subject))?.trouble);
  }

  #mine(subject) {
    const entry = page.unsaved.get(keyOf(this.token, subject));
    return entry?.owner === this.#owner ? entry : undefined;
  }

  // --- given here

  /**
   * An answer. Text (`typing`) waits for a pause; everything else is saved at once.
   * @param {Subject} subject @param {Answer} answer
   */
  give(subject, answer, { typing = false } = {}) {
    this.#hold(subject, answer);
    this.#calm(subject);
    if (!typing) return void this.save(subject);
    this.screen.tell(subject, "typing");
    this.#pauses.set(subject, setTimeout(() => this.hurry(subject), this.pause));
  }

  /** Keep an answer on screen, in the page's memory and on its device until it is saved. */
  #hold(subject, answer) {
    const key = keyOf(this.token, subject);
    const stands = this.#stands.get(subject) ?? [];
    this.#answers.set(subject, answer);
    this.#incoming.delete(subject);
    const entry = { answer, stands, owner: this.#owner, trouble: page.unsaved.get(key)?.trouble ?? false };
    entry.kept = page.device?.put(key, { answer, stands }) ?? false;
    page.unsaved.set(key, entry);
  }

  #release(subject) {
    const key = keyOf(this.token, subject);
    page.unsaved.delete(key);
    page.device?.drop(key);
    this.#others.delete(subject);
  }

  #calm(subject) {
    clearTimeout(this.#pauses.get(subject));
    this.#pauses.delete(subject);
  }

  /** Save now what was waiting for a pause in typing. */
  hurry(subject) {
    if (!this.#pauses.has(subject)) return;
    this.#calm(subject);
    this.save(subject);
  }

  /** Save now all that was waiting for a pause. */
  flush() {
    [...this.#pauses.keys()].forEach((subject) => this.hurry(subject));
  }

  async save(subject) {
    this.screen.tell(subject, "saving");
    const before = this.#flights.get(subject);
    if (before && !before.late) {
      before.again = true;
      return;
    }
    const { answer } = page.unsaved.get(keyOf(this.token, subject));
    const flight = { late: false, again: false };
    this.#flights.set(subject, flight);
    const impatience = setTimeout(() => {
      flight.late = true;
      if (this.alive && this.#flights.get(subject) === flight) this.#fail(subject, this.silence);
    }, this.patience);
    const stands = this.#stands.get(subject) ?? [];
    // Should its reply get lost, it may be the one that is kept.
    this.#stands.set(subject, mayStand(stands, answer));
    try {
      const kept = await this.send(subject, answer, stands);
      clearTimeout(impatience);
      if (kept?.stands) this.#meet(subject, kept.stands, flight, stands);
      else this.#settled(subject, answer, flight, kept?.held ? "held" : "saved");
    } catch (error) {
      clearTimeout(impatience);
      if (this.#flights.get(subject) === flight) this.#flights.delete(subject);
      this.#fail(subject, error.message);
      if (flight.again) this.save(subject);
    }
  }

  /** An answer is where nothing can happen to it: saved, or held on this device until it is. */
  #settled(subject, answer, flight, kind) {
    if (this.#flights.get(subject) === flight) this.#flights.delete(subject);
    const entry = page.unsaved.get(keyOf(this.token, subject));
    this.#stands.set(subject, [answer]);
    if (entry?.owner === this.#owner && !same(entry.answer, answer)) {
      if (flight.again) this.save(subject);
      return;
    }
    if (entry?.owner === this.#owner || !entry?.owner.alive) this.#release(subject);
    for (const other of page.forms) if (other.token === this.token && other.queue !== this) other.queue.hear(subject, answer);
    if (this.alive) this.screen.tell(subject, kind);
  }

  /** Another answer was given elsewhere since: neither is written over before somebody says which. */
  #meet(subject, answer, flight, stood) {
    if (flight && this.#flights.get(subject) === flight) this.#flights.delete(subject);
    const entry = page.unsaved.get(keyOf(this.token, subject));
    if (!entry) return;
    // Of several answers that may have been the one that is kept, none is sure to be what both came from.
    const both = stood.length === 1 && this.#mine(subject) ? joined(stood[0], entry.answer, answer) : null;
    if (both) {
      this.#stands.set(subject, [answer]);
      this.#hold(subject, both);
      this.#calm(subject);
      if (this.alive) this.screen.place(subject, both);
      return void this.save(subject);
    }
    entry.trouble = true;
    this.#others.set(subject, answer);
    if (this.alive) this.screen.tell(subject, "stands", answer);
  }

  /** The answer from here counts: write it over the one from elsewhere. */
  insist(subject) {
    this.#stands.set(subject, [this.#others.get(subject)]);
    this.#others.delete(subject);
    if (this.#mine(subject)) this.save(subject);
  }

  /** The answer from elsewhere counts: it is given here as well, in place of the one from here. */
  take(subject) {
    const answer = this.#others.get(subject);
    this.#calm(subject);
    this.#others.delete(subject);
    this.#stands.set(subject, [answer]);
    this.#hold(subject, answer);
    this.screen.place(subject, answer);
    this.save(subject);
  }

  /**
   * An answer that this device held met another one where answers are kept.
   *
   * answer   the one that was held, and still is until somebody says which of the two counts
   * stood    answers, one of which stood when it was given, as far as was known here
   * other    what stands
   */
  met(subject, answer, stood, other) {
    if (this.isWaiting(subject) && !this.isHeld(subject)) return; // a newer one is on its way, and will meet it
    this.#answers.set(subject, answer);
    this.#incoming.delete(subject);
    page.unsaved.set(keyOf(this.token, subject), { answer, stands: stood, owner: this.#owner, trouble: true, held: true });
    this.screen.place(subject, answer);
    this.#meet(subject, other, null, stood);
  }

  /** Whether an answer is held on this device until somebody says whether it counts. */
  isHeld(subject) {
    return Boolean(page.unsaved.get(keyOf(this.token, subject))?.held);
  }

  /** In another window somebody said which of two answers counts. */
  decided(subject) {
    if (this.isHeld(subject)) this.#release(subject);
  }

  /** What was said is not saved: it stays, with a way to try again. */
  #fail(subject, message) {
    const entry = page.unsaved.get(keyOf(this.token, subject));
    if (!entry) return;
    entry.trouble = true;
    if (this.alive) this.screen.tell(subject, "failed", message);
  }

  /** Try again to save everything that isn't. */
  retry() {
    for (const subject of Object.keys(this.blanks)) if (this.#mine(subject) && !this.#others.has(subject)) this.save(subject);
  }

  // --- given elsewhere

  /** The answer that is kept now; where somebody is typing, or hasn't saved yet, it waits. */
  hear(subject, answer) {
    const held = this.isHeld(subject);
    if (held && !same(this.#mine(subject)?.answer, answer)) this.decided(subject);
    if (!(subject in this.blanks) || this.#mine(subject)) return;
    if (held) this.screen.tell(subject, "saved");
    if (same(this.#answers.get(subject), answer)) this.#stands.set(subject, [answer]);
    else if (this.screen.isTyping(subject)) this.#incoming.set(subject, answer);
    else this.#place(subject, answer);
  }

  #place(subject, answer) {
    this.#answers.set(subject, answer);
    this.#stands.set(subject, [answer]);
    this.screen.place(subject, answer);
  }

  /** Nobody is typing there any more: show what was waiting. */
  settle(subject) {
    if (!this.#incoming.has(subject) || this.screen.isTyping(subject)) return;
    const answer = this.#incoming.get(subject);
    this.#incoming.delete(subject);
    this.hear(subject, answer);
  }

  /** Take over what an earlier form, or the page before a reload, couldn't save. `current` is what is kept. */
  adopt(subject, current) {
    const entry = page.unsaved.get(keyOf(this.token, subject));
    if (!entry || entry.owner.alive) return;
    if (same(entry.answer, current)) return this.#release(subject); // it had arrived after all
    this.#stands.set(subject, entry.stands ?? [current]);
    this.#hold(subject, entry.answer);
    this.screen.place(subject, entry.answer);
    this.save(subject);
  }

  /** Nobody sees this form any more; what it is saving goes on. */
  dispose() {
    this.flush();
    for (const subject of Object.keys(this.blanks)) if (this.#mine(subject)) this.decided(subject); // it is on the device
    this.#owner.alive = false;
  }
}

// ---------------------------------------------------------------------------------------
// The form.

/**
 * Draw a form into `el` and keep every answer as it is given.
 *
 * spec      the form, as helpers/form describes it
 * values    current answers by subject, or null when they aren't known yet: then the form
 *           waits for `update(values)` before it can be filled in
 * beside    what was noted for statements, by their ids: {period, moments: [{day, text, at}]}
 * onAnswer  (subject, answer, stands) => Promise, as `send` of the `SaveQueue`. Held: the answer is safe on this
 *           device, and `mark` tells what became of it
 * onTyped   called in the same breath in which another letter is typed: what was said of how all is saved holds no more
 * onRetry   called when somebody asks again for values that didn't come
 * patience  ms without a reply before the person is told that nothing is saved
 * pause     ms of rest after a key before text is saved
 *
 * Returns {update(values, beside), mark(subject, kind, message), unavailable(message), flush(), dispose()}, and for a
 * page around it {counts(), isOpen(), isUnsaved(), isTroubled(), wasVisited(), goOn()}: how much is answered, whether a
 * question is open, whether an answer isn't saved yet, or couldn't be, whether somebody has been here, and on to the next
 * open question.
 */
export function createForm(el, /** @type {{ spec: FormSpec, [other: string]: any }} */ { spec, values = null, beside = {}, onAnswer, onTyped = () => {}, onRetry = null, patience = PATIENCE, pause = PAUSE }) {
  speak(spec.said);
  const { words } = spec;
  const blanks = Object.assign({}, ...spec.fields.map((field) => field.blank));
  const refused = new Set(); // subjects whose held answer was turned down
  const history = []; // what "Undo" goes back to: {subject, before, typing}
  const screen = { tell, place, isTyping: (subject) => isTyping(viewOf.get(subject)) };
  const queue = new SaveQueue({
    token: spec.token, blanks, send: onAnswer, screen, silence: words.not_answering, pause, patience,
  });
  const answerOf = (subject) => queue.answerOf(subject);
  const hurry = (subject) => queue.hurry(subject);
  const flush = () => queue.flush();

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
    hurry,
    /** Tell people who listen, once things have come to rest. */
    say(message) {
      clearTimeout(saying);
      saying = setTimeout(() => (said.textContent = message), 1000);
    },
  };

  const views = spec.fields.map((field) => {
    const view = FIELDS[field.kind](/** @type {any} */ (field), form);
    return field.question ? view : Object.assign(view, { answered: () => true }); // never "still to answer"
  });
  const viewOf = new Map(views.flatMap((view) => view.subjects.map((subject) => [subject, view])));
  const ratings = views.filter((view) => view.alsoShownBy);
  for (const view of views) {
    view.status = h("span", { className: "kit-status" });
    const name = `${words.undo}: ${view.title}`;
    view.undo = h(
      "button",
      { type: "button", className: "kit-quiet", hidden: true, "aria-label": name, onclick: () => undo(view) },
      words.undo,
    );
    view.trouble = h("div", { className: "kit-trouble", role: "alert" });
    view.foot ??= view.root.appendChild(footed());
    view.foot.append(h("span", { className: "kit-saving" }, view.status, view.undo));
    view.foot.after(view.trouble);
    view.root.addEventListener("focusin", () => (visited = view));
    view.root.addEventListener("focusout", () => queueMicrotask(() => view.subjects.forEach((subject) => queue.settle(subject))));
  }

  // Progress stands above the questions for somebody who comes back, and below for somebody
  // who has gone through them.
  const questions = spec.fields.filter((field) => field.question).length;
  const bars = questions > 2 ? [progress(), progress()] : [];
  function progress() {
    const count = h("span", { className: "kit-count" });
    const meter = h("span", { className: "kit-meter" });
    const undoing = { type: "button", className: "kit-quiet", hidden: true, onclick: () => undo() };
    const back = h("button", undoing, words.undo_last);
    const next = h("button", { type: "button", className: "kit-button", onclick: goOn }, words.next);
    const rail = h("span", { className: "kit-rail", "aria-hidden": "true" }, meter);
    return { root: h("div", { className: "kit-progress" }, count, rail, back, next), count, meter, back, next };
  }

  const waiting = waitingNote(words, { onRetry, patience });
  const body = h(
    "div",
    { className: "kit-body" },
    ratings.length > 0 && introduce(spec.scale, words, spec.fields.some((field) => field.kind === "rating" && field.rare)),
    bars[0]?.root,
    h("div", { className: "kit-fields" }, views.map((view) => view.root)),
    bars[1]?.root,
  );
  const root = h(
    "div",
    { className: "kit-form", role: "group", "aria-label": spec.title ?? words.form },
    waiting.root,
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

  const me = { token: spec.token, flush, queue };
  page.forms.add(me);
  refreshCounts();
  if (values) update(values, beside);

  // --- answers going out

  /** An answer given here. Text (`typing`) waits for a pause; everything else is saved at once. */
  function change(subject, answer, { typing = false } = {}) {
    const before = answerOf(subject);
    if (same(before, answer)) return;
    const last = history.at(-1);
    // A stretch of typing is one step to undo, not one for each pause.
    if (!(typing && last?.typing && last.subject === subject)) history.push({ subject, before, typing });
    refused.delete(subject);
    queue.give(subject, answer, { typing });
  }

  /** What became of an answer, told beside its question. */
  function tell(subject, kind, more) {
    const view = viewOf.get(subject);
    if (kind === "typing") {
      // What else the change alters on screen waits for the pause as well: a browser ends its
      // own undo step in a text whenever words elsewhere on the page change.
      view.status.classList.add("is-stale");
      clearTimeout(saying);
      onTyped();
    } else if (kind === "saving") {
      clearTimeout(saying); // of an answer before this one
      said.textContent = "";
      view.changed?.(subject, answerOf(subject));
      refreshCounts();
      show(view, "saving");
    } else if (kind === "failed") {
      show(view, "failed");
      view.trouble.replaceChildren(...troubleTold(more, words, () => queue.retry()));
    } else if (kind === "stands") {
      show(view, "failed");
      const decide = (mine) => (mine ? queue.insist(subject) : queue.take(subject));
      view.trouble.replaceChildren(...otherTold(more, words, view, decide));
    } else report(subject, kind);
  }

  function report(subject, kind) {
    const view = viewOf.get(subject);
    if (!view.subjects.some((one) => queue.isTroubled(one) || refused.has(one))) {
      view.trouble.replaceChildren();
      show(view, kind);
    }
    if (kind === "saved") form.say(bars.length ? `${words.said_saved} ${countWords()}` : words.said_saved);
  }

  /**
   * What became of an answer that was held: "saving", "saved", still "held", "refused" with a message for the person,
   * or "stands" with {answer, base, stands}: it, what was known when it was given, and what was given elsewhere.
   * Nothing is said of an answer that a newer one is about to replace.
   */
  function mark(subject, kind, more) {
    const view = viewOf.get(subject);
    const newer = (one) => queue.isWaiting(one);
    if (!view) return;
    if (kind === "stands") return void queue.met(subject, more.answer, more.base ?? [], more.stands);
    queue.decided(subject);
    if (newer(subject)) return;
    if (kind === "refused") {
      refused.add(subject);
      show(view, "failed");
      view.trouble.replaceChildren(...troubleTold(more, words));
    } else if (!view.subjects.some(newer)) report(subject, kind);
  }

  function show(view, kind) {
    view.status.className = `kit-status is-${kind}`;
    view.status.textContent = { saving: words.saving, held: words.held, saved: words.saved }[kind] ?? "";
  }

  /** Give the former answer again: to the last change of one field, or of the whole form. */
  function undo(only = null) {
    const index = history.findLastIndex(({ subject }) => !only || viewOf.get(subject) === only);
    if (index < 0) return;
    const [{ subject, before }] = history.splice(index, 1);
    const view = viewOf.get(subject);
    queue.give(subject, before);
    place(subject, before);
    view.root.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    if (document.activeElement === document.body) view.first().focus({ preventScroll: true }); // its button is gone
    form.say(fill(words.said_undone, { title: view.title }));
  }

  // --- answers coming in

  /** Show these answers; what somebody is typing, and what isn't saved yet, is left alone. */
  function update(current, noted = {}) {
    for (const view of ratings) view.remember(noted[view.statementId]);
    if (!form.open) {
      waiting.done();
      body.inert = false;
    }
    for (const subject of viewOf.keys()) queue.hear(subject, current[subject] ?? blanks[subject]);
    if (!form.open) for (const subject of viewOf.keys()) queue.adopt(subject, current[subject] ?? blanks[subject]);
    form.open = true;
    grow(areas);
    refreshCounts();
  }

  function place(subject, answer) {
    const view = viewOf.get(subject);
    view.show(subject, answer);
    if (!form.open) return; // while all are placed, measuring waits until the end
    grow([...view.root.querySelectorAll("textarea")]);
    refreshCounts();
  }

  function isTyping(view) {
    const focused = document.activeElement;
    const typed = "textarea, input:is([type=text], [type=date], [type=number], [type=range])";
    return document.hasFocus() && view.root.contains(focused) && focused.matches(typed);
  }

  /** The answers so far can't be had: the form stays closed, so that nothing is written over. */
  function unavailable(message) {
    if (!form.open) waiting.trouble(message);
  }

  // --- progress

  function countWords() {
    const total = questions;
    const done = views.filter((view, i) => spec.fields[i].question && view.answered(answerOf)).length;
    return fill(done === total ? words.all_answered : words.progress, { n: done, total });
  }

  function refreshCounts() {
    const open = views.filter((view) => !view.answered(answerOf)).length;
    for (const bar of bars) {
      write(bar.count, countWords());
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
    queue.dispose();
    page.forms.delete(me);
    widths.disconnect();
    clearTimeout(saying);
    waiting.done();
    root.remove();
  }

  /** How many questions are answered, of how many: all of them, and the statements that are rated. */
  function counts() {
    const count = (some) => ({ done: some.filter((view) => view.answered(answerOf)).length, all: some.length });
    return { questions: count(views.filter((_, i) => spec.fields[i].question)), ratings: count(ratings) };
  }

  const isOpen = () => views.some((view) => !view.answered(answerOf));
  const isUnsaved = () => Object.keys(blanks).some((one) => queue.isWaiting(one));
  const isTroubled = () => Object.keys(blanks).some((one) => queue.isTroubled(one) || refused.has(one));
  const wasVisited = () => visited !== null;

  return { update, mark, unavailable, flush, dispose, counts, isOpen, isUnsaved, isTroubled, wasVisited, goOn };
}

const MOST_KNOWN = 10; // answers that go along with one, as the hosted service takes them
const LONGEST_KNOWN = 300_000; // characters of them

/**
 * Answers, one of which is kept once another one was sent: the one that was known to be, however often nobody answered
 * since, and the latest that were sent.
 */
function mayStand([known, ...since], sent) {
  const all = [known, ...since.filter((one) => !same(one, sent)), sent].filter((one) => one !== undefined);
  while (all.length > 2 && (all.length > MOST_KNOWN || JSON.stringify(all).length > LONGEST_KNOWN)) all.splice(1, 1);
  return all;
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What went wrong, a line at a time, and a way to try again. */
const troubleTold = (message, words, onRetry) => [
  ...message.split("\n").map((line) => h("p", {}, line)),
  ...(onRetry ? [h("button", { type: "button", className: "kit-button", onclick: onRetry }, words.retry)] : []),
];

/** Another answer was given elsewhere meanwhile: what it says, and which of the two shall count. */
function otherTold(answer, words, { title, saying }, decide) {
  const parts = answer.text === undefined && answer.kind !== "plan" ? [] : Object.entries(answer);
  const written = parts.filter(([name, part]) => name !== "kind" && typeof part === "string" && part.trim()).map(([, part]) => part);
  const texts = written.length ? written : [saying?.(answer) ?? (answer.text === undefined ? "" : words.no_answer)].filter(Boolean);
  const button = (label, mine) =>
    h("button", { type: "button", className: "kit-button", "aria-label": `${label}: ${title}`, onclick: () => decide(mine) }, label);
  return [
    h("p", {}, words.stands),
    texts.length > 0 && h("blockquote", { className: "kit-other", dir: "auto" }, texts.join("\n")),
    button(words.keep_mine, true),
    " ",
    button(words.take_other, false),
  ].filter(Boolean);
}

/** What stands where questions or answers are still to come: quiet at first, loud when they don't. */
export function waitingNote(words, { onRetry, patience }) {
  const root = h("div", { className: "kit-waiting", role: "status" }, words.fetching);
  const timer = setTimeout(() => trouble(words.not_answering_yet), patience);
  function trouble(message) {
    clearTimeout(timer);
    root.className = "kit-trouble";
    root.setAttribute("role", "alert");
    root.replaceChildren(...troubleTold(message, words, onRetry));
  }
  function done() {
    clearTimeout(timer);
    root.hidden = true;
  }
  return { root, trouble, done };
}

/** What is said of a statement below its title: a question that ends with "…" is completed by it, any other is about it. */
function statementText(field, scale, words) {
  const rare = field.rare && scale.rare;
  const question = rare ? rare.question : scale.question;
  const completes = question.endsWith("…") && !field.state;
  const same = !rare && field.title.toLowerCase() === field.text.toLowerCase();
  // What is asked about other times than the question above stands there as a whole question.
  const asked = completes ? `${question.replace(/[ …]+$/, "")} ${field.text}?` : `${question} ${field.text}`;
  const text = rare && !field.state ? asked : completes ? `… ${field.text}` : field.text;
  return [
    field.mandatory && h("span", { className: "kit-hint kit-mandatory" }, words.mandatory),
    field.state && scale.state_question && h("span", { className: "kit-hint" }, scale.state_question),
    !same && h("span", { className: "kit-text" }, text),
    rare && h("span", { className: "kit-text kit-rare" }, rare.note),
  ].filter(Boolean);
}

const listing = (items) => h("ul", { className: "kit-panel kit-listing" }, items.map((item) => h("li", {}, item)));

/** A link of the ladder; it opens beside this page, so that nothing typed here is left. */
const leadingTo = ([title, address]) => h("a", { href: address, target: "_blank", rel: "noreferrer" }, title);

/** The question that every statement completes, and what the answers mean; `rare`: the form asks for rare work too. */
function introduce(scale, words, rare) {
  const entries = [...scale.frequencies, ...scale.states];
  if (rare && scale.rare) {
    const { label, meaning } = scale.rare.no_opportunity;
    entries.push({ label: `${label} (${scale.rare.period})`, meaning });
  }
  return h(
    "div",
    { className: "kit-intro" },
    h("p", { className: "kit-question" }, scale.question),
    h(
      "details",
      {},
      h("summary", {}, words.scale),
      h(
        "dl",
        { className: "kit-panel" },
        entries.map(({ label, meaning }) => [h("dt", {}, label), h("dd", {}, meaning)]),
      ),
    ),
  );
}
