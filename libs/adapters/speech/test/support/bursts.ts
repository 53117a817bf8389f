/** One word of a test call: a burst of level n * 1000, which the test server recognises as `w<n>`. */
export interface Burst {
  readonly n: number;
  readonly atMs: number;
  readonly durationMs?: number;
}

/** Audio with bursts at known times, silent elsewhere. */
export function speakBursts(bursts: readonly Burst[], durationMs: number, sampleRateHz: number): Int16Array {
  const samples = new Int16Array((durationMs * sampleRateHz) / 1_000);
  for (const { n, atMs, durationMs: burstMs = 200 } of bursts)
    samples.fill(n * 1_000, (atMs * sampleRateHz) / 1_000, ((atMs + burstMs) * sampleRateHz) / 1_000);
  return samples;
}
