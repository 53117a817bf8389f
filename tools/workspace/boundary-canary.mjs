import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './install.mjs';

/**
 * Proves that the lint rules work: each row writes a file that breaks a rule, lints it with Nx's project graph, and expects
 * an error of that rule. This is needed because the import rule does nothing without a project graph, and does not say so.
 */
const boundary = '@nx/enforce-module-boundaries';
const limit = 12;
const rows = [
  ['libs/contracts/src', "import '@earshot/domain';", boundary],
  ['libs/contracts/src', "import 'kafkajs';", boundary],
  ['libs/domain/src', "import '@earshot/ports';", boundary],
  ['libs/domain/src', "import 'typeorm';", boundary],
  ['libs/domain/src', "import 'node:fs';", 'no-restricted-imports'],
  ['libs/domain/src', 'export const now = () => Date.now();', 'no-restricted-syntax'],
  ['libs/domain/src', 'export const later = () => setTimeout(() => {}, 1);', 'no-restricted-globals'],
  ['libs/domain/src', `export const pick = (n: number) => ${'n > 1 ? 1 : '.repeat(limit)}n;`, 'complexity'],
  ['libs/ports/src', "import '@earshot/runtime';", boundary],
  ['libs/ports/src', "import '@earshot/access';", boundary],
  ['libs/access/src', "import '@earshot/postgres';", boundary],
  ['libs/adapters/event-bus/src', "import '@earshot/speech';", boundary],
  ['libs/adapters/event-bus/src', "import '@nestjs/common';", boundary],
  ['libs/adapters/event-bus/src', "import '@earshot/testing';", boundary],
  ['libs/runtime/src', "import '@earshot/event-bus';", boundary],
  ['libs/runtime/src', "import 'kafkajs';", boundary],
  ['apps/ingest/src', "import '@earshot/persistence';", boundary],
  ['apps/ingest/src', "import 'typeorm';", boundary],
  ['apps/ingest/src', "import '@nestjs/common';", 'no-restricted-imports'],
  ['apps/ingest/src', "import '@earshot/media/lca';", 'no-restricted-imports'],
  ['apps/ingest/src/sources', "import '@nestjs/common';", 'no-restricted-imports'],
  ['apps/enrichment/src', "import 'react';", boundary],
  ['apps/enrichment/src', 'export const home = process.env.HOME;', 'no-restricted-properties'],
  ['apps/enrichment/src', 'export const run = (said: string) => eval(said);', 'no-eval'],
  ['apps/enrichment/src', 'export const run = (said: string) => new Function(said);', 'no-new-func'],
  ['apps/web/src', "document.body.innerHTML = 'said';", 'no-restricted-syntax'],
  ['apps/web/src', "export const props = { dangerouslySetInnerHTML: { __html: 'said' } };", 'no-restricted-syntax'],
];
const allowed = [
  ['libs/domain/src', "import '@earshot/contracts';"],
  ['apps/ingest/src', "import '@earshot/runtime';"],
];

// Pairs of files that import each other's types, in one project and across two. ESLint cannot find these cycles.
const cycles = [
  ['libs/domain/src', 'libs/domain/src'],
  ['libs/domain/src', 'libs/media/src'],
];

const file = (folder, index) => join(root, folder, `boundary-canary-${index}.ts`);
const written = [...rows, ...allowed].map(([folder, code], index) => ({
  path: file(folder, index),
  code: `${code}\nexport {};\n`,
}));
let problems = 0;
// The rule reads a cached project graph. Create it before the canaries exist, because they would add cycles to it.
const graph = spawnSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, NX_DAEMON: 'false' },
});
if (graph.status !== 0) throw new Error(`Nx could not create the project graph: ${graph.stderr}`);
try {
  for (const { path, code } of written) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  const lint = spawnSync(
    process.execPath,
    [join(root, 'node_modules/eslint/bin/eslint.js'), '--format', 'json', ...written.map(({ path }) => path)],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, NX_DAEMON: 'false' } },
  );
  const reports = new Map(
    JSON.parse(lint.stdout).map((report) => [report.filePath, report.messages.map(({ ruleId }) => ruleId)]),
  );
  rows.forEach(([folder, code, rule], index) => {
    if (reports.get(file(folder, index))?.includes(rule)) return;
    problems += 1;
    process.stdout.write(`no error of ${rule} in ${folder} for: ${code}\n`);
  });
  allowed.forEach(([folder, code], index) => {
    const found = reports.get(file(folder, rows.length + index)) ?? [];
    if (!found.includes(boundary)) return;
    problems += 1;
    process.stdout.write(`an error in ${folder} for allowed code: ${code}\n`);
  });
  problems += countUnseenCycles();
  process.stdout.write(`${rows.length + allowed.length + cycles.length} canaries, ${problems} wrong\n`);
} finally {
  for (const { path } of written) rmSync(path, { force: true });
}

function countUnseenCycles() {
  const pairs = cycles.map((folders, row) =>
    folders.map((folder, at) => join(folder, `boundary-canary-cycle-${row}-${at}.ts`)),
  );
  try {
    for (const [one, other] of pairs) {
      writeFileSync(join(root, one), typeImport(one, other));
      writeFileSync(join(root, other), typeImport(other, one));
    }
    const cruise = spawnSync(
      process.execPath,
      [
        join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        ...['--config', '.dependency-cruiser.mjs', '--output-type', 'err', ...pairs.flat()],
      ],
      { cwd: root, encoding: 'utf8' },
    );
    const unseen = pairs.filter(([one]) => !cruise.stdout.includes(one));
    for (const [one, other] of unseen)
      process.stdout.write(`no error of no-cycle for ${one} and ${other}, which import each other's types\n`);
    return unseen.length;
  } finally {
    for (const path of pairs.flat()) rmSync(join(root, path), { force: true });
  }
}

function typeImport(from, to) {
  const path = relative(dirname(from), to).replace(/\.ts$/, '.js');
  return `import type { Other } from '${path.startsWith('.') ? path : `./${path}`}';\nexport type Mine = Other | 1;\nexport type { Mine as Other };\n`;
}

process.exitCode = problems === 0 ? 0 : 1;
