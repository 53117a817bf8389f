import { wavHeader } from '@earshot/domain';

/** A WAV file with one tone at half of the full scale, in 16 bits and one channel. */
export function toneWav(frequencyHz: number, durationMs: number, sampleRateHz: number): Uint8Array {
  const samples = Int16Array.from({ length: (durationMs * sampleRateHz) / 1_000 }, (_, at) =>
    Math.round(16_384 * Math.sin((2 * Math.PI * frequencyHz * at) / sampleRateHz)),
  );
  const header = wavHeader({ codec: 'L16', sampleRateHz, channelCount: 1 }, samples.byteLength);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
}

/** The samples of one track of interleaved L16. */
export function trackOf(samples: Uint8Array, track: number, trackCount: number): Int16Array {
  const { buffer, byteOffset, byteLength } = samples;
  return new Int16Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer).filter(
    (_, at) => at % trackCount === track,
  );
}

const WINDOW_MS = 100;

/** How much of the energy of a sound is in one tone, 0 to 1, by windows of 100 ms. Silence has none. */
export function toneShares(samples: Int16Array, frequencyHz: number, sampleRateHz: number): readonly number[] {
  const length = Math.round((WINDOW_MS * sampleRateHz) / 1_000);
  return Array.from({ length: Math.floor(samples.length / length) }, (_, at) =>
    toneShare(samples.subarray(at * length, (at + 1) * length), (2 * Math.PI * frequencyHz) / sampleRateHz),
  );
}

function toneShare(window: Int16Array, radiansPerSample: number): number {
  let [real, imaginary, energy] = [0, 0, 0];
  for (const [at, sample] of window.entries()) {
    real += sample * Math.cos(radiansPerSample * at);
    imaginary += sample * Math.sin(radiansPerSample * at);
    energy += sample * sample;
  }
  return energy === 0 ? 0 : (2 * (real ** 2 + imaginary ** 2)) / (window.length * energy);
}

/** A tone whose samples are rounded, and were resampled, misses the next one by less. A lost or doubled sample misses it by thousands. */
const ROUNDING = 64;

/** How often a sample does not follow from the two before it, as those of one tone do: where a sound begins, ends or lacks a sample. */
export function countBreaks(samples: Int16Array, frequencyHz: number, sampleRateHz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
  const isBreak = (at: number): boolean => {
    const [before = 0, last = 0, next = 0] = samples.subarray(at - 2, at + 1);
    return Math.abs(next - factor * last + before) > ROUNDING;
  };
  return samples.reduce((count, _, at) => count + (at >= 2 && isBreak(at) ? 1 : 0), 0);
}
