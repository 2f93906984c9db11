// What the kit's pages share: a model for scripts that were written for widgets, and the notice below the bar.

/** A model as anywidget hands one out: `listens` is given who hears messages, `say` what is said. */
export const model = (listens, say) => ({ on: (_, listen) => listens(listen), off() {}, send: say });

const newest = new Map(); // what of which element → the number of the latest message that told it

/**
 * Whether a reply may be older than what the page shows. It is where what the page `sent` told of an element something
 * else than the page knows now, its `own`: it has turned since. And it is where a later message was answered first, but
 * for what comes of a press on the element itself. Where a message turned the element, what follows is of where it
 * turned to.
 * @param {EngineReply} reply
 */
export function isPast(reply, sent, own) {
  if (!sent.owns || !("element" in reply)) return false;
  if (reply.type === "own") sent.owns[reply.element] = reply.own;
  if (!["view", "form"].includes(reply.type)) return false;
  if ((sent.owns[reply.element] ?? "") !== (own ?? "")) return true;
  const key = `${reply.type} ${reply.element}`;
  const [nth, latest] = [sent.nth ?? 0, newest.get(key) ?? 0]; // a site’s engine answers in turn, and numbers nothing
  newest.set(key, Math.max(nth, latest));
  return nth < latest && !(sent.type === "act" && sent.element === reply.element);
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
