// How many answers this browser has seen, so that somebody who comes back is told how many came from elsewhere since:
// from another browser, JupyterLab, the command line or a file. Numbers alone are kept, and no word of anybody's.
//
//   const seen = openSeen(settings)   settings: {given, owner, chapter}; without `given` nothing is kept
//
// A page that was left while something was on its way can't tell what came of it from what others did: then nothing
// is said.

import { write } from "./form.js";

const DAYS = 60;

export function openSeen({ given, owner, chapter }) {
  if (given === undefined) return { sent() {}, told() {} };
  const key = `kit-seen ${owner}`;
  let kept = read();
  if (kept?.sure && given > kept.given) tell(given - kept.given);
  keep(given, true);

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function keep(given, sure) {
    if (kept?.given === given && kept.sure === sure) return;
    kept = { given, sure };
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // a browser that keeps nothing is told nothing
    }
  }

  return {
    /** Something is on its way. The front door leads back to where that was. */
    sent() {
      keep(kept.given, false);
      document.cookie = `kit-left-${location.port}=${encodeURIComponent(chapter)}; path=/; max-age=${DAYS * 86_400}; samesite=lax`;
    },
    /** The page shows all that there is: so many answers, if that was said. `settled`: nothing is on its way. */
    told(given, settled) {
      keep(given ?? kept.given, settled);
    },
  };
}

function tell(more) {
  const place = document.querySelector("[data-elsewhere]");
  const [answers, have] = more === 1 ? ["answer", "has"] : ["answers", "have"];
  write(place, `${more} ${answers} ${have} come from elsewhere since you were last here: another browser, JupyterLab, the command line or a file.`);
  place.hidden = false;
}
