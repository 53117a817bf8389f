/** The real recogniser, which also tells the order of its work on the channel `recogniser-work`. */
import { BroadcastChannel, parentPort } from 'node:worker_threads';

const channel = new BroadcastChannel('recogniser-work');
parentPort.on('message', ({ kind, id }) => {
  if (kind === 'audio' || kind === 'end') channel.postMessage({ kind, id });
});
await import('../../src/sherpa/recognizer.worker.mjs');
