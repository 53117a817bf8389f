/** A recogniser thread that starts and dies of its first audio. */
import { parentPort } from 'node:worker_threads';

parentPort.on('message', ({ kind }) => {
  if (kind === 'audio') throw new Error('out of memory');
});
parentPort.postMessage({ kind: 'ready' });
