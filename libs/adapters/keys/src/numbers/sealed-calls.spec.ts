import { randomBytes } from 'node:crypto';
import { callIdSchema, participantIdSchema, type CallId } from '@earshot/contracts';
import { everythingOf } from '@earshot/domain';
import type { CallQuery, CallReader, CallStore, CallView, CallWrite } from '@earshot/ports';
import { InMemoryCallKeyStore, ManualClock } from '@earshot/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCallKeys } from '../create-call-keys.js';
import { LocalMasterKey } from '../local-master-key.js';
import { createNumberDigests } from './create-number-digests.js';
import { openCallReader } from './open-call-reader.js';
import { sealCallStore, type SealedNumbersTools } from './seal-call-store.js';

const NUMBER = '+12065550142';
const callIdOf = (id: string): CallId => callIdSchema.parse(id);
const startOf = (id: string, customerNumber?: string): CallWrite => ({
  kind: 'started',
  callId: callIdOf(id),
  atMs: 1,
  data: { source: 'spec', startedAtMs: 1, ...(customerNumber !== undefined && { customerNumber }) },
});
const joined = (id: string, name?: string): CallWrite => ({
  kind: 'participant-joined',
  callId: callIdOf(id),
  atMs: 1,
  data: { participant: { id: participantIdSchema.parse('p1'), role: 'CUSTOMER', ...(name && { name }) }, atMs: 0 },
});
const viewOf = ({ callId, ...write }: CallWrite): CallView =>
  ({
    id: callId,
    customerNumber: write.kind === 'started' ? (write.data.customerNumber ?? null) : null,
    systemNumber: null,
    name: null,
    metadata: [],
    participants: [],
    problems: [],
    updatedAtMs: 1,
  }) as unknown as CallView;

/** The keys of calls in a store that counts its reads. */
class CountingKeyStore extends InMemoryCallKeyStore {
  reads = 0;

  override find(...args: Parameters<InMemoryCallKeyStore['find']>) {
    this.reads += 1;
    return super.find(...args);
  }

  override findAll(...args: Parameters<InMemoryCallKeyStore['findAll']>) {
    this.reads += 1;
    return super.findAll(...args);
  }
}

describe('calls with sealed numbers', () => {
  const masterKey = new LocalMasterKey([randomBytes(32)]);
  const stored: CallWrite[] = [];
  let keyStore: CountingKeyStore;
  let store: ReturnType<typeof sealCallStore>;
  const tools = async (): Promise<SealedNumbersTools> => ({
    keys: createCallKeys({ masterKey, store: keyStore, clock: new ManualClock() }),
    digestNumbers: await createNumberDigests(masterKey),
  });
  const openReader = async (inner: Partial<CallReader>) => openCallReader(inner as CallReader, await tools());

  beforeEach(async () => {
    stored.length = 0;
    keyStore = new CountingKeyStore();
    const inner = { apply: async (writes: readonly CallWrite[]) => void stored.push(...writes) };
    store = sealCallStore(inner as unknown as CallStore, await tools());
  });

  it('reads the keys of a page of 50 with one read of the store, and of the same page again with none', async () => {
    const ids = Array.from({ length: 50 }, (_, at) => `call-${at}`);
    await store.apply(
      ids.map((id) => startOf(id, NUMBER)),
      1,
    );
    expect(JSON.stringify(stored)).not.toContain(NUMBER);
    const items = stored.map((write) => ({ cursor: write.callId, item: viewOf(write) }));
    const reader = await openReader({ calls: async () => ({ items, hasNextPage: false }) });
    keyStore.reads = 0;
    for (const round of [1, 2]) {
      const page = await reader.calls(everythingOf('default'), { filter: {} } as CallQuery);
      expect([round, new Set(page.items.map(({ item }) => item.customerNumber))]).toEqual([round, new Set([NUMBER])]);
      expect(keyStore.reads).toBe(1);
    }
  });

  it('needs no key for a call without numbers and names, or with clear ones', async () => {
    await store.apply([startOf('bare'), joined('bare')], 1);
    const clear = viewOf(startOf('clear', NUMBER));
    const reader = await openReader({ callsById: async () => [clear, null] });
    expect(await reader.callsById(everythingOf('default'), [])).toEqual([clear, null]);
    expect([keyStore.reads, keyStore.rows.size]).toEqual([0, 0]);
  });

  it('has the keys of facts that were prepared', async () => {
    const writes = [startOf('one', NUMBER), joined('two', 'Sam')];
    await store.prepareFacts(writes);
    const { reads } = keyStore;
    await store.apply(writes, 1);
    expect([keyStore.reads, keyStore.rows.size, stored.length]).toEqual([reads, 2, 2]);
  });

  it('passes on no readable number or name of an erased call', async () => {
    await keyStore.destroy(callIdOf('erased'));
    await store.apply([startOf('erased', NUMBER), joined('erased', 'Sam'), startOf('other', NUMBER)], 1);
    expect(stored.map(({ kind, callId }) => [kind, callId])).toEqual([
      ['started', 'erased'],
      ['participant-joined', 'erased'],
      ['started', 'other'],
    ]);
    expect(JSON.stringify(stored)).not.toMatch(/2065550142|Sam/);
  });

  it('gives the digests of a search within the tenant, and none where numbers are not searched', async () => {
    const queries: CallQuery[] = [];
    const reader = await openReader({
      calls: async (_scope, query) => {
        queries.push(query);
        return { items: [], hasNextPage: false };
      },
    });
    const search = (tenant: string, filter: CallQuery['filter']) =>
      reader.calls(everythingOf(tenant), { first: 1, filter, sort: { field: 'STARTED_AT', direction: 'ASC' } });
    await store.apply([startOf('found', NUMBER)], 1);
    await search('default', { text: '(206) 555-0142' });
    await search('elsewhere', { text: '(206) 555-0142' });
    await search('default', { textWithoutNumbers: '(206) 555-0142' });
    const [digests = []] = stored.map((write) => (write.kind === 'started' ? write.numberDigests : undefined));
    const [within, elsewhere, without] = queries.map(({ numberDigests }) => numberDigests);
    expect(digests).toEqual(expect.arrayContaining([...(within ?? ['none'])]));
    expect(elsewhere?.filter((digest) => digests.includes(digest))).toEqual([]);
    expect(without).toBeUndefined();
  });
});
