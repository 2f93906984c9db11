// What a deck does beside changing slides: words that fit their slide, and countdowns.
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

  function watch(countdown) {
    const clock = countdown.querySelector(".kit-clock");
    const button = countdown.querySelector("button");
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
    countdown.toggle = () => {
      if (ends) { tick(); stop(); }
      else {
        if (left <= 0) left = whole;
        ends = Date.now() + left * 1000;
        ticking = setInterval(tick, 200);
      }
      show();
    };
    button.addEventListener("click", () => { countdown.toggle(); button.blur(); });
  }

  const ready = document.fonts ? document.fonts.ready : Promise.resolve();
  document.querySelectorAll(".kit-countdown").forEach(watch);
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
