let serverAheadMs = 0;

/** A response's Date header has whole seconds and travelled some time: a smaller difference means nothing. */
const smallestDifferenceMs = 3_000;

/** Learns from a response's Date header how far the clock of this computer is off. */
export function recordServerTime(dateHeader: string | null): void {
  const serverMs = dateHeader === null ? NaN : Date.parse(dateHeader);
  if (Number.isNaN(serverMs)) return;
  const differenceMs = serverMs - Date.now();
  serverAheadMs = Math.abs(differenceMs) < smallestDifferenceMs ? 0 : differenceMs;
}

/** A time of this computer's clock by the server's clock. */
export const toServerMs = (localMs: number): number => localMs + serverAheadMs;

/** Milliseconds since 1970 by the server's clock, so that durations are right on a computer whose clock is wrong. */
export const serverNowMs = (): number => toServerMs(Date.now());
