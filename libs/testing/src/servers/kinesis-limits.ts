import { createDecipheriv } from 'node:crypto';
import { createRequire } from 'node:module';

/** The limits of Kinesis per shard and second. */
const READS = 5;
const READ_BYTES = 2 * 1_048_576;
const WRITTEN_RECORDS = 1_000;
const WRITTEN_BYTES = 1_048_576;

interface PutRecord {
  readonly PartitionKey: string;
  readonly ExplicitHashKey?: string;
  readonly Data: string;
}
interface PutAnswer {
  readonly FailedRecordCount: number;
  readonly Records: readonly object[];
}
interface GetAnswer {
  readonly Records: readonly { readonly Data: string }[];
}
interface Stream {
  readonly Shards: readonly {
    readonly ShardId: string;
    readonly HashKeyRange: { readonly StartingHashKey: string; readonly EndingHashKey: string };
    readonly SequenceNumberRange: { readonly EndingSequenceNumber?: string };
  }[];
}
interface Store {
  getStream(name: string, done: (error: Error | null, stream?: Stream) => void): void;
}
type Done<Answer> = (error: unknown, answer?: Answer) => void;
type Action<Input, Answer> = (store: Store, input: Input, done: Done<Answer>) => void;

interface KinesaliteDb {
  readonly ITERATOR_PWD_KEY: Buffer;
  readonly ITERATOR_PWD_IV: Buffer;
  partitionKeyToHashKey(key: string): { toFixed(): string };
  clientError(type: string, message: string): Error;
}

const REFUSAL = 'ProvisionedThroughputExceededException';
const load = createRequire(import.meta.url);

/** Makes every kinesalite that this process opens afterwards enforce the limits of Kinesis. Kinesalite itself has none. */
export function limitKinesalite(nowMs: () => number): void {
  const db = load('kinesalite/db') as KinesaliteDb;
  const budgets = new Map<string, Budget>();
  const budgetOf = (kind: string, unitsPerSecond: number) => {
    const budget = budgets.get(kind) ?? new Budget(unitsPerSecond, nowMs);
    budgets.set(kind, budget);
    return budget;
  };
  replaceAction<{ ShardIterator: string }, GetAnswer>('getRecords', (getRecords) => (store, input, done) => {
    const shard = shardOfIterator(db, input.ShardIterator);
    const reads = budgetOf(`${shard} reads`, READS);
    const bytes = budgetOf(`${shard} read bytes`, READ_BYTES);
    if (reads.isSpent || bytes.isSpent) return done(db.clientError(REFUSAL, 'Rate exceeded for shard'));
    reads.spend(1);
    getRecords(store, input, (error, answer) => {
      bytes.spend((answer?.Records ?? []).reduce((sum, { Data }) => sum + bytesOf(Data), 0));
      done(error, answer);
    });
  });
  replaceAction<{ StreamName: string; Records: PutRecord[] }, PutAnswer>(
    'putRecords',
    (putRecords) => (store, input, done) =>
      store.getStream(input.StreamName, (_error, stream) => {
        const isTaken = input.Records.map((record) => {
          const shard = `${input.StreamName}/${shardOfRecord(db, stream, record)}`;
          const records = budgetOf(`${shard} records`, WRITTEN_RECORDS);
          const bytes = budgetOf(`${shard} written bytes`, WRITTEN_BYTES);
          if (records.isSpent || bytes.isSpent) return false;
          records.spend(1);
          bytes.spend(bytesOf(record.Data));
          return true;
        });
        putRecords(store, { ...input, Records: input.Records.filter((_, at) => isTaken[at]) }, (error, answer) => {
          if (answer === undefined) return done(error, answer);
          const taken = [...answer.Records];
          const refused = { ErrorCode: REFUSAL, ErrorMessage: 'Rate exceeded for shard' };
          done(error, {
            FailedRecordCount: isTaken.filter((is) => !is).length,
            Records: isTaken.map((is) => (is ? (taken.shift() ?? refused) : refused)),
          });
        });
      }),
  );
}

/** A number of units per second. A request may exceed it once; the next ones are refused until the average is met, as in Kinesis. */
class Budget {
  private paidUntilMs = 0;

  constructor(
    private readonly unitsPerSecond: number,
    private readonly nowMs: () => number,
  ) {}

  get isSpent(): boolean {
    return this.paidUntilMs > this.nowMs() + 1_000 - 1_000 / this.unitsPerSecond;
  }

  spend(units: number): void {
    this.paidUntilMs = Math.max(this.paidUntilMs, this.nowMs()) + (units * 1_000) / this.unitsPerSecond;
  }
}

/** Replaces an action of kinesalite. Its actions are modules that it loads once, so this works only before that. */
function replaceAction<Input, Answer>(
  name: string,
  by: (original: Action<Input, Answer>) => Action<Input, Answer>,
): void {
  const path = load.resolve(`kinesalite/actions/${name}`);
  const original = load(path) as Action<Input, Answer>;
  const loaded = load.cache[path];
  if (loaded !== undefined) loaded.exports = by(original);
}

function shardOfIterator(db: KinesaliteDb, iterator: string): string {
  try {
    const decipher = createDecipheriv('aes-256-cbc', db.ITERATOR_PWD_KEY, db.ITERATOR_PWD_IV);
    const sealed = Buffer.from(iterator, 'base64').subarray(8);
    const [, stream, shard] = Buffer.concat([decipher.update(sealed), decipher.final()])
      .toString()
      .split('/');
    return `${stream}/${shard}`;
  } catch {
    // Kinesalite reports the invalid iterator.
    return '';
  }
}

function shardOfRecord(db: KinesaliteDb, stream: Stream | undefined, record: PutRecord): string {
  const hash = BigInt(record.ExplicitHashKey ?? db.partitionKeyToHashKey(record.PartitionKey).toFixed());
  const shard = stream?.Shards.find(
    ({ HashKeyRange: { StartingHashKey, EndingHashKey }, SequenceNumberRange }) =>
      SequenceNumberRange.EndingSequenceNumber === undefined &&
      BigInt(StartingHashKey) <= hash &&
      hash <= BigInt(EndingHashKey),
  );
  return shard?.ShardId ?? '';
}

const bytesOf = (base64: string): number => (base64.length * 3) / 4;
