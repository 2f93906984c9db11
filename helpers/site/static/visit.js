// A visit: going from chapter to chapter without leaving the page, so that the engine stays. The address, the way back
// and a reload are as they are on pages of their own; without this script the links lead there all the same.

import { coming } from "./coming.js";
import { arrive, rememberPlace } from "./place.js";
import { isOfThis } from "./version.js";

let visits = 0;
let here = location.pathname;

addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
  const to = new URL(link.href, location.href);
  if (!isOurs(to) || to.pathname === here) return;
  event.preventDefault();
  go(to, "navigate");
});

addEventListener("popstate", () => {
  if (location.pathname !== here) go(new URL(location.href), "back_forward");
});

/** Whether an address is a chapter of this site. */
const isOurs = (to) =>
  to.origin === location.origin && new URL(".", to).pathname === new URL(".", location.href).pathname && /\.html$|\/$/.test(to.pathname);

async function go(to, how) {
  let next;
  try {
    const response = await fetch(to.pathname);
    if (!response.ok) throw new Error(String(response.status));
    next = new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    location.assign(to); // the browser says what is wrong
    return;
  }
  if (!isOfThis(next, to)) {
    location.assign(to); // a page of another kind, or of another version of the site
    return;
  }
  rememberPlace();
  dispatchEvent(new Event("kit-leave"));
  if (how === "navigate") history.pushState(null, "", to);
  here = to.pathname;
  arrive(how);
  document.title = next.title;
  document.getElementById("kit-settings").replaceWith(document.adoptNode(next.getElementById("kit-settings")));
  delete document.documentElement.dataset.ready;
  document.body.replaceChildren(...document.adoptNode(next.body).childNodes);
  scrollTo({ top: 0, behavior: "instant" });
  coming(document.documentElement.dataset.engine);
  document.getElementById("chapter").focus({ preventScroll: true });
  await import(`./web.js?visit=${++visits}`);
  dispatchEvent(new Event("kit-arrived"));
}
