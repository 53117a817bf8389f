import { createHash } from 'node:crypto';
import type { Shard as ListedShard } from '@aws-sdk/client-kinesis';
import type { KinesisApi } from '../kinesis-api.js';

export interface Shard {
  readonly id: string;
  /** The shards that were split or merged into this one. Kinesis does not list shards whose records have all expired. */
  readonly parents: readonly string[];
  /** Whether the shard still accepts records. */
  readonly isOpen: boolean;
  /** Whether records with this key go to this shard. */
  holds(key: string): boolean;
}

/** Lists the shards that hold or accept records, in the order of their creation. */
export async function listShards(api: KinesisApi, streamName: string): Promise<Shard[]> {
  const shards: ListedShard[] = [];
  let nextToken: string | undefined;
  do {
    const answer = await api.listShards(
      nextToken === undefined ? { StreamName: streamName } : { NextToken: nextToken },
    );
    shards.push(...(answer.Shards ?? []));
    nextToken = answer.NextToken;
  } while (nextToken !== undefined);
  return shards.map(normalizeShard).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function normalizeShard(listed: ListedShard): Shard {
  const first = BigInt(listed.HashKeyRange?.StartingHashKey ?? '0');
  const last = BigInt(listed.HashKeyRange?.EndingHashKey ?? '0');
  return {
    id: listed.ShardId ?? '',
    parents: [listed.ParentShardId, listed.AdjacentParentShardId].filter((id) => id !== undefined),
    isOpen: listed.SequenceNumberRange?.EndingSequenceNumber === undefined,
    holds: (key) => {
      const hash = BigInt(`0x${createHash('md5').update(key, 'utf8').digest('hex')}`);
      return first <= hash && hash <= last;
    },
  };
}

/** `shardId-000000000012` is partition 12. Kinesis numbers the shards of a stream and never reuses a number. */
export const partitionOfShard = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0) % 2 ** 31;

/** The end of a parent shard that its checkpoint does not cover. */
export interface ParentTail {
  readonly shard: string;
  readonly after: string | null;
}

/**
 * Finds what to read before a shard that has no checkpoint yet, oldest first. A parent that was read to its end may have
 * unacknowledged messages, because their handler needs later messages that are in the child. So the owner of the child
 * reads them again.
 */
export function findParentTails(
  shard: Shard,
  all: ReadonlyMap<string, Shard>,
  checkpointOf: (id: string) => string | null,
): ParentTail[] {
  const tails = new Map<string, ParentTail>();
  const visit = (id: string) => {
    const parent = all.get(id);
    if (parent === undefined || tails.has(id)) return;
    const after = checkpointOf(id);
    if (after === null) parent.parents.forEach(visit);
    tails.set(id, { shard: id, after });
  };
  shard.parents.forEach(visit);
  return [...tails.values()];
}

/** Whether every parent was read to its end or has no records any more. */
export const isReady = (shard: Shard, all: ReadonlyMap<string, Shard>, isFinished: (id: string) => boolean): boolean =>
  shard.parents.every((id) => !all.has(id) || isFinished(id));
