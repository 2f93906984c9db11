// Goes back to where somebody was in a notebook as soon as JupyterLab shows it again, before anything is run.

import { follow, stay } from "./place.js";

export const plugin = {
  id: "career-ladder-kit:place",
  description: "Goes back to where somebody was in a notebook",
  autoStart: true,
  activate({ shell, restored }) {
    shell.currentChanged.connect((_shell, { newValue }) => comeBack(newValue));
    restored.then(() => comeBack(shell.currentWidget));
  },
};

/** `widget` is what stands in front now: a notebook, anything else, or nothing. */
async function comeBack(widget) {
  if (!widget?.hasClass("jp-NotebookPanel")) return;
  await widget.revealed;
  const { node, content, context } = widget;
  const scroller = node.querySelector(".jp-WindowedPanel-outer");
  const { known, isNew } = follow(scroller, context.path);
  if (!isNew) return;
  const isMoved = known.isBack && content.mode === "command"; // whoever writes in a cell by now stays in it
  if (isMoved) content.activeCellIndex = known.active;
  else known.active = content.activeCellIndex;
  content.activeCellChanged.connect(() => (known.active = content.activeCellIndex));
  if (!isMoved) return;
  if (node.contains(document.activeElement)) content.activate(); // the focus moves from cell to cell at most
  stay(scroller, known.place);
}
