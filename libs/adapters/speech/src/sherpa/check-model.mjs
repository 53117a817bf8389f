/**
 * Loads a model and decodes a second of silence, in a process of its own: the native code ends the whole process when
 * it does not like a model, and that must not be ours. Plain JavaScript for the reason that `recognizer.worker.mjs` has.
 */
import sherpa from 'sherpa-onnx-node';

const { recognizerConfig, sampleRateHz } = JSON.parse(process.argv[2]);
const recognizer = new sherpa.OnlineRecognizer(recognizerConfig);
const stream = recognizer.createStream();
stream.acceptWaveform({ samples: new Float32Array(3 * sampleRateHz), sampleRate: sampleRateHz });
stream.inputFinished();
while (recognizer.isReady(stream)) recognizer.decode(stream);
recognizer.getResult(stream);
