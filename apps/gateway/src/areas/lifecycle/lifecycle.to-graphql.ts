import type { Erasure } from '@earshot/graphql-api';
import type { ErasureProof } from '@earshot/ports';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';

/** A proof as GraphQL shows it. */
export function erasureToGraphql({ rows, files, fileBytes, ...proof }: ErasureProof): Erasure {
  const { requestedAtMs, removedAtMs, confirmedAtMs, ...shown } = proof;
  return {
    ...shown,
    requestedAt: toDateTime(requestedAtMs),
    removedAt: removedAtMs === null ? null : toDateTime(removedAtMs),
    confirmedAt: confirmedAtMs === null ? null : toDateTime(confirmedAtMs),
    removedRows: Object.entries(rows)
      .map(([table, count]) => ({ table, rows: count }))
      .toSorted((a, b) => (a.table < b.table ? -1 : 1)),
    removedFiles: files,
    removedFileBytes: fileBytes,
  };
}
