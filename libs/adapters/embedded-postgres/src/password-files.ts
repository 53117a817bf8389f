import { Failure } from '@earshot/ports';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { adminPasswordFile, applicationPasswordFile } from './database-url.js';

export interface Passwords {
  readonly admin: string;
  readonly application: string;
}

/** Reads the passwords, and generates them for a new cluster. Rejects with `POSTGRES_PASSWORD_LOST`. */
export async function preparePasswords(dataDir: string, hasCluster: boolean): Promise<Passwords> {
  const file = adminPasswordFile(dataDir);
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (known === '' && hasCluster) throw passwordLost(file);
  // The next start sets this password in the database, so its file may be lost.
  const application = await readOrCreate(applicationPasswordFile(dataDir));
  return { admin: await readOrCreate(file), application };
}

export const passwordLost = (file: string): Failure =>
  new Failure(
    'POSTGRES_PASSWORD_LOST',
    `The database in this data directory exists, but ${file} is missing or is not its password. Restore that file from a backup of the data directory. To begin with an empty database instead, move the folder postgres beside it away.`,
  );

/** The file is created exclusively, so that two processes that start at once read the same password. */
async function readOrCreate(file: string): Promise<string> {
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  const password = (await readFile(file, 'utf8')).trim();
  if (password !== '') return password;
  await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return (await readFile(file, 'utf8')).trim();
}
