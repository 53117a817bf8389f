/** Returns a function that shifts the wall clock of this process, as a wrong time server does. Timers do not change. */
export function injectClock(): (offsetMs: number) => void {
  const trueNowMs = Date.now;
  let offsetMs = 0;
  Date.now = () => trueNowMs() + offsetMs;
  return (newOffsetMs) => {
    offsetMs = newOffsetMs;
  };
}
