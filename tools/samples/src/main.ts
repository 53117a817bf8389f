import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { badArgument, formatToolFailure, parseToolArguments } from '@earshot/ports';
import { dialogues } from './dialogues/index.js';
import { makeSample } from './make-sample.js';

const help = `Creates the sample calls and their scripts.

  npm run samples [-- FOLDER]        (default samples)
`;

async function main(): Promise<void> {
  const { values, positionals } = parseToolArguments(() =>
    parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } }),
  );
  if (values.help === true) return void process.stdout.write(help);
  if (positionals.length > 1) throw badArgument(`give one folder, not ${positionals.length}`);
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
  process.stderr.write(`${formatToolFailure(error)}\n`);
  process.exitCode = 1;
});
