// Voilà calls voila_process before each cell and voila_finish after the last; its script calls
// display_cells once the theme has loaded. The names are Voilà's.

window.voila_heartbeat = () => {};

window.voila_process = (cell, cells) => {
  const bar = document.querySelector("#kit-opening progress");
  if (bar) [bar.max, bar.value] = [cells, cell];
};

window.voila_finish = window.display_cells = () => {
  if (!window.themeLoaded) {
    window.cellLoaded = true;
    return;
  }
  document.getElementById("kit-opening")?.remove();
  const cells = document.getElementById("rendered_cells");
  cells.style.display = "";

  // A link to a heading: there was nothing to scroll to yet, and what stands above it still grows.
  const heading = document.querySelector(":target");
  if (!heading) return;
  const hold = new ResizeObserver(() => heading.scrollIntoView());
  hold.observe(cells);
  for (const act of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    addEventListener(act, () => hold.disconnect(), { once: true, passive: true });
  }
};

(() => {
  const ended = ["dead", "restarting", "autorestarting", "terminating"];

  function tell(message) {
    const notice = document.getElementById("kit-lost");
    notice.hidden = !message;
    if (!message) return notice.replaceChildren();
    const reload = document.createElement("button");
    reload.textContent = "Reload the page";
    reload.onclick = () => location.reload();
    notice.replaceChildren(message, " ", reload);
  }

  addEventListener("load", async () => {
    while (!window.jupyterapp) await new Promise(requestAnimationFrame);
    const { kernel } = await window.jupyterapp.widgetManagerPromise.promise;
    let over = false; // the page was left, or its kernel ended: nothing changes that any more

    // A page that was left must not come back without its kernel, and a kernel not outlive its page.
    addEventListener("pagehide", () => {
      over = true;
      navigator.sendBeacon(`${document.body.dataset.baseUrl}api/shutdown/${kernel.id}?page=gone`);
    });
    addEventListener("pageshow", (event) => event.persisted && location.reload());

    kernel.statusChanged.connect((_, status) => {
      if (over || !ended.includes(status)) return;
      over = true;
      tell("This page has stopped working behind the scenes. What it called saved is saved: reload it to go on.");
    });
    kernel.connectionStatusChanged.connect((_, status) => {
      if (over) return;
      if (status === "connected") tell("");
      else tell("The kit doesn't answer. What it called saved is saved. If you stopped it, start it again and reload this page.");
    });
  });
})();
