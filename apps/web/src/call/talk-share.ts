/**
 * The share of each in whole percent. The shares add up to 100, so the largest remainders are rounded up. All are 0 when
 * nobody has talked.
 */
export function sharesInPercent(talkMs: readonly number[]): number[] {
  const totalMs = talkMs.reduce((sum, ms) => sum + ms, 0);
  if (totalMs === 0) return talkMs.map(() => 0);
  const exact = talkMs.map((ms) => (100 * ms) / totalMs);
  const missing = 100 - exact.reduce((sum, share) => sum + Math.floor(share), 0);
  const roundedUp = new Set(
    exact
      .map((share, at) => ({ at, remainder: share % 1 }))
      .toSorted((a, b) => b.remainder - a.remainder)
      .slice(0, Math.round(missing))
      .map(({ at }) => at),
  );
  return exact.map((share, at) => Math.floor(share) + (roundedUp.has(at) ? 1 : 0));
}
