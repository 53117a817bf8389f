import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatToolFailure, parseToolArguments } from '@earshot/ports';

const help = `Takes the pictures of the docs anew, in docs/images.

  npm run screenshots
`;

async function main(): Promise<void> {
  const { values } = parseToolArguments(() => parseArgs({ options: { help: { type: 'boolean' } } }));
  if (values.help === true) return void process.stdout.write(help);
  // It loads all of Earshot: a wrong argument is refused before.
  const { takeScreenshots } = await import('./take-screenshots.js');
  const root = join(import.meta.dirname, '../../../..');
  await takeScreenshots({
    imagesDir: join(root, 'docs/images'),
    samplesDir: join(root, 'samples'),
    modelsDir: join(root, '.earshot/models'),
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${formatToolFailure(error)}\n`);
  process.exitCode = 1;
});
