// The place on a page is kept on reload, Back and Forward. Nothing but the place is remembered.

const KEY = `kit-place ${location.pathname}`;

/** Remember where somebody is when they leave; gives the function that brings them back there. */
export function keepPlace() {
  history.scrollRestoration = "manual"; // a browser scrolls before the forms have their height
  const blocks = () => [...document.querySelectorAll("main > *")];
  addEventListener("pagehide", () => {
    const top = blocks().find((block) => block.getBoundingClientRect().bottom > 0);
    if (top) sessionStorage.setItem(KEY, JSON.stringify([blocks().indexOf(top), top.getBoundingClientRect().top]));
  });
  return () => {
    const [{ type } = {}] = performance.getEntriesByType("navigation");
    const [index, above] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    const block = ["reload", "back_forward"].includes(type) ? blocks()[index] : null;
    if (block) scrollBy({ top: block.getBoundingClientRect().top - above, behavior: "instant" });
    else if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  };
}
