/** A span of all tracks in which each track has one piece at most. */
export interface JoinedSpan {
  readonly fromSample: number;
  readonly toSample: number;
  /** The samples of each track; null where it is silent or missing. */
  readonly parts: readonly (Uint8Array | null)[];
  /** The tracks whose audio never came. */
  readonly missingTracks: readonly number[];
  /** A later piece of a missing track came, so that pieces of it are lost; else its source sends nothing. */
  readonly isLoss: boolean;
}

/** Whether no track has samples in the span. */
export const isSilentSpan = ({ parts }: JoinedSpan): boolean => parts.every((part) => part === null);

/** Whether both spans have the same tracks missing for the same reason, so that one gap describes both. */
export const isSameRun = (one: JoinedSpan, other: JoinedSpan): boolean =>
  one.isLoss === other.isLoss &&
  one.missingTracks.length === other.missingTracks.length &&
  one.missingTracks.every((track, at) => other.missingTracks[at] === track) &&
  isSilentSpan(one) === isSilentSpan(other);

/** The interleaved samples of consecutive spans. `silence`: the byte for tracks without samples. */
export function interleaveSpans(spans: readonly JoinedSpan[], sampleBytes: number, silence: number): Uint8Array {
  const trackCount = spans[0]?.parts.length ?? 0;
  const samples = spans.reduce((sum, { fromSample, toSample }) => sum + toSample - fromSample, 0);
  const frameBytes = trackCount * sampleBytes;
  const joined = new Uint8Array(samples * frameBytes);
  if (silence !== 0 && spans.some(({ parts }) => parts.includes(null))) joined.fill(silence);
  let begin = 0;
  for (const { fromSample, toSample, parts } of spans) {
    for (const [track, part] of parts.entries()) {
      if (part !== null) copyTrack(part, joined, begin + track * sampleBytes, frameBytes, sampleBytes);
    }
    begin += (toSample - fromSample) * frameBytes;
  }
  return joined;
}

function copyTrack(part: Uint8Array, joined: Uint8Array, begin: number, frameBytes: number, sampleBytes: number): void {
  for (let byte = 0; byte < sampleBytes; byte++) {
    for (let from = byte, to = begin + byte; from < part.length; from += sampleBytes, to += frameBytes) {
      joined[to] = part[from] as number;
    }
  }
}
