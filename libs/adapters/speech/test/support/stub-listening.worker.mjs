/**
 * A listening process without models. The first sample of a request is its tag. It writes its start and its work into files and
 * answers with its process id and the tag, or with the next text of the file `texts.json`. A window that begins above 1,000 is speech. It
 * obeys two tags: -1 waits for the file `go`, -2 ends the process as native code does.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The setup names files of models. Here the detector's is the folder of the test.
const folder = JSON.parse(process.argv[2]).setup.vad;
const texts = existsSync(join(folder, 'texts.json')) ? JSON.parse(readFileSync(join(folder, 'texts.json'))) : null;
const streams = new Set();

process.on('disconnect', () => process.exit());
process.on('message', async ({ kind, stream, samples }) => {
  if (kind === 'forget') return void streams.delete(stream);
  const [tag] = samples;
  appendFileSync(join(folder, 'work'), `${process.pid} ${kind} ${tag}\n`);
  if (tag === -2) process.kill(process.pid, 'SIGSEGV');
  while (tag === -1 && !existsSync(join(folder, 'go'))) await new Promise((resolve) => setTimeout(resolve, 5));
  const isFresh = !streams.has(stream);
  streams.add(stream);
  if (kind === 'decode') process.send({ kind: 'decoded', text: texts?.shift() ?? `${process.pid} ${tag}` });
  else
    process.send({
      kind: 'detected',
      isSpeech: Uint8Array.from({ length: samples.length / 512 }, (_, n) => Number(samples[n * 512] > 1_000)),
      isFresh,
    });
});
appendFileSync(join(folder, 'starts'), `${process.pid}\n`);
process.send({ kind: 'ready', trialMs: 1 });
