// The place on a page is kept on reload, Back and Forward. Nothing but the place is remembered.

// A bar that stays in sight is nowhere on the page.
const blocks = () => [...document.querySelectorAll("main > :not(.hosted-bar)")];
let came = performance.getEntriesByType("navigation")[0]?.type; // how somebody came to the page
let path = location.pathname; // of the chapter that is shown: an address may be ahead of it

/** Remember where somebody is on the page that they leave. */
export function rememberPlace() {
  const top = blocks().find((block) => block.getBoundingClientRect().bottom > 0);
  const place = top && JSON.stringify([blocks().indexOf(top), top.getBoundingClientRect().top]);
  if (place) remembered(() => sessionStorage.setItem(`kit-place ${path}`, place));
}

/** Another chapter stands in the page now; `how` somebody came there, as a browser says it of pages. */
export function arrive(how) {
  came = how;
  path = location.pathname;
}

addEventListener("pagehide", rememberPlace);

/** Keep no place of this page, not even as it is left: for whoever wants to leave no trace. */
export function forgetPlace() {
  removeEventListener("pagehide", rememberPlace);
  remembered(() => sessionStorage.removeItem(`kit-place ${path}`));
}

/** A browser that keeps nothing for pages opens them at their beginning. */
function remembered(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Gives the function that brings somebody back to where they were. */
export function keepPlace() {
  history.scrollRestoration = "manual"; // a browser scrolls before the forms have their height
  return () => {
    const [index, above] = JSON.parse(remembered(() => sessionStorage.getItem(`kit-place ${path}`)) ?? "[]");
    const block = ["reload", "back_forward"].includes(came) ? blocks()[index] : null;
    if (block) scrollBy({ top: block.getBoundingClientRect().top - above, behavior: "instant" });
    else if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  };
}
