// A private link carries its secret behind the #, where no server and no log sees it: this puts it
// into the page's one box, and takes it out of the address, so that nobody reads it there either.

import { received } from "./moving.js";
import { adopt } from "./queue.js";

const box = document.querySelector("form[method=post] input:not([type=hidden])");

async function take() {
  const fragment = location.hash.slice(1);
  if (!fragment) return;
  const { token, records } = received(fragment);
  box.value = decodeURIComponent(token);
  history.replaceState(null, "", location.pathname + location.search);
  const button = box.form.querySelector("button");
  if (records.length) {
    button.disabled = true; // until they are on the disk here
    await adopt(records).catch(() => {});
    button.disabled = false;
  }
  button.focus();
}

take();
addEventListener("hashchange", take); // another link in the same tab loads nothing anew
