import { createHash } from 'node:crypto';
import type { ErasureProof } from '@earshot/ports';

/** Changes when the fields below change, so that proofs of both forms can be verified. */
const FORMAT = 1;

/** SHA-256 of the fields of a proof, as a JSON array in this order. The tables are in the order of their names. */
export function hashErasure(tenant: string, proof: Omit<ErasureProof, 'hash'>): Buffer {
  const { callId, cause, reason, principal, subject, requestedAtMs, removedAtMs, confirmedAtMs } = proof;
  const asked = [FORMAT, tenant, callId, cause, reason, principal, subject, requestedAtMs];
  const rows = Object.entries(proof.rows).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const removed = [removedAtMs, confirmedAtMs, rows, proof.files, proof.fileBytes];
  return createHash('sha256')
    .update(JSON.stringify([...asked, ...removed]))
    .digest();
}
