/** The band of a telephone call. */
const LOW_HZ = 300;
const HIGH_HZ = 3_400;
/** Taps on each side: the filter passes from one side of an edge to the other within 150 Hz at 8 kHz. */
const REACH = 150;
/** Level of speech, as root mean square: -20 dB of full scale. */
const SPEECH_LEVEL = 3_277;
const MAX_PEAK = 30_000;
/** Level of the line's noise: -64 dB of full scale. */
const NOISE_LEVEL = 20;
/** Quieter samples belong to the silence before or after the words. */
const MIN_AUDIBLE = 200;

/** What a telephone makes of speech: the band of a line, the level of a call, no silence around the words. */
export function passThroughTelephone(samples: Int16Array, sampleRateHz: number): Int16Array {
  const filtered = limitBand(samples, sampleRateHz);
  const level = Math.sqrt(filtered.reduce((sum, sample) => sum + sample ** 2, 0) / Math.max(1, filtered.length));
  const peak = filtered.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0);
  const gain = Math.min(SPEECH_LEVEL / Math.max(1, level), MAX_PEAK / Math.max(1, peak));
  return trimSilence(Int16Array.from(filtered, (sample) => Math.round(sample * gain)));
}

/** Adds the noise of a line. The same seed gives the same noise. */
export function addLineNoise(samples: Int16Array, seed: number): Int16Array {
  const random = createRandom(seed);
  // The sum of twelve uniform numbers is close to a normal distribution with a variance of one.
  const noise = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6) * NOISE_LEVEL;
  return samples.map((sample) => Math.round(Math.max(-32_768, Math.min(32_767, sample + noise()))));
}

/** A number for a text, e.g. as a seed (FNV-1a). */
export function hashText(text: string): number {
  return (
    [...text].reduce((hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x0100_0193), 0x811c_9dc5) >>> 0
  );
}

/** Filters with a windowed sinc and removes its delay. */
function limitBand(samples: Int16Array, sampleRateHz: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * REACH + 1 }, (_, n) => {
    const at = n - REACH;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * at) / REACH) + 0.08 * Math.cos((2 * Math.PI * at) / REACH);
    return window * (lowPass(at, HIGH_HZ / sampleRateHz) - lowPass(at, LOW_HZ / sampleRateHz));
  });
  return Float64Array.from(samples, (_, at) => {
    let sum = 0;
    for (let n = Math.max(0, REACH - at); n < taps.length && at + n - REACH < samples.length; n += 1) {
      sum += (taps[n] ?? 0) * (samples[at + n - REACH] ?? 0);
    }
    return sum;
  });
}

/** The tap of an ideal low-pass filter. The cut-off is a part of the sample rate. */
const lowPass = (at: number, cutoff: number): number =>
  at === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * at) / (Math.PI * at);

/** Uniform numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function trimSilence(samples: Int16Array): Int16Array {
  const isAudible = (sample: number) => Math.abs(sample) > MIN_AUDIBLE;
  const from = samples.findIndex(isAudible);
  return from === -1 ? samples.slice(0, 0) : samples.slice(from, samples.findLastIndex(isAudible) + 1);
}
