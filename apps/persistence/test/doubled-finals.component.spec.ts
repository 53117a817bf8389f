import { exampleSpeaker, makeEvent, type EventData, type SegmentId } from '@earshot/contracts';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callId, openTestStorage, type TestReplica, type TestStorage } from './test-storage.js';

jest.setTimeout(180_000);

describe('a final that a second owner of a call publishes again', () => {
  let storage: TestStorage;
  beforeAll(async () => {
    storage = await openTestStorage();
  });
  afterAll(() => storage.stop());

  const id = callId('doubled');
  let ordinal = 0;
  const handle = <T extends 'segment.enriched' | 'category.matched'>(
    replica: TestReplica,
    type: T,
    data: EventData<T>,
  ) => replica.handle(makeEvent(type, id, data, { id: `${type}-${ordinal++}`, occurredAtMs: 1 }));
  const final = (segmentId: string, startMs: number, endMs: number, text: string): EventData<'segment.enriched'> => ({
    ...exampleSpeaker('CUSTOMER'),
    segmentId: segmentId as SegmentId,
    startMs,
    endMs,
    text,
    words: [],
    engine: 'scripted',
    recognizedAtMs: 1,
    revision: 1,
    isPartial: false,
    redactions: [],
  });

  it('is stored once: the one that came first, whichever replica stores them, with its categories only', async () => {
    const [one, other] = [storage.startReplica(), storage.startReplica()];
    const finals = [final('0-0-0', 0, 4_000, 'I want'), final('0-0-1', 4_000, 9_000, 'to cancel')];
    // The next owner begins a stint within the second final, after a gap, and cuts its utterances elsewhere.
    const again = [final('0-4200-0', 4_200, 6_000, 'to'), final('0-4200-1', 6_000, 9_050, 'cancel it')];
    const after = final('0-4200-2', 9_050, 12_000, 'now');
    const alert = (segmentId: string): EventData<'category.matched'> => ({
      category: 'cancellation',
      isAlert: true,
      segmentId: segmentId as SegmentId,
      ...exampleSpeaker('CUSTOMER'),
      atMs: 6_000,
    });
    for (const data of finals) await handle(one, 'segment.enriched', data);
    await handle(one, 'category.matched', alert('0-0-1'));
    for (const data of [...again, after]) await handle(other, 'segment.enriched', data);
    await handle(other, 'category.matched', alert('0-4200-1'));
    // The bus delivers the messages of both owners once more.
    for (const data of [...again, ...finals]) await handle(one, 'segment.enriched', data);
    expect((await storage.segments(id)).map(({ text }) => text)).toEqual(['I want', 'to cancel', 'now']);
    expect((await storage.view(id)).alertCount).toBe(1);
    const announced = [one, other].flatMap(({ bus }) => bus.changes.filter(({ data }) => data.kind === 'segment'));
    expect(new Set(announced.map(({ data }) => data.id))).toEqual(new Set(['0-0-0', '0-0-1', '0-4200-2']));
    const refused = [one, other].map(({ metrics }) => metrics.values.get('earshot_doubled_finals_total'));
    expect(refused).toEqual([2, 2]);
    await one.persistence.close();
    await other.persistence.close();
  });
});
