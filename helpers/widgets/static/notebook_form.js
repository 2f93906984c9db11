// The answer form in a notebook: what `createForm` draws, over the messages between a widget and its kernel.
//
// anywidget loads one script and no second one, so `helpers.widgets.form` makes one of this and what it imports.

import { PATIENCE, createForm, freshId, h, keepOn, waitingNote } from "./form.js";
import { openWaiting } from "./waiting.js";

/** What is typed waits in this browser until a kernel has saved it: once for the page, whose forms share it. */
const opened = (globalThis[Symbol.for("career-ladder-kit.waiting")] ??= openWaiting(() => ({}), "jupyter").then(
  ({ device, left }) => keepOn(device, left),
  () => {}, // a browser that keeps nothing for pages: then this page asks before words are lost
));

/**
 * The messages between one widget and its kernel; replies are told apart by `seq`.
 *
 * Questions that tell of answers are no part of the widget's model, because notebook files
 * keep that; like the answers, they are asked for.
 */
function openChannel(model) {
  const me = freshId();
  const asked = new Map();
  const forms = new Set(); // those that are on the page
  const { words } = model.get("spec");
  let count = 0;
  /** @type {(spec: object) => void} */
  let specComes;
  const spec = new Promise((resolve) => (specComes = resolve));
  if (model.get("spec").fields) specComes(model.get("spec"));

  model.on("msg:custom", (/** @type {FormReply | { type: "spec", spec: FormSpec }} */ message) => {
    if (message.type === "spec") specComes(message.spec);
    else if (message.type === "values") forms.forEach((form) => form.update(message.values, message.beside));
    else if (asked.has(message.seq)) {
      const { resolve, reject } = asked.get(message.seq);
      asked.delete(message.seq);
      if (message.type === "saved") resolve(message);
      else if (message.type === "stands") resolve({ stands: message.answer });
      else reject(new Error(message.message));
    } else if (message.type === "failed" && message.seq === null) {
      forms.forEach((form) => form.unavailable(message.message));
    }
  });

  /** Send, or say that it can't be: once a kernel is gone for good, JupyterLab throws. */
  function send(message, otherwise) {
    try {
      model.send(message);
    } catch {
      otherwise();
    }
  }

  return {
    words,
    forms,
    spec,
    askForSpec() {
      if (!model.get("spec").fields) send({ type: "spec" }, () => {});
    },
    hello() {
      send({ type: "hello" }, () => forms.forEach((form) => form.unavailable(words.not_answering_yet)));
    },
    onAnswer: (subject, answer, base) =>
      new Promise((resolve, reject) => {
        const seq = `${me}-${++count}`;
        asked.set(seq, { resolve, reject });
        send({ type: "answer", seq, subject, answer, base }, () => reject(new Error(words.not_answering)));
      }),
  };
}

export default () => {
  let channel; // one for the life of the widget's model, so that a reply is heard after a view is gone
  return {
    initialize({ model }) {
      channel = openChannel(model);
    },
    async render({ el }) {
      const { words, forms, askForSpec, hello, onAnswer } = channel;
      const note = waitingNote(words, { onRetry: askForSpec, patience: PATIENCE });
      el.append(h("div", { className: "kit-form" }, note.root));
      askForSpec();
      const [spec] = await Promise.all([channel.spec, opened]);
      note.done();
      el.replaceChildren();
      const form = createForm(el, { spec, onAnswer, onRetry: hello });
      forms.add(form);
      hello();
      return () => {
        forms.delete(form);
        form.dispose();
      };
    },
  };
};
