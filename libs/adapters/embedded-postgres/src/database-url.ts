import { join } from 'node:path';

/** The database in the cluster that holds the calls. */
export const DATABASE = 'earshot';

/** The file of the generated password. Only its owner can read it. */
export const passwordFile = (dataDir: string): string => join(dataDir, 'postgres.password');

export const databaseUrl = ({ password, port }: { password: string; port: number }, database = DATABASE): string =>
  `postgres://earshot:${password}@127.0.0.1:${port}/${database}`;
