// The day where this device is, put into every form that asks for it as it is sent: the server may stand elsewhere.

addEventListener(
  "submit",
  ({ target }) => {
    const day = target.elements.namedItem("day");
    const now = new Date();
    const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    if (day) day.value = parts.map((part) => String(part).padStart(2, "0")).join("-");
  },
  true,
);
