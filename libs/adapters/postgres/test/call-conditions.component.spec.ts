import { meetsConditions, type CallConditions } from '@earshot/domain';
import type { CallView, CallWrite } from '@earshot/ports';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { PostgresStores } from '../src/index.js';
import { EVERYTHING, done, ended, listing, match, NOW, started, startDatabase } from './postgres.js';

jest.setTimeout(180_000);

/** A generator of pseudo-random numbers, so that each run makes the same calls. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

const agents = [undefined, 'maria.lopez', 'Maria_Lopez', 'agent%1', 'james', '\\d', 'Zoë Müller', 'Łukasz', 'İnci'];
const numbers = [undefined, '+12065550100', '+12065550199', '118', '12%', '+1 (206) 555-0142', '0049 30/1234'];
const texts = [
  'maria',
  'LOPEZ',
  '_',
  '%',
  '\\',
  '+1206',
  '0100',
  '206 555-0199',
  'call-1',
  'x',
  '1\n1',
  'muller',
  'MÜLLER',
  'Zoë',
  'lukasz',
  'inci',
  '2065550142',
  '(206) 555-0142',
  '0049 30 1234',
  'call-1\nz',
  'contact',
  'zoe 1',
  'call-1\tcontact',
];
const names = ['Billing', 'Cancellation'];

describe('the filter of the call reader and the rules of the domain', () => {
  let stores: PostgresStores;
  let stop: () => Promise<void>;
  let calls: readonly CallView[];
  const random = seededRandom(20_261_128);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const maybe = <K extends string, V>(key: K, from: readonly V[], chance = 0.35): { [P in K]?: V } =>
    random() < chance ? ({ [key]: pick(from) } as { [P in K]?: V }) : {};

  const writesOf = (callId: string): CallWrite[] => {
    const [agentId, customerNumber, systemNumber] = [pick(agents), pick(numbers), pick(numbers)];
    const writes: CallWrite[] = [
      started(callId, {
        startedAtMs: NOW + Math.floor(random() * 5) * 1_000,
        ...(agentId === undefined ? {} : { agentId }),
        ...(customerNumber === undefined ? {} : { customerNumber }),
        ...(systemNumber === undefined ? {} : { systemNumber }),
        ...maybe('queue', ['claims', 'sales'], 0.7),
        ...maybe('name', ['Contact-7', 'Zoë 1', '2065550142', '100%'], 0.5),
      }),
    ];
    for (const name of names) if (random() < 0.4) writes.push(match(callId, name, `s-${name}`, random() < 0.5));
    if (random() < 0.6)
      writes.push(
        ended(callId, { reason: pick(['ENDED', 'INTERRUPTED'] as const) }),
        done(callId, 'audio-done'),
        done(callId, 'transcript-done'),
      );
    return writes;
  };

  const conditions = (): CallConditions => ({
    ...maybe('status', [['LIVE'], ['ENDED', 'INTERRUPTED'], []] as const),
    ...maybe('agentId', ['maria.lopez', 'Maria.Lopez', 'agent%1', 'nobody']),
    ...maybe('text', texts, 0.5),
    ...maybe('textWithoutNumbers', texts),
    ...maybe('queue', ['claims', 'Claims', 'sales'], 0.2),
    ...maybe('category', [...names, 'billing']),
    ...maybe('hasAlert', [true, false]),
    ...maybe('startedFromMs', [NOW, NOW + 2_000, NOW + 9_000]),
    ...maybe('startedToMs', [NOW - 1, NOW + 2_000, NOW + 9_000]),
  });

  beforeAll(async () => {
    ({ stores, stop } = await startDatabase());
    for (let n = 0; n < 100; n += 1) await stores.callStore.apply(writesOf(`Call-${n}`), NOW);
    calls = (await stores.callReader.calls(EVERYTHING, listing())).items.map(({ item }) => item);
  });
  afterAll(() => stop());

  it('decide the same for generated calls and conditions', async () => {
    expect(calls).toHaveLength(100);
    let found = 0;
    for (let n = 0; n < 400; n += 1) {
      const filter = conditions();
      const stored = (await stores.callReader.calls(EVERYTHING, listing({ filter }))).items.map(({ item }) => item.id);
      const decided = calls.filter((call) => meetsConditions(call, filter)).map(({ id }) => id);
      expect({ filter, ids: stored.sort() }).toEqual({ filter, ids: decided.sort() });
      found += stored.length;
    }
    expect(found).toBeGreaterThan(1_000);
  });

  it.each(texts)('decide the same for the text %j', async (text) => {
    const stored = (await stores.callReader.calls(EVERYTHING, listing({ filter: { text } }))).items.map(
      ({ item }) => item.id,
    );
    const decided = calls.filter((call) => meetsConditions(call, { text })).map(({ id }) => id);
    expect(stored.sort()).toEqual(decided.sort());
  });

  it.each(texts)('decide the same for the text %j where numbers are not searched', async (text) => {
    const filter = { textWithoutNumbers: text };
    const stored = (await stores.callReader.calls(EVERYTHING, listing({ filter }))).items.map(({ item }) => item.id);
    const decided = calls.filter((call) => meetsConditions(call, filter)).map(({ id }) => id);
    expect(stored.sort()).toEqual(decided.sort());
  });
});
