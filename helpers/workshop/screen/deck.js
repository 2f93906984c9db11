// What a deck does beside changing slides: words that fit their slide, and countdowns that run together with those
// in the speaker's view. The deck that people see keeps the time; its copies in that view ask and are told.
(() => {
  const ROOM = 0.955; // of a slide's height; below it stands the number
  const SMALLEST = 0.35;

  // Long words of a company's own ladder get smaller until nothing runs off the slide.
  function fit(slide) {
    const bottom = () => Math.max(...[...slide.children]
      .filter((each) => !each.matches(".kit-number"))
      .map((each) => each.offsetTop + each.offsetHeight));
    for (let size = 1; size >= SMALLEST; size -= 0.04) {
      slide.style.setProperty("--fit", size.toFixed(2));
      if (bottom() <= slide.clientHeight * ROOM && slide.scrollWidth <= slide.clientWidth) return;
    }
  }

  const NAME = "kit-countdown";
  const keeper = parent === self ? null : parent.opener; // of a copy in the speaker's view
  const copies = new Set();
  const clocks = new Map(); // a slide's id → its countdown

  function watch(countdown) {
    const clock = countdown.querySelector(".kit-clock");
    const button = countdown.querySelector("button");
    const slide = countdown.closest("[data-slide]").dataset.slide;
    const whole = Number(countdown.dataset.minutes) * 60;
    let left = whole, ends = null, ticking = null;

    const show = () => {
      const seconds = Math.max(0, Math.ceil(left));
      clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      countdown.classList.toggle("kit-over", seconds === 0);
      button.textContent = ends ? "Pause" : seconds === 0 ? "Again" : left < whole ? "Go on" : "Start";
    };
    const stop = () => { clearInterval(ticking); ends = null; };
    const tick = () => { left = (ends - Date.now()) / 1000; if (left <= 0) stop(); show(); };
    const state = () => ({ name: NAME, slide, left, ends });
    const take = (told) => {
      stop();
      ({ left, ends } = told);
      if (ends) { ticking = setInterval(tick, 200); tick(); }
      else show();
    };
    const toggle = () => {
      if (ends) { tick(); stop(); take({ left, ends }); }
      else {
        if (left <= 0) left = whole;
        take({ left, ends: Date.now() + left * 1000 });
      }
      for (const copy of copies) copy.postMessage(state(), { targetOrigin: "*" });
    };
    countdown.toggle = () => (keeper ? keeper.postMessage({ name: NAME, slide, toggle: true }, "*") : toggle());
    button.addEventListener("click", () => { countdown.toggle(); button.blur(); });
    clocks.set(slide, { state, take, toggle });
  }

  // A deck that is a file has no origin to name, so what counts is who speaks: the keeper alone tells, copies only ask.
  addEventListener("message", ({ data, source }) => {
    if (data?.name !== NAME) return;
    if (keeper) { if (source === keeper) clocks.get(data.slide)?.take(data); return; }
    if (data.copy) {
      copies.add(source);
      for (const { state } of clocks.values()) source.postMessage(state(), { targetOrigin: "*" });
    } else if (data.toggle && copies.has(source)) clocks.get(data.slide)?.toggle();
  });

  const ready = document.fonts ? document.fonts.ready : Promise.resolve();
  document.querySelectorAll(".kit-countdown").forEach(watch);
  keeper?.postMessage({ name: NAME, copy: true }, "*");
  Reveal.initialize({
    width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4,
    center: false, controls: false, progress: true, hash: true, transition: "none",
    slideNumber: false, pdfMaxPagesPerSlide: 1, plugins: [RevealNotes],
  });
  Reveal.addKeyBinding({ keyCode: 84, key: "T", description: "Start or pause the countdown" }, () => {
    Reveal.getCurrentSlide().querySelector(".kit-countdown")?.toggle();
  });
  const fitted = () => ready.then(() => {
    const slide = Reveal.getCurrentSlide()?.querySelector(".kit-slide");
    if (slide) fit(slide);
  });
  Reveal.on("ready", fitted);
  Reveal.on("slidechanged", fitted);
})();
