/** Moves the wall clock of this process, as a wrong time server does; monotonic clocks and timers go on. */
export function injectClock(): (offsetMs: number) => void {
  const trueNowMs = Date.now;
  let offsetMs = 0;
  Date.now = () => trueNowMs() + offsetMs;
  return (by) => {
    offsetMs = by;
  };
}
