// A session that is joined by one address says so wherever else its page is opened: only the browser knows for sure
// by which address it came. Where it would keep nothing that is for https alone, there is no form to fill in vain.

const told = document.getElementById("elsewhere");
const there = new URL(told.dataset.address);

/** Whether this browser keeps a cookie here that is for https alone. */
function keeps() {
  const name = "kit-probe=";
  document.cookie = `${name}1; secure; samesite=lax; max-age=60`;
  const kept = document.cookie.includes(name);
  document.cookie = `${name}; secure; samesite=lax; max-age=0`;
  return kept;
}

told.hidden = there.origin === location.origin;
if (!told.hidden) {
  const comes = there.protocol === "http:" || keeps();
  document.getElementById("elsewhere-too").hidden = !comes;
  for (const one of document.querySelectorAll("[data-door]")) one.hidden = !comes;
}
