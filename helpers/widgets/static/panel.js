// A panel shows HTML that the kit made: it asks the kernel for it, and the kernel sends it again
// when the answers change. What people typed comes escaped. Controls with `data-act` send their value to the kernel;
// elements with `data-key` keep their state (open, focused) when the panel is shown afresh.

function render({ model, el }) {
  const page = document.createElement("div");
  page.className = "kp";
  const said = document.createElement("p");
  said.className = "kp-unseen";
  said.setAttribute("role", "status");
  const root = document.createElement("div");
  root.append(page, said);
  // JupyterLab's notebook listens to single keys: these are for the panel alone.
  root.dataset.lmSuppressShortcuts = "true";
  el.append(root);

  const show = ({ html, folder }) => {
    const restore = remember(page);
    page.innerHTML = html;
    openInLab(page, folder);
    restore();
    said.textContent = page.querySelector("[data-say]")?.dataset.say ?? "";
  };
  const act = (event) => {
    const control = event.target.closest("[data-act]");
    if (!control || control.ariaDisabled === "true") return;
    if (event.type === (control.matches("input") ? "change" : "click")) model.send({ type: "act", value: control.value });
  };
  page.addEventListener("click", act);
  page.addEventListener("change", act);
  page.addEventListener("submit", (event) => event.preventDefault());
  model.on("msg:custom", show);
  model.send({ type: "hello" });
  return () => model.off("msg:custom", show);
}

/** What is open and where the focus is, to be put back after the HTML was replaced. */
function remember(page) {
  const find = (key) => page.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const open = [...page.querySelectorAll("details[data-key]")].map((details) => [details.dataset.key, details.open]);
  const focused = page.contains(document.activeElement) && document.activeElement.closest("[data-key]")?.dataset.key;
  return () => {
    for (const [key, isOpen] of open) find(key)?.toggleAttribute("open", isOpen);
    if (focused) (find(focused)?.querySelector("summary") ?? find(focused))?.focus({ preventScroll: true });
  };
}

/**
 * In JupyterLab a link to a chapter opens it as a tab. The links are relative to the notebook, which
 * lies in `folder`, and JupyterLab's own address needn't be; followed as they stand they would also
 * load all of it again, and ask whether to leave.
 */
function openInLab(page, folder) {
  const lab = document.querySelector(".jp-LabShell") && document.getElementById("jupyter-config-data");
  if (!lab || !folder) return;
  const { serverRoot, baseUrl } = JSON.parse(lab.textContent);
  const [root, place] = [serverRoot, folder].map((path) => path.replace(/\/+$/, "") + "/");
  if (!place.startsWith(root)) return;
  for (const link of page.querySelectorAll("a[href$='.ipynb']")) {
    const path = place.slice(root.length) + link.getAttribute("href");
    link.href = `${baseUrl}lab/tree/${path}`;
    link.dataset.commandlinkerCommand = "docmanager:open"; // JupyterLab listens for clicks on these
    link.dataset.commandlinkerArgs = JSON.stringify({ path });
  }
}

export default { render };
