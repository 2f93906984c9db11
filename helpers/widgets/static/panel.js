// A panel shows HTML that the kit made and keeps it fresh. What people typed arrives escaped.

const TREE = /\/(?:lab|doc)(?:\/workspaces\/[^/]+)?\/tree\//;

/** Remembers which <details> are open and where the focus is, so that a refresh doesn't take them away. */
function remember(el) {
  const open = new Map([...el.querySelectorAll("details[id]")].map((d) => [d.id, d.open]));
  const focused = el.contains(document.activeElement) ? document.activeElement.id : "";
  return () => {
    for (const [id, isOpen] of open) {
      const details = el.querySelector(`#${CSS.escape(id)}`);
      if (details) details.open = isOpen;
    }
    if (focused) el.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  };
}

function render({ model, el }) {
  const page = document.createElement("div");
  page.className = "kit";
  el.append(page);

  const show = () => {
    const restore = remember(page);
    page.innerHTML = model.get("html");
    restore();
  };
  const act = (event) => {
    const control = event.target.closest("[data-act]");
    const type = control?.matches("input") ? "change" : "click";
    if (!control || event.type !== type) return;
    model.send({ act: control.dataset.act, value: control.value });
  };
  page.addEventListener("click", act);
  page.addEventListener("change", act);
  model.on("change:html", show);
  show();
  return () => model.off("change:html", show);
}

export default { render };
