import type { CallId } from '@earshot/contracts';
import { Failure, type CallKeyStore, type StoredCallKey, type WrappedKey } from '@earshot/ports';
import type { Database, SqlClient } from '../database.js';
import { runStatement } from '../run-statement.js';
import * as sql from './call-key-statements.js';

/** One row per call that sealed something. */
export class PostgresCallKeys implements CallKeyStore {
  constructor(private readonly database: Database) {}

  keepFirst(callId: CallId, { wrapped, keyVersion }: WrappedKey): Promise<StoredCallKey> {
    return this.database.transaction(async (client) => {
      const values = [callId, Buffer.from(wrapped), keyVersion];
      await runStatement(client, 'insert-first-call-key', sql.insertFirstKey, values);
      const stored = await findStored(client, callId);
      if (stored !== null) return stored;
      throw new Failure('STORE_UNAVAILABLE', 'The key of the call was removed in the same moment.', {
        retryable: true,
      });
    });
  }

  find(callId: CallId): Promise<StoredCallKey | null> {
    return this.database.transaction((client) => findStored(client, callId));
  }

  findAll(callIds: readonly CallId[]): Promise<ReadonlyMap<CallId, StoredCallKey>> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<(KeyRow & { callId: CallId })[]>(sql.findKeys, [callIds]);
      return new Map(rows.map((row) => [row.callId, toStoredKey(row)]));
    });
  }

  async destroy(callId: CallId): Promise<void> {
    await this.database.transaction((client) => runStatement(client, 'destroy-call-key', sql.destroyKey, [callId]));
  }
}

interface KeyRow {
  readonly wrapped: Buffer | null;
  readonly keyVersion: string | null;
}

async function findStored(client: SqlClient, callId: CallId): Promise<StoredCallKey | null> {
  const rows = await runStatement<KeyRow>(client, 'find-call-key', sql.findKey, [callId]);
  return rows[0] === undefined ? null : toStoredKey(rows[0]);
}

const toStoredKey = ({ wrapped, keyVersion }: KeyRow): StoredCallKey =>
  wrapped === null || keyVersion === null ? 'DESTROYED' : { wrapped, keyVersion };
