import type { CallId } from '@earshot/contracts';
import { Failure, type ErasedPlacement, type ErasureProof, type ErasureQueue, type ErasureTask } from '@earshot/ports';
import { destroyKey } from '../call-keys/call-key-statements.js';
import type { Database, SqlClient } from '../database.js';
import { runStatement } from '../run-statement.js';
import { erasedTables } from './erased-tables.js';
import * as sql from './erasure-statements.js';
import { hashErasure } from './hash-erasure.js';

/** Removes the rows of erased calls, and writes what was removed. */
export class PostgresErasureQueue implements ErasureQueue {
  constructor(private readonly database: Database) {}

  takeErasures({
    first,
    nowMs,
    leaseMs,
    secondLookMs,
  }: Parameters<ErasureQueue['takeErasures']>[0]): Promise<ErasureTask[]> {
    const values = [first, nowMs, nowMs - leaseMs, nowMs - secondLookMs];
    return this.database.transaction((client) => runStatement(client, 'take-erasures', sql.takeErasures, values));
  }

  removeRows(callId: CallId): Promise<ErasedPlacement> {
    return this.database.transaction(async (client) => {
      const [placement] = await runStatement<ErasedPlacement>(client, 'find-erased-placement', sql.findPlacement, [
        callId,
      ]);
      if (placement === undefined) throw new Failure('STORE_REFUSED', 'Nobody asked for this call to be erased.');
      // First, as writers of the call do, so that two of them cannot deadlock.
      await runStatement(client, 'lock-erased-call', `select id from calls where id = $1 for update`, [callId]);
      await runStatement(client, 'destroy-call-key', destroyKey, [callId]);
      const rows = await removeFromTables(client, callId);
      if (Object.keys(rows).length > 0)
        await runStatement(client, 'add-removed-rows', sql.addRemovedRows, [callId, JSON.stringify(rows)]);
      if (placement.agentId !== null)
        await runStatement(client, 'remove-agent-searches', sql.removeAgentSearches, [placement.agentId]);
      return placement;
    });
  }

  async finishStep(
    { callId, isLastLook }: ErasureTask,
    { files, fileBytes }: { readonly files: number; readonly fileBytes: number },
    nowMs: number,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const values = [callId, nowMs, files, fileBytes, isLastLook];
      type Noted = ErasureProof & { readonly tenant: string };
      const [noted] = await runStatement<Noted>(client, 'note-removed', sql.noteRemoved, values);
      if (noted === undefined || !isLastLook) return;
      await runStatement(client, 'set-erasure-hash', sql.setHash, [callId, hashErasure(noted.tenant, noted)]);
    });
  }
}

/** Returns how many rows of which tables are gone. */
async function removeFromTables(client: SqlClient, callId: CallId): Promise<Readonly<Record<string, number>>> {
  const rows: Record<string, number> = {};
  for (const [table, column] of erasedTables) {
    const text = `with gone as (delete from ${table} where ${column} = $1 returning 1) select count(*)::int as n from gone`;
    const [removed] = await runStatement<{ n: number }>(client, `erase-${table}`, text, [callId]);
    if (removed !== undefined && removed.n > 0) rows[table] = removed.n;
  }
  return rows;
}
