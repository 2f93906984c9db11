// A table that is handed over is read elsewhere: that this is going on stands below what was pressed, once it takes
// longer than a moment. Without this script a browser shows it by itself, in its own way.

const MOMENT = 1000; // ms

document.addEventListener("submit", ({ target, submitter }) => {
  const form = /** @type {HTMLFormElement} */ (target);
  const place = form.querySelector("[role=status]") ?? Object.assign(document.createElement("p"), { className: "kp-small" });
  place.setAttribute("role", "status");
  (submitter?.closest("p") ?? form.lastElementChild).after(place);
  const timer = setTimeout(() => (place.textContent = "Reading your table…"), MOMENT);
  // Who comes back to this page by the browser's own button finds it as it was.
  addEventListener(
    "pageshow",
    () => {
      clearTimeout(timer);
      place.remove();
    },
    { once: true },
  );
});
