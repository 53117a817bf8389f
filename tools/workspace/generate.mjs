import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refuseArguments } from './bad-argument.mjs';
import { compileChanged } from './compile.mjs';
import { findProjects } from './find-projects.mjs';
import { readTexts, restoreTexts } from './generated-files.mjs';
import { ensureInstalled, root, run } from './install.mjs';

/** Writes every generated file. With `--check` it fails instead if one is out of date, names it and leaves it as it was. */
const args = process.argv.slice(2);
const unknown = args.filter((arg) => arg !== '--check');
refuseArguments(unknown, 'npm run generate', 'With -- --check it only says which files are out of date.');
const isCheck = args.includes('--check');
const generated = [
  'docs/pipeline.md',
  'docs/configuration.md',
  'docs/errors.md',
  'docs/events.md',
  'docs/service-rights.md',
  'docs/how-to/choose-an-engine.md',
  'libs/contracts/schemas',
  'tools/docker/s3-policies',
  'libs/graphql-api/src/generated',
  'tsconfig.json',
  'tsconfig.build.json',
  ...findProjects().flatMap(({ path }) =>
    ['tsconfig.json', 'tsconfig.lib.json', 'tsconfig.spec.json']
      .map((name) => `${path}/${name}`)
      .filter((file) => existsSync(join(root, file))),
  ),
];

async function generate() {
  const { writeReferences } = await import('./workspace-projects.mjs');
  await writeReferences();
  // The generators below are TypeScript.
  await compileChanged();
  run(process.execPath, [join(root, 'libs/contracts/write-schemas.mjs')]);
  run(process.execPath, [join(root, 'libs/graphql-api/codegen.mjs')]);
  run(process.execPath, [join(root, 'tools/docs/dist/main.js')]);
}

/** Generates, and puts everything back. Returns the paths of the files that became different. */
async function findStale() {
  const before = readTexts(root, generated);
  let stale = [];
  try {
    await generate();
  } finally {
    stale = restoreTexts(root, before, readTexts(root, generated));
  }
  return stale;
}

await ensureInstalled();
if (isCheck) {
  const stale = await findStale();
  if (stale.length > 0) {
    process.stderr.write(
      `These files are out of date. Run npm run generate and commit them:\n${stale.map((path) => `  ${path}`).join('\n')}\n`,
    );
    process.exitCode = 1;
  }
} else {
  await generate();
}
