// What a panel does in JupyterLab besides: it brings somebody back to where they were, and its links open chapters as tabs.

import { lab } from "./panel.js";
import { begin } from "./place.js";

Object.assign(lab, { begin: beginWhereTheyWere, link: openInLab });

function beginWhereTheyWere(el) {
  const scroller = el.closest(".jp-WindowedPanel-outer");
  if (scroller) begin(scroller);
}

/**
 * In JupyterLab a link to a chapter opens it as a tab. Links are relative to the folder of the
 * notebook (`folders` are ways to write that one), but JupyterLab's own address may be another;
 * and a link that is followed as it stands loads all of JupyterLab again.
 */
function openInLab(page, folders) {
  const config = document.getElementById("jupyter-config-data");
  const { appName, serverRoot, baseUrl } = config ? JSON.parse(config.textContent) : {};
  if (appName !== "JupyterLab") return;
  const root = `${serverRoot.replace(/\/+$/, "")}/`;
  const folder = folders.map((spelling) => `${spelling}/`).find((spelling) => spelling.startsWith(root));
  if (!folder) return;
  for (const link of page.querySelectorAll("a[href$='.ipynb']")) {
    const path = folder.slice(root.length) + link.getAttribute("href");
    link.href = `${baseUrl}lab/tree/${encodeURI(path)}`;
    link.dataset.commandlinkerCommand = "docmanager:open"; // JupyterLab listens for clicks on these
    link.dataset.commandlinkerArgs = JSON.stringify({ path });
  }
}
