// What is said to whoever listens to a page, through an element that nobody sees.

const TOGETHER = 100; // ms: what happens at once is said as one
const HEARD = 20_000; // ms: it was read out by then, and would be found beside what has become of it since

/**
 * Says things through an element with `role=status`, also what was said last, and takes them away once they were
 * heard. `unsay` takes one of them away that isn't true any more, `hush` all.
 * @param {HTMLElement} element
 */
export function announcer(element) {
  /** @type {string[]} */
  let told = []; // said now, or about to be
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const show = () => (element.textContent = told.join(" "));
  function hush() {
    clearTimeout(timer);
    told = [];
    show();
  }
  /** @param {string | undefined} text */
  function say(text) {
    if (!text) return;
    if (element.textContent) hush();
    clearTimeout(timer);
    told.push(text);
    timer = setTimeout(() => {
      show();
      timer = setTimeout(hush, HEARD);
    }, TOGETHER);
  }
  /** @param {string} text */
  function unsay(text) {
    told = told.filter((each) => each !== text);
    if (element.textContent) show();
  }
  return { say, unsay, hush };
}
