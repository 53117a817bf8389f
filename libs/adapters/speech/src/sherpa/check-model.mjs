/**
 * Loads a model and decodes three seconds of silence in a process of its own: the native code ends its whole process when
 * it cannot use a model. Plain JavaScript for the same reason as `recognizer.worker.mjs`.
 */
import sherpa from 'sherpa-onnx-node';

const { recognizerConfig, sampleRateHz } = JSON.parse(process.argv[2]);
const recognizer = new sherpa.OnlineRecognizer(recognizerConfig);
const stream = recognizer.createStream();
stream.acceptWaveform({ samples: new Float32Array(3 * sampleRateHz), sampleRate: sampleRateHz });
stream.inputFinished();
while (recognizer.isReady(stream)) recognizer.decode(stream);
recognizer.getResult(stream);
