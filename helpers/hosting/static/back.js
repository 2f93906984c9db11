// A private link carries its secret behind the #, where no server and no log sees it: this puts it
// into the page's one box, and takes it out of the address, so that nobody reads it there either.

const box = document.querySelector("form[method=post] input:not([type=hidden])");

function take() {
  const secret = location.hash.slice(1);
  if (!secret) return;
  box.value = decodeURIComponent(secret);
  history.replaceState(null, "", location.pathname + location.search);
  box.form.querySelector("button").focus();
}

take();
addEventListener("hashchange", take); // another link in the same tab loads nothing anew
