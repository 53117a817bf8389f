import { join } from 'node:path';

/** The database in the cluster that holds the calls. */
export const DATABASE = 'earshot';

/** The superuser of the cluster. Only the start of the server uses it. */
export const ADMIN_ROLE = 'earshot';
/** The role that owns the database of the calls and nothing else. Services without roles of their own use it. */
export const APPLICATION_ROLE = 'earshot_app';

/** The file of the superuser's generated password. Only its owner can read it. */
export const adminPasswordFile = (dataDir: string): string => join(dataDir, 'postgres.password');
/** The same for the role of the services. */
export const applicationPasswordFile = (dataDir: string): string => join(dataDir, 'postgres-app.password');

export interface Login {
  readonly role: string;
  readonly password: string;
}

export const databaseUrl = ({ role, password }: Login, port: number, database = DATABASE): string =>
  `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
