import { describe, expect, it } from '@jest/globals';
import { crashReason } from './error-text.js';

// Recorded from sherpa-onnx-node 1.13.8 on Node 20.
const exception = `terminate called after throwing an instance of 'Ort::Exception'
  what():  Load model from /models/encoder_model.onnx failed:Protobuf parsing failed.
`;
const refused = `/shared/sherpa-onnx/csrc/offline-moonshine-model-config.cc:Validate:125 moonshine encoder file '/nowhere' does not exist
/shared/sherpa-onnx/c-api/c-api.cc:SherpaOnnxCreateOfflineRecognizer:698 Errors in config
/app/node_modules/sherpa-onnx-node/non-streaming-asr.js:74
    this.handle = addon.createOfflineRecognizer(this.config);
                        ^

TypeError: Please check your config!
    at new OfflineRecognizer (/app/node_modules/sherpa-onnx-node/non-streaming-asr.js:74:25)

Node.js v20.20.2
`;
const thrown = `file:///app/listening.worker.mjs:96
process.send({ kind: 'ready' });
        ^

TypeError: process.send is not a function
    at file:///app/listening.worker.mjs:96:9

Node.js v20.20.2
`;

describe('the reason of a crash', () => {
  it.each([
    [exception, 'Load model from /models/encoder_model.onnx failed:Protobuf parsing failed.'],
    [refused, "moonshine encoder file '/nowhere' does not exist"],
    [thrown, 'TypeError: process.send is not a function'],
    ['Segmentation fault\n', 'Segmentation fault'],
    [' \n', 'no message'],
  ])('is the line that helps (%#)', (stderr, reason) => expect(crashReason(stderr)).toBe(reason));
});
