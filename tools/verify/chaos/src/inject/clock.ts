/** Lets a wall clock jump as after a wrong time server. Monotonic clocks and timers do not change. Returns the setter. */
export function injectClock(): (offsetMs: number) => void {
  const trueNowMs = Date.now;
  let offsetMs = 0;
  Date.now = () => trueNowMs() + offsetMs;
  return (newOffsetMs) => {
    offsetMs = newOffsetMs;
  };
}
