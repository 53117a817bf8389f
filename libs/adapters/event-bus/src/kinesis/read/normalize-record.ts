import type { _Record } from '@aws-sdk/client-kinesis';
import type { ShardRecord } from './message-assembler.js';

export const normalizeRecord = (record: _Record): ShardRecord => ({
  sequenceNumber: record.SequenceNumber ?? '0',
  key: record.PartitionKey ?? '',
  data: record.Data ?? new Uint8Array(),
  arrivedAtMs: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
});
