import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './install.mjs';

/**
 * Proves that the walls stand: each row writes a file that must not pass lint, lints it through Nx's project graph, and
 * expects the named rule to object. The import rule can switch itself off without a word when it has no project graph.
 */
const boundary = '@nx/enforce-module-boundaries';
const rows = [
  ['libs/contracts/src', "import '@earshot/domain';", boundary],
  ['libs/contracts/src', "import 'kafkajs';", boundary],
  ['libs/domain/src', "import '@earshot/ports';", boundary],
  ['libs/domain/src', "import 'typeorm';", boundary],
  ['libs/domain/src', "import 'node:fs';", 'no-restricted-imports'],
  ['libs/domain/src', 'export const now = () => Date.now();', 'no-restricted-syntax'],
  ['libs/domain/src', 'export const later = () => setTimeout(() => {}, 1);', 'no-restricted-globals'],
  ['libs/ports/src', "import '@earshot/runtime';", boundary],
  ['libs/adapters/event-bus/src', "import '@earshot/speech';", boundary],
  ['libs/adapters/event-bus/src', "import '@nestjs/common';", boundary],
  ['libs/adapters/event-bus/src', "import '@earshot/testing';", boundary],
  ['libs/runtime/src', "import '@earshot/event-bus';", boundary],
  ['libs/runtime/src', "import 'kafkajs';", boundary],
  ['apps/ingest/src', "import '@earshot/persistence';", boundary],
  ['apps/ingest/src', "import 'typeorm';", boundary],
  ['apps/ingest/src', "import '@nestjs/common';", 'no-restricted-imports'],
  ['apps/enrichment/src', "import 'react';", boundary],
  ['apps/enrichment/src', 'export const home = process.env.HOME;', 'no-restricted-properties'],
];
const legal = [
  ['libs/domain/src', "import '@earshot/contracts';"],
  ['apps/ingest/src', "import '@earshot/runtime';"],
];

const file = (folder, index) => join(root, folder, `boundary-canary-${index}.ts`);
const written = [...rows, ...legal].map(([folder, code], index) => ({
  path: file(folder, index),
  code: `${code}\nexport {};\n`,
}));
let problems = 0;
// The rule reads a cached graph of the workspace; it is made before the canaries are there, or they would close circles.
const graph = spawnSync(process.execPath, [join(root, 'node_modules/nx/dist/bin/nx.js'), 'show', 'projects'], {
  cwd: root,
  encoding: 'utf8',
  env: { ...process.env, NX_DAEMON: 'false' },
});
if (graph.status !== 0) throw new Error(`the project graph cannot be made: ${graph.stderr}`);
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
    process.stdout.write(`the wall is down: ${folder} may write ${code} (expected ${rule})\n`);
  });
  legal.forEach(([folder, code], index) => {
    const found = reports.get(file(folder, rows.length + index)) ?? [];
    if (!found.includes(boundary)) return;
    problems += 1;
    process.stdout.write(`a wall stands where none should: ${folder}: ${code}\n`);
  });
  process.stdout.write(`${rows.length + legal.length} canaries, ${problems} wrong\n`);
} finally {
  for (const { path } of written) rmSync(path, { force: true });
}
process.exitCode = problems === 0 ? 0 : 1;
