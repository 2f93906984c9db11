// The participant's page, once there is JavaScript: it saves by itself, and nothing gets lost.
//
//   answer → the queue on this device → the service → acknowledged
//
// What the page says stands in its HTML (workshop.html.j2), so that it can be translated there.

import { announcer } from "./aloud.js";
import { waitAfter } from "./backoff.js";
import { asClock, countdown } from "./countdown.js";
import { createForm, fill, h, write } from "./form.js";
import { addressIn, carried, save } from "./moving.js";
import { forgetPlace, keepPlace } from "./place.js";
import { openQueue } from "./queue.js";
import { openSender } from "./sender.js";

/** @typedef {import("./queue.js").HeldAnswer} HeldAnswer */

const EVERY = 4000; // ms between two looks at what is open
const FIRST_WAIT = 1000;
const LONGEST = 30_000;
const PATIENCE = 10_000;
const HERE = /^(localhost|127\..*|\[::1\])$/; // this machine, to its own browser
const MOVED = 8000; // the session may be at another address, if it hasn't answered for so long
const SLOW = 600; // "saving…" is worth a word from here on
const REST = 1000; // after answers were saved, before what follows from them is fetched
const LAST_ANSWERS = 6000; // how long a download waits for them
const TOLD_AT = [300, 60, 0]; // seconds left
const GONE = new Set([401, 409]); // this device is nobody's any more, or somebody else's

const $ = (id) => document.getElementById(id);
const words = Object.fromEntries(
  [...$("words").content.querySelectorAll("[data-word]")].map((node) => [node.dataset.word, node.textContent]),
);
const root = document.documentElement;
const address = (path) => `${$("live").dataset.root}/w/${path}`;

// A script that came late finds people at work in the plain form, which hosted.css shows them when none comes:
// what they wrote there is theirs to send.
if (!(getComputedStyle($("plain")).visibility === "visible" && touched($("plain")))) {
  root.dataset.live = "waiting"; // hides the plain form
  start().catch((error) => {
    delete root.dataset.live; // better a form that has to be sent by hand than none
    throw error;
  });
}

// What is folded goes on paper all the same.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.hosted-fold:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => folded.forEach((fold) => (fold.open = false)));

function touched(within) {
  const differs = {
    radio: (box) => box.checked !== box.defaultChecked,
    checkbox: (box) => box.checked !== box.defaultChecked,
    "select-one": (box) => [...box.options].some((option) => option.selected !== option.defaultSelected),
  };
  const changed = (box) => (differs[box.type] ?? ((box) => box.value !== box.defaultValue))(box);
  return [...within.querySelectorAll("input, textarea, select")].some(changed);
}

async function start() {
  const first = await persist(() => ask("state"));
  const queue = await openQueue(first.me);
  openPage(first, queue, await queue.all());
}

/** Ask until there is an answer, and say that it takes a while. */
async function persist(attempt) {
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      write($("fetching"), error.status === 401 ? error.message : words.unreachable);
      $("fetching").classList.add("is-late");
      if (error.status === 401) return new Promise(() => {}); // nothing will change that
      await new Promise((resolve) => {
        setTimeout(resolve, Math.max(waitAfter(failures, FIRST_WAIT, LONGEST), error.wait ?? 0));
        addEventListener("online", resolve, { once: true });
      });
    }
  }
}

/**
 * JSON from the service. The error has `status` (none: no answer) and `wait` in ms.
 * @overload @param {"state"} path @returns {Promise<PhoneState>}
 * @overload @param {"pulse"} path @returns {Promise<PhonePulse>}
 * @param {string} path
 * @returns {Promise<any>}
 */
async function ask(path) {
  const stop = new AbortController();
  const impatience = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { Accept: "application/json" };
    const response = await fetch(address(path), { headers, redirect: "error", cache: "no-store", signal: stop.signal });
    const reply = await response.json();
    if (response.ok) return reply;
    const wait = Number(response.headers.get("Retry-After")) * 1000 || 0;
    const { message, erased } = /** @type {ProblemReply} */ (reply);
    throw Object.assign(new Error(message), { status: response.status, wait, erased });
  } finally {
    clearTimeout(impatience);
  }
}

/**
 * @param {PhoneState} first
 * @param {Awaited<ReturnType<typeof openQueue>>} queue
 * @param {HeldAnswer[]} waiting
 */
function openPage(first, queue, waiting) {
  const me = first.me;
  const blocks = new Map(); // id → the section on the page
  const aloud = announcer($("aloud"));
  const writing = new Set(); // answers on their way to the disk
  const given = []; // answers of this page, {subject, answer}, in their order
  let state = first;
  /** @type {PhoneState["values"]} */
  let values = {}; // what stands: the service's answers, and over them what it hasn't got yet
  let leaving = false;
  let known = first.answers; // how many answers of this person the page has seen

  const release = formPlace($("release"));
  const picture = formPlace($("picture"));
  const feedback = formPlace($("feedback"));
  const forms = () => [...blocks.values()].flatMap((block) => block.forms()).concat(release.form ?? [], picture.form ?? [], feedback.form ?? []);

  const sender = openSender({
    queue,
    address: address("events"),
    words,
    mark: (subject, kind, message) => forms().forEach((form) => form.mark(subject, kind, message)),
    changed: sayHow,
    saved(subjects) {
      if (subjects.some(leadsOn)) refreshSoon();
    },
    counted(fresh, all, saved) {
      if (known + fresh === all) known = all; // else another device answered as well: the next pulse fetches it
      if (fresh < saved) refresh(); // what had arrived before was shown here over whatever was answered since
    },
  });

  /** Whether something on the page follows from an answer: texts to release, a focus' plans, "You said" at a focus. */
  function leadsOn(subject) {
    if (values[subject]?.kind === "rating") return state.blocks.some(({ forms }) => forms.some(({ ask }) => ask === "focus"));
    return subject !== "choice:release";
  }

  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("career-ladder-kit") : null;
  channel?.addEventListener("message", ({ data }) => {
    if (data.me !== me || leaving) return;
    given.push({ subject: data.subject, answer: data.answer });
    values = { ...values, [data.subject]: data.answer };
    forms().forEach((form) => form.update(values));
  });

  /** Resolves once the answer is on the disk of this device. */
  async function onAnswer(subject, answer, stands) {
    if (leaving) return { held: true };
    values = { ...values, [subject]: answer };
    given.push({ subject, answer });
    const put = queue.put(subject, answer, stands);
    writing.add(put);
    doubt();
    await put;
    writing.delete(put);
    sender.added(subject);
    channel?.postMessage({ me, subject, answer });
    return { held: true };
  }

  // --- what the page shows

  /**
   * Show what the service says, under what it hasn't heard yet.
   * @param {PhoneState} fresh
   * @param {{ subject: Subject, answer: Answer }[]} waiting
   */
  function show(fresh, waiting) {
    state = fresh;
    known = fresh.answers;
    values = { ...fresh.values };
    for (const { subject, answer } of waiting) values[subject] = answer;
    write($("closed"), fresh.closed ? words.session_closed : "");
    for (const block of fresh.blocks) {
      if (!blocks.has(block.id)) {
        blocks.set(block.id, openBlock(block.id));
        $("live").append(blocks.get(block.id).root);
        watch.observe(blocks.get(block.id).root);
      }
      blocks.get(block.id).show(block);
    }
    showRoom();
    showNow();
    $("picture-in").hidden = fresh.picture !== null;
    picture.show(fresh.picture?.spec ?? null);
    $("feedback-card").hidden = fresh.feedback === null;
    feedback.show(fresh.feedback?.spec ?? null);
    $("release-none").hidden = fresh.release !== null;
    release.show(fresh.release?.spec ?? null);
    for (const form of forms()) form.update(values);
  }

  // --- what runs in the room: said in the bar wherever one has scrolled, until its part is in view

  /** What the slide asks of people who talk in a part that has nothing else on the phones. */
  let ran = state.now?.id;
  function showRoom() {
    const { now, closed } = state;
    const talked = !closed && now && !now.asks ? now.spoken : [];
    $("room").hidden = talked.length === 0;
    if (talked.length && $("room").dataset.step !== now.id) {
      $("room").dataset.step = now.id;
      write($("room-title"), now.title);
      putTalks($("room").lastElementChild, talked);
    }
    if (talked.length && ran !== now.id) aloud.say(fill(words.talk_now, now));
    ran = now?.id;
  }

  const inView = new Set();
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) inView[isIntersecting ? "add" : "delete"](target);
    showNow();
  });
  function showNow() {
    const [said, way, besides] = $("now").children;
    const open = state.blocks.filter((each) => each.open);
    const running = open.find(({ id }) => id === state.now?.id);
    const talk = !running && !$("room").hidden;
    const unsaid = !running && state.feedback && !state.feedback.spec.fields.some(({ subject }) => values[subject]);
    // What was opened again, for everybody or for those who came late, while nothing else is asked of the room.
    const block = running ?? (talk || unsaid || state.now?.asks ? undefined : open.at(-1));
    const place = block ? blocks.get(block.id)?.root : talk ? $("room") : unsaid && $("feedback-card");
    const resting = state.now?.joining ? words.joining : state.feedback ? words.take_along : words.in_the_room;
    const alone = talk ? words.talk_now : unsaid ? words.worth_it : resting;
    const told = state.closed || !state.now || inView.has(place) ? "" : block ? words.open_now : state.now.asks ? "" : alone;
    write(said, told && fill(told, block ?? state.now));
    way.hidden = !told || !place;
    write(way, words.go_there);
    way.href = block ? `#block-${block.id}` : talk ? "#room-title" : "#feedback-title";
    // All that is open besides: left open, or opened again for who came late.
    const beside = running || state.now?.asks ? [] : open.filter((each) => each !== block);
    const titles = beside.map(({ title }) => title).join("\n");
    if (besides.dataset.titles !== titles) {
      besides.dataset.titles = titles;
      besides.replaceChildren(...beside.map((each) => h("a", { href: `#block-${each.id}` }, fill(words.open_beside, each))));
    }
    for (const [number, { id }] of beside.entries()) besides.children[number].hidden = inView.has(blocks.get(id)?.root);
    besides.hidden = [...besides.children].every((link) => link.hidden);
    $("now").hidden = !told && besides.hidden;
  }
  watch.observe($("feedback-card"));
  watch.observe($("room"));
  $("now").addEventListener("click", (event) => {
    if (!(event.target instanceof HTMLAnchorElement)) return;
    event.preventDefault();
    const title = $(event.target.hash.slice(1));
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start" });
  });

  /** What slides ask, each under its title where there are several: the first is open. */
  function putTalks(el, talked) {
    el.role = "group";
    el.ariaLabel = words.to_talk;
    const parts = talked.map(({ title, lead, lines }, number) => {
      const said = [lead && h("p", {}, lead), h("ul", {}, ...lines.map((line) => h("li", {}, line)))];
      if (talked.length === 1) return said;
      return [h("details", { open: number === 0 }, h("summary", {}, title), ...said)];
    });
    el.replaceChildren(...parts.flat().filter(Boolean));
  }

  /** Where a form stands. A form whose questions have changed is drawn afresh once nobody is at work in it. */
  function formPlace(el) {
    let drawn = "";
    let next = null;
    const place = { form: null, show };
    el.addEventListener("focusout", () => setTimeout(() => next && !busy() && draw()));
    const busy = () => el.contains(document.activeElement);
    /** @param {FormSpec | null} spec */
    function show(spec) {
      next = null;
      if (JSON.stringify(spec) === drawn) return;
      next = { spec };
      if (!busy()) draw();
    }
    function draw() {
      const { spec } = next;
      next = null;
      drawn = JSON.stringify(spec);
      place.form?.dispose();
      place.form = spec && createForm(el, { spec, values, onAnswer, onTyped: doubt });
      if (spec) sender.remind();
    }
    return place;
  }

  function openBlock(id) {
    const title = h("h2", { id: `block-${id}`, tabIndex: -1 });
    const minutes = h("p", { className: "hosted-minutes" });
    const note = h("p", { className: "hosted-note" });
    const summary = h("summary", {}, words.look_back);
    const asked = h("fieldset", { className: "hosted-asked" });
    const fold = h("details", { className: "hosted-fold" }, summary, asked);
    const spoken = h("div", { className: "hosted-spoken" });
    const section = h("section", { className: "hosted-block" }, title, minutes, spoken, note, fold);
    section.setAttribute("aria-labelledby", title.id);
    const places = new Map(); // what is asked → its form
    /** @type {PhoneBlock | null} */
    let now = null;
    let closing = false;

    section.addEventListener("focusout", () => setTimeout(() => closing && !isTyping() && close()));
    const isTyping = () => section.contains(document.activeElement) && document.activeElement.matches(TYPED);

    /** @param {PhoneBlock} block */
    function show(block) {
      const before = now;
      now = block;
      write(title, block.title);
      write(minutes, fill(words.minutes, block));
      minutes.hidden = !block.open || !block.minutes;
      fold.hidden = !block.opened || (!block.open && block.missed);
      if (!before) putTalks(spoken, block.spoken);
      spoken.hidden = !(block.open || (block.opened && state.now?.id === id)) || block.spoken.length === 0;
      section.classList.toggle("is-later", !block.opened);
      for (const { ask, title, lead, spec } of block.forms) {
        if (!places.has(ask)) {
          const known = block.forms.length === 1 || title === block.title; // by the heading of the block
          const el = asked.appendChild(h("div", {}, !known && h("h3", {}, title), lead && h("p", {}, lead)));
          places.set(ask, formPlace(el));
        }
        places.get(ask).show(spec);
      }
      if (block.open) {
        closing = false;
        asked.disabled = false;
        // While people talk, what is asked in writing waits until somebody wants it.
        if (!block.later) fold.open = true;
        else if (!before?.open) fold.open = hasWritten(block);
        summary.hidden = !block.later;
        write(summary, block.later ? words.in_writing : words.look_back);
        if (before && !before.open) aloud.say(fill(words.opened, block));
      } else if (!block.opened) {
        fold.open = false;
      } else if (!before || before.open) {
        closing = true;
        if (before) aloud.say(fill(words.closed_now, block));
      }
      if (closing && !isTyping()) close();
      const unopened = state.closed ? words.never_opened : block.passed ? words.passed_over : words.not_open;
      write(note, block.open ? "" : !block.opened ? unopened : closing ? words.finish : closedWords());
    }

    /**
     * Whether something was written in this part already: then it is in sight.
     * @param {PhoneBlock} block
     */
    function hasWritten({ forms }) {
      const answers = forms.flatMap(({ spec }) => spec.fields.map(({ subject }) => values[subject]));
      return answers.some((answer) => answer?.kind === "words" && answer.text);
    }

    function closedWords() {
      if (now.missed && !state.closed) return words.missed;
      return hasAnswered(now) ? words.closed : words.closed_empty;
    }

    /**
     * Whether a question of this part has an answer.
     * @param {PhoneBlock} block
     */
    function hasAnswered({ answered, forms }) {
      return answered || forms.some(({ spec }) => spec.fields.some(({ subject }) => values[subject]));
    }

    /** Fold it up; whoever was in the middle of it, by the focus or by the eye, is taken to its heading. */
    function close() {
      closing = false;
      const inside = fold.contains(document.activeElement);
      const { top, bottom } = section.getBoundingClientRect();
      const read = fold.open && top < 0 && bottom > innerHeight / 2;
      fold.open = false;
      write(summary, hasAnswered(now) ? words.look_back : words.look_at_questions);
      summary.hidden = false;
      asked.disabled = true;
      write(note, closedWords());
      if (inside) title.focus({ preventScroll: true });
      if (read) title.scrollIntoView({ block: "start" }); // else they would stand far below, beside what erases
    }

    return { root: section, show, forms: () => [...places.values()].map((place) => place.form).filter(Boolean) };
  }

  // --- what the page says

  let slow = 0;
  function sayHow() {
    const { waiting, refused, unreachable, gone, erased } = sender.state;
    const held = queue.durable ? words.held : words.held_open;
    offerToMove(unreachable && !gone);
    const kind = gone ? "out" : unreachable ? "held" : waiting ? "saving" : refused ? "refused" : "saved";
    clearTimeout(slow);
    const told = { out: words.out, held, saving: words.saving, refused: words.refused_some, saved: words.saved };
    const tell = () => {
      const ready = state.closed ? "" : words.ready; // a closed session asks for nothing that could be saved
      write($("status"), kind === "saved" && nothingYet() ? ready : told[kind]);
      $("status").dataset.kind = kind;
      doubt();
    };
    if (kind === "saving" && $("status").dataset.kind !== "held") slow = setTimeout(tell, SLOW);
    else tell();
    doubt();
    write($("memory"), queue.durable ? "" : words.keep_open);
    const why = erased ? fill(words.erased_at, { clock: clockOf(erased) }) : gone;
    if (gone) sayGone(waiting ? `${why}\n${fill(words.gone_waiting, { n: waiting })}` : why, erased);
  }
  /**
   * "Saved" isn't said from the moment that something is given. It is hidden, since words that change end a browser's own
   * undo step in a text, and would be read out at every answer.
   */
  function doubt() {
    const isOpen = sender.state.waiting > 0 || writing.size > 0 || forms().some((form) => form.isUnsaved());
    $("status").classList.toggle("is-stale", isOpen && $("status").textContent === words.saved);
  }
  const clockOf = (moment) => new Date(moment).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  function sayGone(lost, erased) {
    countDown(null);
    watch.disconnect();
    $("now").hidden = true; // what runs in the room is nothing to a page that isn’t in it any more
    aloud.hush(); // that answers are kept, say, which would be heard beside it
    // What isn't sent stays in sight; once nothing is held here, an erased session shows nothing else.
    root.toggleAttribute("data-erased", Boolean(erased) && sender.state.waiting === 0 && sender.state.refused === 0);
    if ($("gone").dataset.told === lost) return; // an alert that is written again is read out again
    $("gone").dataset.told = lost;
    // That all is erased is how it should end; red is for what somebody could lose.
    $("gone").className = erased && !sender.state.waiting ? "hosted-told" : "hosted-trouble";
    const back = h("a", { className: "hosted-way", href: `${$("live").dataset.root}/` }, words.join_again);
    $("gone").replaceChildren(...lost.split("\n").map((line) => h("p", {}, line)), ...(erased ? [] : [back]));
  }
  const nothingYet = () => given.length === 0 && Object.keys(values).length === 0;

  // --- the countdown

  const countDown = countdown((left, before) => {
    $("left").hidden = left === null;
    root.toggleAttribute("data-timed", left !== null); // one number for how long: hosted.css hides the part's own
    if (left !== 0) aloud.unsay(words.left_0); // of the clock before
    if (left === null) return;
    write($("left"), left ? fill(words.left, { clock: asClock(left) }) : words.time_is_up);
    const passed = TOLD_AT.findLast((at) => before !== null && before > at && left <= at);
    if (passed !== undefined) aloud.say(words[`left_${passed}`]);
  });

  // --- what comes in

  let beat = 0;
  let missed = 0;
  async function pulse() {
    clearTimeout(beat);
    if (document.hidden || sender.state.gone || leaving) return;
    let wait = EVERY;
    try {
      const { version, left, answers } = await ask("pulse");
      missed = 0;
      sender.heard(true);
      countDown(left);
      if (version !== state.version || (answers > known && !sender.state.waiting) || stale) refresh();
    } catch (error) {
      if (error.status === 401) return over(error);
      missed += 1;
      if (!error.status) sender.heard(false);
      wait = Math.max(error.wait ?? 0, waitAfter(missed, EVERY, LONGEST));
    }
    clearTimeout(beat);
    beat = setTimeout(pulse, wait);
  }

  /** This device is nobody's any more: what was typed until now is held before that is said. */
  async function over(error) {
    forms().forEach((form) => form.flush());
    await Promise.all(writing);
    sender.end(error.message, error.erased);
  }

  /** What the service says now; an error if it is about somebody else, who has joined in another tab. */
  async function askState() {
    const fresh = await ask("state");
    if (fresh.me !== me) throw Object.assign(new Error(words.another), { status: 409 });
    return fresh;
  }

  let fetching = null;
  let once = false;
  let stale = false; // the last attempt to fetch everything failed
  /** Fetch everything anew, one at a time; answers that are given meanwhile stay. */
  function refresh() {
    clearTimeout(soon);
    once = true;
    fetching ??= (async () => {
      while (once && !leaving) {
        once = false;
        const before = await queue.all();
        const mark = given.length;
        const fresh = await askState();
        const waiting = [...before, ...(await queue.all()), ...given.slice(mark)];
        stale = false;
        show(fresh, waiting);
        countDown(fresh.left);
      }
    })()
      .catch((error) => {
        stale = true; // the next pulse that gets through asks again
        if (GONE.has(error.status)) over(error);
      })
      .finally(() => (fetching = null));
    return fetching;
  }

  let soon = 0;
  function refreshSoon() {
    clearTimeout(soon);
    soon = setTimeout(refresh, REST);
  }

  function awake() {
    if (document.hidden) return;
    sender.nudge();
    pulse();
    refresh(); // another device may have answered
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? sender.parting() : awake()));
  addEventListener("online", awake);
  addEventListener("offline", () => sender.heard(false));
  addEventListener("pageshow", ({ persisted }) => persisted && awake());
  addEventListener("pagehide", () => sender.parting());
  addEventListener("beforeunload", (event) => {
    if (!queue.durable && sender.state.waiting && !leaving) event.preventDefault();
  });

  // --- the session has another address: nothing of this page reaches it there, but a link that somebody follows does

  let lost = 0;
  function offerToMove(unreachable) {
    const show = (there) => ($("moved").hidden = $("moved-way").hidden = !there);
    if (unreachable) lost ||= setTimeout(() => show(true), MOVED);
    else {
      clearTimeout(lost);
      lost = 0;
      show(false);
    }
  }
  let tooLong = []; // answers that a link can't carry
  $("moved").addEventListener("submit", async (event) => {
    event.preventDefault();
    const there = addressIn($("moved-to").value, location.protocol);
    const isSame = there && there === location.origin + $("live").dataset.root;
    const isOpen = location.protocol === "https:" && there.startsWith("http:");
    const no = !there ? words.no_address : isSame ? words.same_address : isOpen ? words.not_encrypted : "";
    $("moved-there").hidden = Boolean(no);
    $("moved-file").hidden = true;
    if (no) return void write($("moved-said"), no);
    forms().forEach((form) => form.flush());
    await Promise.all(writing);
    const token = new URL($("personal-link").value).hash.slice(1);
    const { fragment, left } = carried(await queue.all());
    tooLong = left;
    $("moved-file").hidden = !left.length;
    $("moved-link").href = `${there}/back#${token}${fragment}`;
    write($("moved-link"), fill(words.go_with_answers, { address: there }));
    write($("moved-said"), [left.length && fill(words.too_long, { n: left.length }), words.unchecked].filter(Boolean).join(" "));
  });
  $("moved-to").addEventListener("input", () => ($("moved-there").hidden = $("moved-file").hidden = true)); // of another address
  $("moved-file").addEventListener("click", () => save(tooLong, titleOf));

  /** What was asked, in the words of the page; undefined for what it doesn't ask now. */
  function titleOf(subject) {
    const fields = state.blocks.flatMap(({ forms }) => forms.flatMap(({ spec }) => spec?.fields ?? []));
    const field = fields.find((one) => one.subject === subject || one.subjects?.includes(subject));
    return field && ("title" in field ? field.title : field.label);
  }

  // --- before you leave

  const nameKey = `career-ladder-kit name ${me}`;
  const name = $("name");
  remembered(() => (name.value ||= localStorage.getItem(nameKey) ?? ""));
  name.addEventListener("input", () => remembered(() => localStorage.setItem(nameKey, name.value)));
  /** Storage that may be forbidden; the page works without it. */
  function remembered(work) {
    try {
      work();
    } catch {
      // Then the name is typed again at the next visit.
    }
  }

  /** Have everything sent that was typed so far; gives what to say if some of it isn't there. */
  async function sendAll() {
    forms().forEach((form) => form.flush());
    await Promise.all(writing);
    const waiting = await sender.settle(LAST_ANSWERS);
    const reached = await askState().then(
      ({ days }) => {
        state = { ...state, days };
        return true;
      },
      (error) => (GONE.has(error.status) && sender.end(error.message, error.erased), false),
    );
    return { waiting, refused: sender.state.refused, reached };
  }

  /**
   * Let a form go only once everything is sent; who presses a second time is taken at their word. `refuse` says why a
   * button can do nothing now ("": it can): the page would be left for that sentence alone.
   * @param {HTMLFormElement} form
   * @param {HTMLElement} said
   * @param {{ missing: string, done?: string, before?: () => Promise<void>, refuse?: (button: HTMLElement) => string }} how
   */
  function afterSending(form, said, { missing, done = "", before = async () => {}, refuse = () => "" }) {
    let insisted = null;
    let going = false;
    form.addEventListener("submit", async (event) => {
      if (going) return;
      event.preventDefault();
      const button = event.submitter;
      if (form.ariaBusy === "true") return;
      form.ariaBusy = "true";
      write(said, sender.state.waiting ? words.sending : "");
      const { waiting, refused, reached } = await sendAll();
      form.ariaBusy = "false";
      const open = waiting + refused;
      if (!reached && !(sender.state.gone && before === forget)) {
        return void write(said, sender.state.gone || words.not_now);
      }
      if (open && insisted !== button && missing) {
        insisted = button;
        return void write(said, fill(missing, { n: open }));
      }
      insisted = null;
      if (refuse(button)) return void write(said, refuse(button));
      await before();
      write(said, done);
      going = true;
      form.requestSubmit(button);
      going = false;
    });
  }

  async function forget() {
    leaving = true;
    await sender.stop();
    await queue.clear();
    forgetPlace();
    remembered(() => localStorage.removeItem(nameKey));
  }

  afterSending($("take"), $("take-said"), {
    missing: words.missing,
    done: words.on_its_way,
    refuse: (button) => (button.id === "my-days" && !state.days ? words.no_days : ""),
  });
  afterSending($("leave"), $("leave-said"), { missing: words.leaving, before: forget });
  afterSending($("erase"), $("erase-said"), { missing: "", before: forget });

  // By the address that brought this page: behind a forward, the service may know only one that is dead at home. One of
  // this machine alone leads there from no other device.
  if (!HERE.test(location.hostname)) {
    const { hash } = new URL($("personal-link").value);
    $("personal-link").value = `${location.origin}${$("live").dataset.root}/back${hash}`;
  }
  $("copy").addEventListener("click", async () => {
    const link = $("personal-link");
    link.select();
    const copied = navigator.clipboard
      ? await navigator.clipboard.writeText(link.value).then(
          () => true,
          () => false,
        )
      : document.execCommand("copy"); // a plain http address in the room has no clipboard of its own
    write($("copy-said"), copied ? words.copied : words.not_copied);
  });

  // --- begin

  $("fetching").remove();
  root.dataset.live = "drawn";
  const restore = keepPlace();
  show(first, waiting);
  restore();
  countDown(first.left);
  sayHow();
  sender.nudge();
  pulse();
}

const TYPED = "textarea, select, input:not([type=radio], [type=checkbox])";
