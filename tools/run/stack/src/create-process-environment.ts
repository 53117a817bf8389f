import type { ServiceName } from '@earshot/contracts';

export interface ProcessEnvironmentOptions {
  readonly name: ServiceName;
  readonly dataDir: string;
  /** Of the role of this service. */
  readonly databaseUrl: string;
  /** Every service of the stack seals with the same key. */
  readonly masterKeyFile: string;
  /** Settings that connect it to the broker. */
  readonly bus: Readonly<Record<string, string>>;
  /** Number of processes that share the database. */
  readonly processes: number;
  /** Port of the web page or of ingest. The other services do not use it. */
  readonly publicPort: number;
  readonly healthPort: number;
}

/** The embedded PostgreSQL accepts 60 connections. Tools and migrations need some of them. */
const CONNECTIONS_OF_SERVICES = 40;

/** Creates the environment variables of one process of the stack. */
export function createProcessEnvironment(options: ProcessEnvironmentOptions): Readonly<Record<string, string>> {
  const { name, publicPort } = options;
  const pool = Math.min(10, Math.max(2, Math.floor(CONNECTIONS_OF_SERVICES / options.processes)));
  return {
    DATABASE_URL: options.databaseUrl,
    EARSHOT_DATABASE_POOL: String(pool),
    ...options.bus,
    EARSHOT_DATA_DIR: options.dataDir,
    EARSHOT_MASTER_KEY_FILE: options.masterKeyFile,
    EARSHOT_HOST: '127.0.0.1',
    // Only this machine reaches the services, so nobody has to sign in unless the caller wants it.
    EARSHOT_AUTH: process.env['EARSHOT_AUTH'] || 'open',
    EARSHOT_HEALTH_PORT: String(options.healthPort),
    EARSHOT_LOG_FORMAT: 'text',
    ...(name === 'gateway' ? { EARSHOT_HTTP_PORT: String(publicPort) } : {}),
    ...(name === 'ingest' ? { EARSHOT_INGEST_PORT: String(publicPort) } : {}),
  };
}
