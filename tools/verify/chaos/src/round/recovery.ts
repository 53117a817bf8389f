import type { Evidence } from '../check/observed.js';

/** A final, or a pause between two, is late when it is this much longer than usual. */
const LATE_BY_MS = 2_000;

interface Arrival {
  readonly atMs: number;
  /** How long after its last sample was spoken. */
  readonly lagMs: number;
}

/**
 * Milliseconds from the fault until finals came as usual again on every call: none late, no pause between two that is
 * longer than usual. 0 where nobody noticed anything.
 */
export function recoveryMs(evidence: readonly Evidence[], faultAtMs: number): number {
  const calls = evidence.map((one) => ({
    everyMs: (one.played.finalEverySeconds * 1_000) / one.played.speed,
    arrivals: arrivalsOf(one),
  }));
  const before = calls.flatMap(({ arrivals }) => arrivals.filter(({ atMs }) => atMs < faultAtMs));
  const usualLagMs = percentile(
    before.map(({ lagMs }) => lagMs),
    0.95,
  );
  const endsMs = calls.flatMap(({ everyMs, arrivals }) =>
    arrivals.flatMap(({ atMs, lagMs }, at) => {
      const pauseMs = atMs - (arrivals[at - 1]?.atMs ?? atMs);
      const isLate = lagMs > usualLagMs + LATE_BY_MS || pauseMs > everyMs + LATE_BY_MS;
      return atMs >= faultAtMs && isLate ? [atMs] : [];
    }),
  );
  return endsMs.length === 0 ? 0 : Math.max(...endsMs) - faultAtMs;
}

/** When each final was first known to the subscriber, live or by fetching. */
function arrivalsOf({ played: { startedAtMs, speed }, stream }: Evidence): Arrival[] {
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
