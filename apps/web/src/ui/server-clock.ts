let aheadMs = 0;

/** Learns from a response's Date header (whole seconds) how far this computer's clock is off. */
export function noteServerTime(date: string | null): void {
  const serverMs = date === null ? NaN : Date.parse(date);
  if (Number.isNaN(serverMs)) return;
  const differenceMs = serverMs - Date.now();
  // Below this, the header's resolution and the way it took say nothing.
  aheadMs = Math.abs(differenceMs) < 3_000 ? 0 : differenceMs;
}

/** Milliseconds since 1970 by the server's clock, so that a wrong local clock does not bend the durations. */
export const serverNowMs = (): number => Date.now() + aheadMs;
