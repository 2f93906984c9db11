// Notices that a worker has said nothing for too long: one that never answers would be waited for without end.

const TICK = 1000; // ms

/**
 * Call `over` once a clock has ticked that many `seconds` since the last call of `heard`; `end` it when all is said.
 *
 * Ticks are counted, and no time is read: while this thread is busy, or the device asleep, nobody was listening.
 */
export function whenSilent(seconds, over) {
  let ticks = 0;
  const clock = setInterval(() => {
    if (++ticks < seconds) return;
    clearInterval(clock);
    over();
  }, TICK);
  return { heard: () => (ticks = 0), end: () => clearInterval(clock) };
}
