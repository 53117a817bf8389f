import type { ServiceName } from '@earshot/contracts';

export interface ProcessPlace {
  readonly name: ServiceName;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Settings of the way to the broker. */
  readonly bus: Readonly<Record<string, string>>;
  /** How many processes share the database. */
  readonly processes: number;
  /** Of the page or of the calls, where it has one. */
  readonly publicPort: number;
  readonly healthPort: number;
}

/** The embedded PostgreSQL takes 60 connections, some of which tools and migrations need. */
const CONNECTIONS = 40;

/** The settings that make a process a part of this stack. */
export function processEnvironment(place: ProcessPlace): Readonly<Record<string, string>> {
  const { name, publicPort } = place;
  const pool = Math.min(10, Math.max(2, Math.floor(CONNECTIONS / place.processes)));
  return {
    DATABASE_URL: place.databaseUrl,
    EARSHOT_DATABASE_POOL: String(pool),
    ...place.bus,
    EARSHOT_DATA_DIR: place.dataDir,
    EARSHOT_HOST: '127.0.0.1',
    EARSHOT_HEALTH_PORT: String(place.healthPort),
    EARSHOT_LOG_FORMAT: 'text',
    ...(name === 'gateway' ? { EARSHOT_HTTP_PORT: String(publicPort) } : {}),
    ...(name === 'ingest' ? { EARSHOT_INGEST_PORT: String(publicPort) } : {}),
  };
}
