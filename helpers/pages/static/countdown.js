// A countdown: by the time that passes here, never by what the device's clock shows.

const HOP = 1500; // ms: whole seconds are told, so what differs by less is the same end, and nothing hops to and fro

/**
 * `show(left, before)` draws the seconds that are left, and is told how many were at its last turn (null: none runs).
 * Gives back a function that takes how many are left now, as somebody else knows.
 * @param {(left: number | null, before: number | null) => void} show
 * @returns {(left: number | null) => void}
 */
export function countdown(show) {
  let ends = null, before = null, ticking = 0;
  const tick = () => {
    clearTimeout(ticking);
    const left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    show(left, before);
    before = left;
    if (left) ticking = setTimeout(tick, 20 + ((ends - performance.now()) % 1000));
  };
  return (left) => {
    const then = performance.now() + (left ?? 0) * 1000;
    if (left === null) ends = null;
    else if (ends === null || Math.abs(then - ends) > HOP) ends = then;
    tick();
  };
}

/** Seconds as a clock shows them: 4:05. */
export const asClock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
