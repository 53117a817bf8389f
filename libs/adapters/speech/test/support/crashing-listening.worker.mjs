/** The real process, but the first one dies while it decodes the first utterance. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';

// The parent's id is the same for all processes of one pool.
const mark = join(tmpdir(), `earshot-crashed-${process.ppid}`);
await import('../../src/listening/listening.worker.mjs');
const [handle] = process.listeners('message');
process.removeAllListeners('message');
process.on('message', (request) => {
  if (request.kind === 'decode' && !existsSync(mark)) {
    writeFileSync(mark, '');
    process.abort();
  }
  handle(request);
});
