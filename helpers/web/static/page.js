// What the kit's pages share: a model for scripts that were written for widgets, and the notice below the bar.

/** A model as anywidget hands one out: `listens` is given who hears messages, `say` what is said. */
export const model = (listens, say) => ({ on: (_, listen) => listens(listen), off() {}, send: say });

/**
 * Whether a reply was drawn for what the page has turned from since: what it `sent` told of an element something else
 * than the page knows now, its `own`. Where a message turned the element itself, what follows is of where it turned to.
 */
export function isPast(reply, sent, own) {
  if (!sent.owns || !reply.element) return false;
  if (reply.type === "own") sent.owns[reply.element] = reply.own;
  return ["view", "form"].includes(reply.type) && (sent.owns[reply.element] ?? "") !== (own ?? "");
}

/** Say something that concerns the whole page; nothing takes it away. `reload` adds the button for it. */
export function notice(words, reload = false) {
  let place = document.getElementById("kit-notice");
  if (!words) return place?.remove();
  if (!place) {
    place = Object.assign(document.createElement("div"), { id: "kit-notice", className: "kw-notice" });
    place.setAttribute("role", "alert");
    const bar = document.querySelector(".kw-bar");
    if (bar) bar.after(place);
    else document.body.prepend(place);
  }
  place.replaceChildren(words);
  if (!reload) return;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "Reload the page" });
  button.onclick = () => location.reload();
  place.append(" ", button);
}
