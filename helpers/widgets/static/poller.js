// Shows nothing; asks the kernel every so often whether anything is new, while somebody can see the page.

function render({ model }) {
  const ask = () => document.hidden || model.send({ type: "tick" });
  const timer = setInterval(ask, model.get("seconds") * 1000);
  return () => clearInterval(timer);
}

export default { render };
