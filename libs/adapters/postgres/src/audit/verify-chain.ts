import type { AuditAnchor, AuditEntry, AuditVerdict } from '@earshot/ports';
import { hashRow, NO_ROW_HASH } from './hash-row.js';

/** The last row of a tenant, as its writers noted it. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: Uint8Array;
}

export type ChainRow = AuditEntry & { readonly previousHash: Uint8Array; readonly hash: Uint8Array };

/**
 * Computes each hash of a chain again, up to `head`. `readAfter` returns the next rows, the oldest first. Somebody who may
 * change every table can compute a new chain; only the anchor of an earlier check shows that.
 */
export async function verifyChain(
  head: ChainHead,
  readAfter: (sequence: number) => Promise<readonly ChainRow[]>,
  anchor?: AuditAnchor,
): Promise<AuditVerdict> {
  let last: ChainHead = { sequence: 0, hash: NO_ROW_HASH };
  for (let rows = await readAfter(0); rows.length > 0; rows = await readAfter(last.sequence)) {
    for (const row of rows) {
      const problem = findProblem(last, row, anchor);
      if (problem !== null) return problem;
      last = row;
    }
  }
  if (last.sequence < head.sequence) return broken(last.sequence + 1, 'MISSING');
  if (!isSame(last.hash, head.hash)) return broken(last.sequence, 'CHANGED');
  if (anchor !== undefined && anchor.sequence > head.sequence) return broken(head.sequence + 1, 'MISSING');
  return { isWhole: true, anchor: { sequence: head.sequence, hash: hexOf(head.hash) } };
}

function findProblem(last: ChainHead, row: ChainRow, anchor: AuditAnchor | undefined): AuditVerdict | null {
  const sequence = last.sequence + 1;
  if (row.sequence !== sequence) return broken(sequence, 'MISSING');
  const { previousHash, hash, ...entry } = row;
  if (!isSame(previousHash, last.hash) || !isSame(hash, hashRow(last.hash, entry))) return broken(sequence, 'CHANGED');
  const isOther = anchor?.sequence === sequence && anchor.hash !== hexOf(hash);
  return isOther ? broken(sequence, 'NOT_ANCHORED') : null;
}

type Broken = Extract<AuditVerdict, { isWhole: false }>;

const broken = (sequence: number, reason: Broken['reason']): Broken => ({ isWhole: false, sequence, reason });
const isSame = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');
