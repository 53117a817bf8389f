/**
 * A listening process that detects bursts of sound as Silero detects speech: after 160 ms of it, until 500 ms of silence. Each
 * request takes two milliseconds, so that a stream does not end before its partials come.
 */
const WINDOW_SAMPLES = 512;
const LOUD = 500;
const ONSET_WINDOWS = 5;
const SILENCE_WINDOWS = 16;
const streams = new Map();

process.on('disconnect', () => process.exit());
process.on('message', ({ kind, stream, samples }) => {
  if (kind === 'forget') return void streams.delete(stream);
  const isFresh = !streams.has(stream);
  const state = streams.get(stream) ?? { loud: 0, quiet: 0, isSpeech: false };
  streams.set(stream, state);
  const isSpeech = Uint8Array.from({ length: samples.length / WINDOW_SAMPLES }, (_, n) => {
    const window = samples.subarray(n * WINDOW_SAMPLES, (n + 1) * WINDOW_SAMPLES);
    const isLoud = window.some((sample) => Math.abs(sample) >= LOUD);
    state.loud = isLoud ? state.loud + 1 : 0;
    state.quiet = isLoud ? 0 : state.quiet + 1;
    state.isSpeech = state.isSpeech ? state.quiet < SILENCE_WINDOWS : state.loud >= ONSET_WINDOWS;
    return Number(state.isSpeech);
  });
  setTimeout(() => process.send({ kind: 'detected', isSpeech, isFresh }), 2);
});
process.send({ kind: 'ready', trialMs: 0 });
