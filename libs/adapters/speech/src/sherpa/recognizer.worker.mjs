/**
 * Runs the native recogniser of sherpa-onnx for many streams, outside the event loop. It is plain JavaScript because Node
 * starts a worker from a file as it is, so that sources and builds can both use it. `recognizer-protocol.ts` has the types
 * of its messages.
 */
import sherpa from 'sherpa-onnx-node';
import { parentPort, workerData } from 'node:worker_threads';

const { recognizerConfig, sampleRateHz } = workerData;
/** Silence after the last audio, longer than any model's look-ahead, so that the model decodes everything. */
const TAIL = new Float32Array(sampleRateHz * 2);
const recognizer = new sherpa.OnlineRecognizer(recognizerConfig);
const streams = new Map();

const post = (message) => parentPort.postMessage(message);

function decode(id, entry) {
  const { stream } = entry;
  while (recognizer.isReady(stream)) {
    recognizer.decode(stream);
    if (!recognizer.isEndpoint(stream)) continue;
    const result = recognizer.getResult(stream);
    recognizer.reset(stream);
    // A fresh segment begins at the decoder's position: everything before it is covered.
    const writtenSeconds = entry.samples / sampleRateHz;
    const coveredSeconds = Math.min(recognizer.getResult(stream).start_time, writtenSeconds);
    postResult(id, entry, result, true, coveredSeconds);
    post({ kind: 'covered', id, toSeconds: coveredSeconds });
  }
}

function postResult(id, entry, { tokens, timestamps, start_time: startSeconds }, isFinal, toSeconds) {
  const text = tokens.join('');
  if (!isFinal && text === entry.text) return;
  entry.text = isFinal ? '' : text;
  if (tokens.length > 0) post({ kind: 'recognized', id, isFinal, tokens, timestamps, startSeconds, toSeconds });
}

const handlers = {
  open({ id }) {
    streams.set(id, { stream: recognizer.createStream(), text: '', samples: 0 });
  },
  audio({ id, samples }) {
    const entry = streams.get(id);
    if (entry === undefined) return;
    const floats = new Float32Array(samples.length);
    for (let at = 0; at < samples.length; at += 1) floats[at] = samples[at] / 32_768;
    entry.stream.acceptWaveform({ samples: floats, sampleRate: sampleRateHz });
    entry.samples += samples.length;
    decode(id, entry);
    postResult(id, entry, recognizer.getResult(entry.stream), false, entry.samples / sampleRateHz);
    post({ kind: 'taken', id, samples: samples.length });
  },
  end({ id }) {
    const entry = streams.get(id);
    if (entry === undefined) return;
    if (entry.samples > 0) {
      entry.stream.acceptWaveform({ samples: TAIL, sampleRate: sampleRateHz });
      entry.stream.inputFinished();
      decode(id, entry);
      postResult(id, entry, recognizer.getResult(entry.stream), true, entry.samples / sampleRateHz);
    }
    streams.delete(id);
    post({ kind: 'ended', id });
  },
  abort({ id }) {
    streams.delete(id);
  },
};

parentPort.on('message', (message) => handlers[message.kind](message));
post({ kind: 'ready' });
