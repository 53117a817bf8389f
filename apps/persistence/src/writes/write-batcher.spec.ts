import { callIdSchema } from '@earshot/contracts';
import { Failure, type CallStore, type CallWrite, type FactPreparer } from '@earshot/ports';
import { CapturingMetrics, ManualClock } from '@earshot/testing';
import { describe, expect, it } from '@jest/globals';
import { createPersistenceMetrics } from '../persistence.metrics.js';
import { WriteBatcher } from './write-batcher.js';

const fact = (id: string): CallWrite => ({ kind: 'audio-done', callId: callIdSchema.parse(id), atMs: 0 });
const nextTurns = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

function batcherOn(
  apply: (writes: readonly CallWrite[]) => Promise<void>,
  windowMs = 20,
  preparer: Partial<FactPreparer> = {},
) {
  const [clock, metrics, announced] = [new ManualClock(), new CapturingMetrics(), [] as string[]];
  const batches: string[][] = [];
  const store = {
    ...preparer,
    apply: async (writes: readonly CallWrite[]) => {
      batches.push(writes.map(({ callId }) => callId));
      await apply(writes);
      return {
        changes: writes.map(({ callId }) => ({ kind: 'call' as const, callId, id: callId, version: 1 })),
        completed: [],
        doubledFinals: 0,
        droppedFacts: 0,
      };
    },
  } as unknown as CallStore;
  const announce = async (changes: readonly { id: string }[]) => void announced.push(...changes.map(({ id }) => id));
  const batcher = new WriteBatcher(store, clock, createPersistenceMetrics(metrics), announce, { windowMs });
  return { batcher, batches, announced, clock };
}

describe('WriteBatcher', () => {
  it('writes facts of the same moment in one transaction: at once after a pause, then once per window', async () => {
    const { batcher, batches, clock } = batcherOn(async () => undefined);
    const many = Array.from({ length: 10 }, (_, at) => `call-${at}`);
    await Promise.all(many.map((id) => batcher.write(fact(id))));
    const later = [batcher.write(fact('c'))];
    await nextTurns();
    later.push(batcher.write(fact('d')));
    await clock.advance(19);
    expect(batches).toEqual([many]);
    await clock.advance(1);
    await Promise.all(later);
    expect(batches).toEqual([many, ['c', 'd']]);
  });

  it('delays the facts of a single call by a tenth of the window', async () => {
    const { batcher, batches, clock } = batcherOn(async () => undefined);
    await batcher.write(fact('a'));
    const next = batcher.write(fact('a'));
    await nextTurns();
    expect(batches).toHaveLength(1);
    await clock.advance(2);
    await next;
    expect(batches).toHaveLength(2);
  });

  it('limits the facts of a batch', async () => {
    const { batcher, batches } = batcherOn(async () => undefined, 0);
    await Promise.all(Array.from({ length: 4_500 }, (_, at) => batcher.write(fact(`call-${at}`))));
    expect(batches.map((batch) => batch.length)).toEqual([2_000, 2_000, 500]);
  });

  it('resolves after the announcement, and rejects the whole batch with a retryable failure', async () => {
    const { batcher, announced } = batcherOn(async () => undefined);
    await batcher.write(fact('a'));
    expect(announced).toEqual(['a']);
    const unavailable = batcherOn(() => Promise.reject(new Failure('STORE_UNAVAILABLE', 'away', { retryable: true })));
    const results = await Promise.allSettled([
      unavailable.batcher.write(fact('a')),
      unavailable.batcher.write(fact('b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(unavailable.announced).toEqual([]);
  });

  it('lets no fact wait for the key of another call', async () => {
    let refuse = (_error: Failure): void => undefined;
    const { batcher, batches } = batcherOn(async () => undefined, 20, {
      prepareFacts: ([write]) =>
        write?.callId === 'bad' ? new Promise((_resolve, reject) => (refuse = reject)) : Promise.resolve(),
    });
    const waiting = batcher.write(fact('bad'));
    await batcher.write(fact('good'));
    const away = new Failure('KEY_SERVICE_UNAVAILABLE', 'away', { retryable: true });
    refuse(away);
    await expect(waiting).rejects.toBe(away);
    expect(batches).toEqual([['good']]);
  });

  it.each([
    ['that the database refuses', new Failure('STORE_REFUSED', 'no')],
    ['that causes an unexpected error', new TypeError('no')],
    ['whose key waits for a key service', new Failure('KEY_SERVICE_UNAVAILABLE', 'away', { retryable: true })],
  ])('finds the fact %s and writes the others', async (_what, error) => {
    const { batcher, announced } = batcherOn(async (writes) => {
      if (writes.some(({ callId }) => callId === 'bad')) throw error;
    });
    const results = await Promise.allSettled(['a', 'bad', 'b'].map((id) => batcher.write(fact(id))));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(announced).toEqual(['a', 'b']);
    await batcher.waitUntilIdle();
  });

  it('refuses facts beyond its limit', async () => {
    let release = () => undefined as void;
    const { batcher } = batcherOn(() => new Promise((resolve) => (release = resolve)), 0);
    const all = Array.from({ length: 20_300 }, (_, at) =>
      batcher.write(fact(`call-${at}`)).catch((error: Failure) => error.code),
    );
    await nextTurns();
    const refused = await Promise.all(all.slice(20_250));
    expect(new Set(refused)).toEqual(new Set(['STORE_BUSY']));
    const idle = batcher.waitUntilIdle();
    const keepReleasing = setInterval(() => release(), 0);
    await idle;
    clearInterval(keepReleasing);
  });
});
