// What the kit's pages share: a model for scripts that were written for widgets, and the notice below the bar.

/** A model as anywidget hands one out: `listens` is given who hears messages, `say` what is said. */
export const model = (listens, say) => ({ on: (_, listen) => listens(listen), off() {}, send: say });

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
