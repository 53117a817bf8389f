import { mkdtempSync, readFileSync, readdirSync, cpSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from './install.mjs';

/** Writes every generated file; with `--check` says which committed one is out of date and puts nothing back. */
const check = process.argv.includes('--check');
const generated = ['docs/pipeline.md', 'docs/configuration.md', 'docs/errors.md', 'libs/graphql-api/src/generated'];

function snapshot(paths) {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-generated-'));
  for (const path of paths) cpSync(join(root, path), join(folder, path), { recursive: true });
  return folder;
}

const files = (folder, path) => {
  const full = join(folder, path);
  return statSync(full).isDirectory() ? readdirSync(full).flatMap((name) => files(folder, join(path, name))) : [path];
};

const before = check ? snapshot(generated) : null;
run(process.execPath, [join(root, 'libs/graphql-api/codegen.mjs')]);
run(process.execPath, [join(root, 'tools/docs/dist/main.js')]);
if (before !== null) {
  const stale = generated
    .flatMap((path) => files(root, path))
    .filter((path) => {
      try {
        return readFileSync(join(root, path), 'utf8') !== readFileSync(join(before, path), 'utf8');
      } catch {
        return true;
      }
    });
  if (stale.length > 0) {
    process.stderr.write(
      `Out of date, run npm run generate and commit:\n${stale.map((path) => `  ${path}`).join('\n')}\n`,
    );
    process.exitCode = 1;
  }
}
