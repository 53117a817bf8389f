import { createHash } from 'node:crypto';
import { ListShardsCommand, type KinesisClient, type Shard as ListedShard } from '@aws-sdk/client-kinesis';

export interface Shard {
  readonly id: string;
  /** The shards it came from, by a split or a merge; those whose records are all expired are not listed any more. */
  readonly parents: readonly string[];
  readonly isOpen: boolean;
  /** Whether records with this key land in it. */
  holds(key: string): boolean;
}

/** All shards that still have records or get some, in the order they were made. */
export async function listShards(client: KinesisClient, streamName: string): Promise<Shard[]> {
  const shards: ListedShard[] = [];
  let next: string | undefined;
  do {
    const answer = await client.send(
      new ListShardsCommand(next === undefined ? { StreamName: streamName } : { NextToken: next }),
    );
    shards.push(...(answer.Shards ?? []));
    next = answer.NextToken;
  } while (next !== undefined);
  return shards.map(shardOf).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function shardOf(listed: ListedShard): Shard {
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

/** Kinesis numbers the shards of a stream and never gives a number twice: `shardId-000000000012` is 12. */
export const partitionOfShard = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0) % 2 ** 31;

/** Where a child's reading begins: the ends of its parents that their checkpoints do not cover, oldest first. */
export interface Tail {
  readonly shard: string;
  readonly after: string | null;
}

/**
 * What is to be read before a shard that has no checkpoint yet. A parent that was read to its end may have messages that
 * nobody acknowledged, for want of later ones that are in the child: whoever owns the child needs them too.
 */
export function tailsBefore(
  shard: Shard,
  all: ReadonlyMap<string, Shard>,
  checkpointOf: (id: string) => string | null,
): Tail[] {
  const tails = new Map<string, Tail>();
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

/** Whether all its parents were read to their ends, or have no records any more. */
export const isReady = (shard: Shard, all: ReadonlyMap<string, Shard>, isFinished: (id: string) => boolean): boolean =>
  shard.parents.every((id) => !all.has(id) || isFinished(id));
