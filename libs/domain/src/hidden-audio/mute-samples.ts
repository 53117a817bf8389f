import { bytesPerSample } from '@earshot/contracts';
import type { WavFormat } from '../audio/wav.js';
import { silenceByte } from '../audio/decode-samples.js';
import type { SpanSet } from '../call/span-set.js';

/** Samples `from` to `to` (exclusive) of one track. */
export interface MutedSamples {
  readonly track: number;
  readonly from: number;
  readonly to: number;
}

/** The samples of the muted spans, in order. A sample that a span touches belongs to it. */
export const mutedSamplesOf = (track: number, spans: SpanSet, sampleRateHz: number): MutedSamples[] =>
  spans.spans.map(({ from, to }) => ({
    track,
    from: sampleAt(from, sampleRateHz, Math.floor),
    to: sampleAt(to, sampleRateHz, Math.ceil),
  }));

/** A position that is a whole sample, but for the rounding to microseconds, is that sample. */
function sampleAt(us: number, sampleRateHz: number, round: (value: number) => number): number {
  const exact = (us / 1e6) * sampleRateHz;
  const nearest = Math.round(exact);
  const isWhole = Math.abs(exact - nearest) * 1e6 <= sampleRateHz * 0.5;
  return isWhole ? nearest : round(exact);
}

/**
 * Silences samples in a stretch of interleaved audio that begins at byte `fromByte` of the samples. It may begin and end within a sample.
 * Returns `audio` itself when nothing in it is muted, and otherwise a copy.
 */
export function muteSamples(
  audio: Uint8Array,
  fromByte: number,
  format: WavFormat,
  muted: readonly MutedSamples[],
): Uint8Array {
  const width = bytesPerSample[format.codec];
  const frameBytes = width * format.channelCount;
  const firstFrame = Math.floor(fromByte / frameBytes);
  const endFrame = Math.ceil((fromByte + audio.length) / frameBytes);
  const silence = silenceByte(format.codec);
  let result: Uint8Array | undefined;
  for (const { track, from, to } of muted) {
    if (track >= format.channelCount || to <= firstFrame || from >= endFrame) continue;
    result ??= Uint8Array.from(audio);
    const lastFrame = Math.min(to, endFrame);
    for (let frame = Math.max(from, firstFrame); frame < lastFrame; frame++) {
      const at = frame * frameBytes + track * width - fromByte;
      for (let byte = Math.max(0, at); byte < Math.min(at + width, audio.length); byte++) result[byte] = silence;
    }
  }
  return result ?? audio;
}
