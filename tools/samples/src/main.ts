import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dialogues } from './dialogues/index.js';
import { makeSample } from './make-sample.js';

/** `npm run samples [-- FOLDER]`: creates the sample calls and their scripts. The default folder is `samples`. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const folder = resolve(positionals[0] ?? 'samples');
  await mkdir(join(folder, 'scripts'), { recursive: true });
  for (const dialogue of dialogues) {
    const { name, wav, script, conversation } = await makeSample(dialogue);
    await writeFile(join(folder, `${name}.wav`), wav);
    await writeFile(join(folder, 'scripts', `${name}.json`), `${JSON.stringify(script, null, 2)}\n`);
    if (conversation !== null)
      await writeFile(join(folder, `${name}.participants.json`), `${JSON.stringify(conversation, null, 2)}\n`);
    const seconds = (script.utterances.at(-1)?.endMs ?? 0) / 1_000;
    process.stdout.write(`${name}.wav  ${seconds.toFixed(1)} s  ${wav.length} bytes\n`);
  }
}

main().catch((error: unknown) => {
  const isBadArgument = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
  process.stderr.write(
    `${isBadArgument ? 'BAD_ARGUMENT: ' : ''}${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
});
