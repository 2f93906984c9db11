// What was pressed in a panel and isn't done yet, told in a line below it once it takes longer than a moment: a press
// waits for the one before it, which may be making a PDF.
//
//   const pending = pendingNote(place)        the panel's element
//   const over = pending.begun(control, at)   this was pressed then; `over()` once it was answered to the end
//   pending.heard()                           the panel shows something new, which says itself how far it is

import { write } from "./form.js";

const MOMENT = 1000; // ms
const LONGEST = 60; // characters of a name

export function pendingNote(place) {
  const line = Object.assign(document.createElement("p"), { className: "kw-small kw-pending" });
  line.setAttribute("role", "status"); // it stands there only while it says something
  const waiting = []; // {name, at, heard}: the first one is under way

  function tell() {
    const isLate = (one) => one && performance.now() - one.at > MOMENT - 50; // timers may come a little early
    const [now, next] = waiting;
    const words = isLate(next)
      ? `Waiting for ${now.name} to finish; then comes ${next.name}.`
      : isLate(now) && !now.heard
        ? `Still at work on ${now.name}…`
        : "";
    if (!words) return line.remove();
    if (!line.isConnected) place.after(line);
    write(line, words);
  }

  return {
    begun(control, at) {
      const one = { name: nameOf(control) || "what was pressed", at, heard: false };
      waiting.push(one);
      const timer = setTimeout(tell, MOMENT);
      return () => {
        clearTimeout(timer);
        waiting.splice(waiting.indexOf(one), 1);
        tell();
      };
    },
    heard() {
      if (waiting.length) waiting[0].heard = true;
      tell();
    },
  };
}

function nameOf(control) {
  const words = control?.getAttribute("aria-label") ?? (control?.closest("label") ?? control)?.textContent ?? "";
  const name = words.replace(/\s+/g, " ").trim();
  return name && `“${name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name}”`;
}
