import { createHash } from 'node:crypto';
import type { AuditEntry } from '@earshot/ports';

/** What stands before the first row of a tenant. */
export const NO_ROW_HASH: Uint8Array = Buffer.alloc(32);
/** Changes when the bytes below change, so that rows of both forms can be verified. */
const FORMAT = 1;

/** The hash of a row: SHA-256 of the hash before it and of its fields, as a JSON array in this order. */
export function hashRow(previousHash: Uint8Array, row: AuditEntry): Buffer {
  const { tenant, sequence, firstAtMs, lastAtMs, count, principal, subject, kind, action, callId, address } = row;
  const where = [FORMAT, tenant, sequence, firstAtMs, lastAtMs, count];
  const who = [principal, subject, kind, action, callId, address, row.details];
  return createHash('sha256')
    .update(previousHash)
    .update(JSON.stringify([...where, ...who]))
    .digest();
}
