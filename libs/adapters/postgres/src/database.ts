import { Failure, type Logger } from '@earshot/ports';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { entities } from './entities.js';
import { migrations } from './migrations/index.js';
import { grantServiceRoles } from './roles/grant-service-roles.js';
import { mayCreateTables, requireCurrentTables } from './roles/require-current-tables.js';
import { requireTlsFiles } from './require-tls-files.js';
import { storeFailure } from './store-failure.js';

export interface DatabaseOptions {
  /** `postgres://…`. Contains the password: do not log it. */
  readonly url: string;
  readonly poolSize: number;
  readonly logger: Logger;
}

/** The client of the driver, as far as prepared statements need it. */
export interface SqlClient {
  query<R>(statement: { name?: string; text: string; values?: unknown[] }): Promise<{ rows: R[] }>;
}

const CONNECT_WITHIN_MS = 5_000;
const STATEMENT_WITHIN_MS = 30_000;
/** An advisory lock that only Earshot uses, so that services that start together migrate one after the other. */
const MIGRATION_LOCK = 7_402_115;

/** The connection pool. Connects at the first use, and retries at each use while there is no server. */
export class Database {
  private source: DataSource;
  private connecting: Promise<DataSource> | undefined;

  /** Throws `STORE_TLS_FAILED` if a file that the address names cannot be read. */
  constructor(private readonly options: DatabaseOptions) {
    requireTlsFiles(options.url);
    this.source = new DataSource(
      this.sourceOptions({
        statement_timeout: STATEMENT_WITHIN_MS,
        query_timeout: STATEMENT_WITHIN_MS + CONNECT_WITHIN_MS,
      }),
    );
  }

  async read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await work((await this.connect()).manager);
    } catch (error) {
      throw storeFailure(error);
    }
  }

  async transaction<T>(work: (client: SqlClient) => Promise<T>): Promise<T> {
    try {
      const runner = (await this.connect()).createQueryRunner();
      try {
        const client = (await runner.connect()) as SqlClient;
        await client.query({ text: 'begin' });
        try {
          const result = await work(client);
          await client.query({ text: 'commit' });
          return result;
        } catch (error) {
          await client.query({ text: 'rollback' }).catch(() => undefined);
          throw error;
        }
      } finally {
        await runner.release();
      }
    } catch (error) {
      throw storeFailure(error);
    }
  }

  /**
   * Creates or updates the tables, and grants the roles of the services what they need. Safe to repeat and to run from several
   * processes at once. With the role of a service, it only checks that the tables are those of this version.
   */
  async migrate(): Promise<void> {
    // One connection holds the lock, the other migrates. No statement timeout: building an index may take minutes.
    const source = new DataSource(this.sourceOptions({ max: 2 }));
    try {
      await source.initialize();
      if (!(await mayCreateTables(source.manager))) return await requireCurrentTables(source.manager);
      const lock = source.createQueryRunner();
      try {
        await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
        const applied = await source.runMigrations({ transaction: 'each' });
        if (applied.length > 0)
          this.options.logger.info(
            { migrations: applied.map(({ name }) => name) },
            'database tables created or updated',
          );
        await source.transaction(grantServiceRoles);
        await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      } finally {
        await lock.release();
      }
    } catch (error) {
      throw storeFailure(error);
    } finally {
      if (source.isInitialized) await source.destroy();
    }
  }

  async close(): Promise<void> {
    await this.connecting?.catch(() => undefined);
    if (this.source.isInitialized) await this.source.destroy();
  }

  private connect(): Promise<DataSource> {
    if (this.source.isInitialized) return Promise.resolve(this.source);
    this.connecting ??= this.source.initialize().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  private sourceOptions(extra: Record<string, number>): DataSourceOptions {
    const { url, poolSize, logger } = this.options;
    return {
      type: 'postgres',
      url,
      entities,
      migrations,
      migrationsTableName: 'earshot_migrations',
      synchronize: false,
      installExtensions: false,
      logging: false,
      poolErrorHandler: (error: unknown) =>
        logger.warn({ code: (storeFailure(error) as Failure).code }, 'a connection to the database was lost'),
      // A page is read from two ranges of an index, in order. Parallel workers would mix the ranges.
      extra: {
        max: poolSize,
        connectionTimeoutMillis: CONNECT_WITHIN_MS,
        keepAlive: true,
        options: '-c max_parallel_workers_per_gather=0',
        ...extra,
      },
    };
  }
}
