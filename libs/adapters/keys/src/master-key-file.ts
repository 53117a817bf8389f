import { randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@earshot/ports';
import { KEY_BYTES, LocalMasterKey } from './local-master-key.js';
import { parseKeys } from './open-local-master-key.js';

/** The file of the master key in a data directory, in the format of EARSHOT_MASTER_KEY_FILE. */
const masterKeyFile = (dataDir: string): string => join(dataDir, 'master.key');
/** Names the version that sealed last, so that the next start notices a lost key. It is no secret. */
const versionFile = (dataDir: string): string => join(dataDir, 'master.key.version');

/**
 * Makes the master key of a data directory at its first start, readable by its owner only. Returns the path of its file.
 * Rejects with `Failure` `MASTER_KEY_LOST` if the directory had a key that is not there any more: a new one would leave
 * everything that the lost one sealed unreadable, and nobody would know.
 */
export async function prepareMasterKeyFile(dataDir: string): Promise<string> {
  const file = masterKeyFile(dataDir);
  const lastVersion = await readText(versionFile(dataDir));
  if ((await readText(file)) === '') {
    if (lastVersion !== '') throw keyLost(file, dataDir);
    await createKey(file);
  }
  const keys = parseKeys(await readText(file), file);
  const versions = keys.map((key) => new LocalMasterKey([key]).newestVersion);
  if (lastVersion !== '' && !versions.includes(lastVersion)) throw keyLost(file, dataDir);
  const newest = versions.at(-1) ?? '';
  if (newest !== lastVersion) await writeFile(versionFile(dataDir), `${newest}\n`, { mode: 0o600 });
  return file;
}

/** The file of the master key in a data directory, or undefined if it has none. */
export async function findMasterKeyFile(dataDir: string): Promise<string | undefined> {
  const file = masterKeyFile(dataDir);
  return (await readText(file)) === '' ? undefined : file;
}

/** The file appears with its whole content, or not at all. If two processes start at once, both use the key that appeared first. */
async function createKey(file: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
    // A key that sealed something must not be lost in a power failure.
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(draft, file).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
    // Somebody made an empty file.
    if ((await readText(file)) === '') await rename(draft, file);
  });
  await rm(draft, { force: true });
}

/** Empty if the file does not exist. Rejects if it cannot be read: a key that is there must not be replaced. */
async function readText(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return '';
    throw new Failure('MASTER_KEY_UNUSABLE', `Cannot read ${file} (${code}). Correct its permissions.`);
  }
}

const keyLost = (file: string, dataDir: string): Failure =>
  new Failure(
    'MASTER_KEY_LOST',
    `This data directory had a master key, but ${file} is missing or holds another key. Restore that file from a backup of the data directory. To begin with a new key instead, delete ${versionFile(dataDir)}; the recordings and dead letters that the lost key sealed then stay sealed for ever.`,
  );
