import type { CallEvidence } from '../check/call-evidence.js';

/** A final is late if it, or the pause before it, takes this much longer than usual. */
const LATE_BY_MS = 2_000;

interface Arrival {
  readonly atMs: number;
  /** Time since the last sample of the final was played. */
  readonly lagMs: number;
}

/**
 * Measures the time from the fault to the last late final of any call. 0 if no final was late.
 */
export function measureRecoveryMs(evidence: readonly CallEvidence[], faultAtMs: number): number {
  const calls = evidence.map((call) => ({
    everyMs: (call.played.finalEverySeconds * 1_000) / call.played.speed,
    arrivals: findArrivals(call),
  }));
  const before = calls.flatMap(({ arrivals }) => arrivals.filter(({ atMs }) => atMs < faultAtMs));
  const usualLagMs = percentile(
    before.map(({ lagMs }) => lagMs),
    0.95,
  );
  const lateAtMs = calls.flatMap(({ everyMs, arrivals }) =>
    arrivals.flatMap(({ atMs, lagMs }, at) => {
      const pauseMs = atMs - (arrivals[at - 1]?.atMs ?? atMs);
      const isLate = lagMs > usualLagMs + LATE_BY_MS || pauseMs > everyMs + LATE_BY_MS;
      return atMs >= faultAtMs && isLate ? [atMs] : [];
    }),
  );
  return lateAtMs.length === 0 ? 0 : Math.max(...lateAtMs) - faultAtMs;
}

/** Finds when each final first reached the subscriber, by event or by snapshot. */
function findArrivals({ played: { startedAtMs, speed }, stream }: CallEvidence): Arrival[] {
  const known = new Set<string>();
  return stream.flatMap((entry) => {
    const segments = entry.kind === 'event' ? [entry.segment] : entry.segments;
    return segments.flatMap(({ id, endMs, isPartial }) => {
      if (isPartial || known.has(id)) return [];
      known.add(id);
      return [{ atMs: entry.atMs, lagMs: entry.atMs - (startedAtMs + endMs / speed) }];
    });
  });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
