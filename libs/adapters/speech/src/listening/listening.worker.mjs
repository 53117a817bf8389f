/**
 * Runs Silero's detector of voice activity and the Moonshine recogniser of sherpa-onnx in a process of its own: their native
 * code ends its whole process when something is wrong with a model. It is plain JavaScript because Node starts a process from
 * a file as it is, so that sources and builds can both use it. `listening-protocol.ts` has the types of its messages.
 */
import { setPriority } from 'node:os';
import sherpa from 'sherpa-onnx-node';

const { setup, detector } = JSON.parse(process.argv[2]);
const SAMPLE_RATE_HZ = 16_000;
/** The detector keeps the speech in progress. A longer one is not cut by the detector but by the segmenter. */
const DETECTOR_BUFFER_SECONDS = 60;
const MAX_SPEECH_SECONDS = 30;
/** The segmenter decides when speech begins and ends, so the detector answers for each window at once. It refuses zero. */
const NO_WAIT_SECONDS = 0.001;
/** Detectors of ended streams, for the next ones: loading one takes tens of milliseconds. */
const MAX_SPARE = 8;
/** The first run loads pages and is slower. */
const TRIAL_RUNS = 3;
/** Seconds of silence on both sides of speech that is decoded again. */
const SILENCES_AROUND = [0.2, 0.5];
/** Nice value of a process that decodes. It may use every core, because those that take audio in and detect speech go before it. */
const DECODER_NICENESS = 5;
if (setup.encoder !== undefined) setPriority(DECODER_NICENESS);

const newRecognizer = () =>
  new sherpa.OfflineRecognizer({
    featConfig: { sampleRate: SAMPLE_RATE_HZ, featureDim: 80 },
    modelConfig: {
      moonshine: { encoder: setup.encoder, mergedDecoder: setup.decoder },
      tokens: setup.tokens,
      numThreads: 1,
      provider: 'cpu',
      debug: 0,
    },
  });
/** Null in a process that only detects speech. */
const recognizer = setup.encoder === undefined ? null : newRecognizer();
const detectors = new Map();
const spare = [];

const newDetector = () =>
  new sherpa.Vad(
    {
      sileroVad: {
        model: setup.vad,
        threshold: detector.threshold,
        minSpeechDuration: NO_WAIT_SECONDS,
        minSilenceDuration: NO_WAIT_SECONDS,
        maxSpeechDuration: MAX_SPEECH_SECONDS,
        windowSize: detector.windowSamples,
      },
      sampleRate: SAMPLE_RATE_HZ,
      numThreads: 1,
      provider: 'cpu',
      debug: 0,
    },
    DETECTOR_BUFFER_SECONDS,
  );

function toFloats(samples) {
  const floats = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) floats[at] = samples[at] / 32_768;
  return floats;
}

/**
 * Moonshine sometimes gives no text for clear speech, mostly for digits in a row, and gives it when more silence is around the
 * speech. The first silence that helps counts.
 */
function decodeFinal(samples) {
  const text = decode(samples);
  return text === ''
    ? SILENCES_AROUND.reduce((found, seconds) => found || decode(surround(samples, seconds)), '')
    : text;
}

function surround(samples, seconds) {
  const silence = Math.round(seconds * SAMPLE_RATE_HZ);
  const longer = new Int16Array(samples.length + 2 * silence);
  longer.set(samples, silence);
  return longer;
}

function decode(samples) {
  const stream = recognizer.createStream();
  stream.acceptWaveform({ samples: toFloats(samples), sampleRate: SAMPLE_RATE_HZ });
  recognizer.decode(stream);
  return recognizer.getResult(stream).text.trim();
}

/** Decodes a fixed second of noise, because silence never reaches the models. Returns the shortest CPU time of a few runs. */
function tryDecoder() {
  let state = 1;
  const noise = Int16Array.from({ length: SAMPLE_RATE_HZ }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 20 - 2_048;
  });
  const runs = Array.from({ length: TRIAL_RUNS }, () => {
    const before = process.cpuUsage();
    decode(noise);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...runs);
}

const handlers = {
  detect({ stream, samples }) {
    const isFresh = !detectors.has(stream);
    if (isFresh) detectors.set(stream, spare.pop() ?? newDetector());
    const vad = detectors.get(stream);
    const floats = toFloats(samples);
    const { windowSamples } = detector;
    const isSpeech = new Uint8Array(floats.length / windowSamples);
    for (let n = 0; n < isSpeech.length; n += 1) {
      vad.acceptWaveform(floats.slice(n * windowSamples, (n + 1) * windowSamples));
      isSpeech[n] = vad.isDetected() ? 1 : 0;
      // The segmenter has the audio already.
      while (!vad.isEmpty()) vad.pop();
    }
    return { kind: 'detected', isSpeech, isFresh };
  },
  decode: ({ samples, isFinal }) => ({ kind: 'decoded', text: isFinal ? decodeFinal(samples) : decode(samples) }),
  forget({ stream }) {
    const vad = detectors.get(stream);
    detectors.delete(stream);
    if (vad === undefined || spare.length >= MAX_SPARE) return;
    vad.reset();
    spare.push(vad);
  },
};

process.on('disconnect', () => process.exit());
process.on('message', (request) => {
  const reply = handlers[request.kind](request);
  if (reply !== undefined) process.send(reply);
});
// A trial: a model that does not fit the code ends the process here, before it gets a call.
handlers.detect({ stream: 0, samples: new Int16Array(detector.windowSamples) });
handlers.forget({ stream: 0 });
process.send({ kind: 'ready', trialMs: recognizer === null ? 0 : tryDecoder() });
