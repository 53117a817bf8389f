import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compileChanged } from './compile.mjs';
import { findProjects } from './find-projects.mjs';
import { ensureInstalled, root, run } from './install.mjs';

/** Writes every generated file. With `--check` it also fails if one was out of date, and names it. */
const check = process.argv.includes('--check');
const generated = [
  'docs/pipeline.md',
  'docs/configuration.md',
  'docs/errors.md',
  'docs/events.md',
  'docs/how-to/choose-an-engine.md',
  'libs/contracts/schemas',
  'libs/graphql-api/src/generated',
  'tsconfig.json',
  'tsconfig.build.json',
  ...findProjects().flatMap(({ path }) =>
    ['tsconfig.json', 'tsconfig.lib.json', 'tsconfig.spec.json']
      .map((name) => `${path}/${name}`)
      .filter((file) => existsSync(join(root, file))),
  ),
];

const files = (path) =>
  statSync(join(root, path)).isDirectory()
    ? readdirSync(join(root, path)).flatMap((name) => files(join(path, name)))
    : [path];
const texts = () => new Map(generated.flatMap(files).map((path) => [path, readFileSync(join(root, path), 'utf8')]));

const before = check ? texts() : null;
await ensureInstalled();
const { writeReferences } = await import('./workspace-projects.mjs');
await writeReferences();
// The generators below are TypeScript.
await compileChanged();
run(process.execPath, [join(root, 'libs/contracts/write-schemas.mjs')]);
run(process.execPath, [join(root, 'libs/graphql-api/codegen.mjs')]);
run(process.execPath, [join(root, 'tools/docs/dist/main.js')]);
if (before !== null) {
  const after = texts();
  const stale = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  if (stale.length > 0) {
    process.stderr.write(
      `These files were out of date. Run npm run generate and commit them:\n${stale.map((path) => `  ${path}`).join('\n')}\n`,
    );
    process.exitCode = 1;
  }
}
