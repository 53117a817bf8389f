import type { ServerHttp2Stream } from 'node:http2';
import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';

type Ask = (operation: string, input: object) => Promise<Record<string, unknown>>;

export interface PushedShard {
  readonly streamName: string;
  readonly shard: string;
  readonly position: { readonly Type: string; readonly SequenceNumber?: string };
}

interface ListedShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly AdjacentParentShardId?: string;
  readonly HashKeyRange: object;
  readonly SequenceNumberRange: { readonly StartingSequenceNumber: string };
}

const PUSH_EVERY_MS = 20;
const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (text) => Buffer.from(text, 'utf8'),
);
const text = (value: string) => ({ type: 'string' as const, value });

/** One subscription to a shard, as an event stream over HTTP/2. It reads the records that it pushes through `ask`. */
export class KinesisPushes {
  events = 0;

  constructor(
    private readonly stream: ServerHttp2Stream,
    private readonly ask: Ask,
    private readonly pushed: PushedShard,
  ) {
    stream.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return !this.stream.closed && !this.stream.destroyed;
  }

  /** Asks `mayPush` before each event: `end` ends the stream cleanly, `wait` pushes nothing. */
  async run(mayPush: (pushes: KinesisPushes) => 'push' | 'end' | 'wait'): Promise<void> {
    const { streamName, shard, position } = this.pushed;
    this.stream.respond({ ':status': 200, 'content-type': 'application/vnd.amazon.eventstream' });
    this.write({ ':event-type': text('initial-response'), ':message-type': text('event') }, {});
    const listed = (await this.ask('ListShards', { StreamName: streamName }))['Shards'] as ListedShard[];
    let last =
      position.SequenceNumber ??
      listed.find(({ ShardId }) => ShardId === shard)?.SequenceNumberRange.StartingSequenceNumber;
    let iterator = (
      await this.ask('GetShardIterator', {
        ...{ StreamName: streamName, ShardId: shard, ShardIteratorType: position.Type },
        ...(position.SequenceNumber !== undefined && { StartingSequenceNumber: position.SequenceNumber }),
      })
    )['ShardIterator'];
    while (this.isOpen) {
      const may = mayPush(this);
      if (may === 'end') return this.end();
      if (may === 'push') {
        const answer = await this.ask('GetRecords', { ShardIterator: iterator, Limit: 100 });
        const records = answer['Records'] as { SequenceNumber: string }[];
        last = records.at(-1)?.SequenceNumber ?? last;
        iterator = answer['NextShardIterator'];
        this.event({
          Records: records,
          MillisBehindLatest: 0,
          ...(iterator === undefined
            ? { ChildShards: await this.childrenOf(shard) }
            : { ContinuationSequenceNumber: last }),
        });
        if (iterator === undefined) return this.end();
      }
      await new Promise((resolve) => setTimeout(resolve, PUSH_EVERY_MS));
    }
  }

  /** Ends the stream with an exception, as Kinesis does when another subscription replaces this one. */
  refuse(code: string): void {
    this.write(
      { ':exception-type': text(code), ':message-type': text('exception'), ':content-type': text('application/json') },
      { message: code },
    );
    this.end();
  }

  private event(body: object): void {
    this.events += 1;
    const headers = { ':event-type': text('SubscribeToShardEvent'), ':message-type': text('event') };
    this.write({ ...headers, ':content-type': text('application/json') }, body);
  }

  private write(headers: MessageHeaders, body: object): void {
    if (this.isOpen) this.stream.write(codec.encode({ headers, body: Buffer.from(JSON.stringify(body)) }));
  }

  private end(): void {
    if (this.isOpen) this.stream.end();
  }

  private async childrenOf(shard: string): Promise<object[]> {
    const listed = (await this.ask('ListShards', { StreamName: this.pushed.streamName }))['Shards'] as ListedShard[];
    return listed
      .filter(({ ParentShardId, AdjacentParentShardId }) => [ParentShardId, AdjacentParentShardId].includes(shard))
      .map(({ ShardId, ParentShardId, HashKeyRange }) => ({ ShardId, ParentShards: [ParentShardId], HashKeyRange }));
  }
}
