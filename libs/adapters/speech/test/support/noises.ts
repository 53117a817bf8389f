/** Sounds that are no speech, mono at 16 kHz, the same each time. */
const SAMPLE_RATE_HZ = 16_000;

const generate = (seconds: number, sampleAt: (second: number) => number): Int16Array =>
  Int16Array.from({ length: seconds * SAMPLE_RATE_HZ }, (_, n) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sampleAt(n / SAMPLE_RATE_HZ) * 32_767))),
  );

const sine = (hz: number, second: number): number => Math.sin(2 * Math.PI * hz * second);

/** Numbers from -1 to 1 with a fixed seed. */
function noiseSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export const silence = (seconds: number): Int16Array => new Int16Array(seconds * SAMPLE_RATE_HZ);

export function whiteNoise(seconds: number, level: number): Int16Array {
  const next = noiseSource(7);
  return generate(seconds, () => level * next());
}

/** Low, like an engine or a crowd behind a wall. */
export function brownNoise(seconds: number, level: number): Int16Array {
  const next = noiseSource(11);
  let value = 0;
  return generate(seconds, () => (value = 0.98 * value + 0.2 * level * next()));
}

/** The tone of a free line, or of one that rings: two frequencies, on and off. */
export const lineTone = (seconds: number): Int16Array =>
  generate(seconds, (at) => (at % 6 < 2 ? 0.2 * (sine(440, at) + sine(480, at)) : 0));

/** The tones of a keypad. */
export const keypad = (seconds: number): Int16Array =>
  generate(seconds, (at) => (at % 0.3 < 0.12 ? 0.25 * (sine(770, at) + sine(1_336, at)) : 0));

/** Music on hold: a melody in thirds over a bass, with notes that fade. */
export const holdMusic = (seconds: number): Int16Array =>
  generate(seconds, (at) => {
    const melody = [523, 659, 784, 659, 587, 698, 880, 698];
    const note = melody[Math.floor(at / 0.4) % melody.length] ?? 523;
    const fade = Math.exp(-3 * (at % 0.4));
    return (
      0.15 * fade * (sine(note, at) + 0.6 * sine(note * 1.26, at) + 0.3 * sine(note * 2, at)) + 0.1 * sine(131, at)
    );
  });
