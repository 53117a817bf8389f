/**
 * A listening process that takes loud windows for speech, from the second one in a row on, as Silero does. Each request takes two
 * milliseconds, so that a stream does not end before its partials come.
 */
const WINDOW_SAMPLES = 512;
const LOUD = 500;
const streams = new Map();

process.on('disconnect', () => process.exit());
process.on('message', ({ kind, stream, samples }) => {
  if (kind === 'forget') return void streams.delete(stream);
  const isFresh = !streams.has(stream);
  let wasLoud = streams.get(stream) ?? false;
  const isSpeech = Uint8Array.from({ length: samples.length / WINDOW_SAMPLES }, (_, n) => {
    const window = samples.subarray(n * WINDOW_SAMPLES, (n + 1) * WINDOW_SAMPLES);
    const isLoud = window.some((sample) => Math.abs(sample) >= LOUD);
    const answer = isLoud && wasLoud;
    wasLoud = isLoud;
    return Number(answer);
  });
  streams.set(stream, wasLoud);
  setTimeout(() => process.send({ kind: 'detected', isSpeech, isFresh }), 2);
});
process.send({ kind: 'ready', trialMs: 0 });
