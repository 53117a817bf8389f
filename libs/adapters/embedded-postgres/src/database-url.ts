import { join } from 'node:path';

/** Database of the calls within the cluster. */
export const DATABASE = 'earshot';

/** Beside the cluster, for its owner alone. */
export const passwordFile = (dataDir: string): string => join(dataDir, 'postgres.password');

export const databaseUrl = ({ password, port }: { password: string; port: number }, database = DATABASE): string =>
  `postgres://earshot:${password}@127.0.0.1:${port}/${database}`;
