/**
 * Runs the native recogniser of sherpa-onnx for many streams, away from the event loop. Plain JavaScript, because Node
 * starts a worker from a file as it is: sources and builds can both use this one. What it says is typed in
 * `recognizer-protocol.ts`.
 */
import sherpa from 'sherpa-onnx-node';
import { parentPort, workerData } from 'node:worker_threads';

const { recognizerConfig, sampleRateHz } = workerData;
/** Silence after the last audio, longer than any model looks ahead, so that it decodes all there was. */
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
    // A fresh segment begins where the decoder stands: all before it was heard.
    const writtenSeconds = entry.samples / sampleRateHz;
    const heardSeconds = Math.min(recognizer.getResult(stream).start_time, writtenSeconds);
    tell(id, entry, result, true, heardSeconds);
    post({ kind: 'covered', id, toSeconds: heardSeconds });
  }
}

function tell(id, entry, { tokens, timestamps, start_time: startSeconds }, isFinal, toSeconds) {
  const heard = tokens.join('');
  if (!isFinal && heard === entry.heard) return;
  entry.heard = isFinal ? '' : heard;
  if (tokens.length > 0) post({ kind: 'heard', id, isFinal, tokens, timestamps, startSeconds, toSeconds });
}

const handlers = {
  open({ id }) {
    streams.set(id, { stream: recognizer.createStream(), heard: '', samples: 0 });
  },
  audio({ id, samples }) {
    const entry = streams.get(id);
    if (entry === undefined) return;
    const floats = new Float32Array(samples.length);
    for (let at = 0; at < samples.length; at += 1) floats[at] = samples[at] / 32_768;
    entry.stream.acceptWaveform({ samples: floats, sampleRate: sampleRateHz });
    entry.samples += samples.length;
    decode(id, entry);
    tell(id, entry, recognizer.getResult(entry.stream), false, entry.samples / sampleRateHz);
    post({ kind: 'taken', id, samples: samples.length });
  },
  end({ id }) {
    const entry = streams.get(id);
    if (entry === undefined) return;
    if (entry.samples > 0) {
      entry.stream.acceptWaveform({ samples: TAIL, sampleRate: sampleRateHz });
      entry.stream.inputFinished();
      decode(id, entry);
      tell(id, entry, recognizer.getResult(entry.stream), true, entry.samples / sampleRateHz);
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
