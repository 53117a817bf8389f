import { describe, expect, it } from '@jest/globals';
import { callIdSchema, parseEvent, segmentIdSchema, type EventData } from '@earshot/contracts';
import { Failure, type EventBus } from '@earshot/ports';
import { EventPublisher } from '@earshot/runtime';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { CallPublisher, type FinalGate } from './call-publisher.js';

const callId = callIdSchema.parse('call');
const segment = (id: string, revision: number, isPartial: boolean): EventData<'transcript.segment'> => ({
  segmentId: segmentIdSchema.parse(id),
  channel: 'CUSTOMER',
  revision,
  isPartial,
  startMs: 0,
  endMs: 1,
  text: 'secret words',
  words: [],
  engine: 'tone',
  recognizedAtMs: 0,
});
const gap = { channel: 'CUSTOMER', fromMs: 0, toMs: 1, reason: 'NO_SPEECH_ENGINE' } as const;

/** A bus that keeps what it is given once it is let. */
function setUp(publish: (attempt: number) => Promise<void> = async () => {}, gate?: FinalGate) {
  const sent: string[] = [];
  let attempts = 0;
  const bus: Pick<EventBus, 'publish'> = {
    publish: async (_topic, _key, value) => {
      await publish((attempts += 1));
      const event = parseEvent(value);
      if (!event.ok) throw new Error(event.error.detail);
      const data = (event.value as { data: { segmentId?: string; revision?: number } }).data;
      sent.push(data.segmentId === undefined ? event.value.type : `${data.segmentId}/${data.revision}`);
    },
  };
  const clock = new ManualClock();
  const logger = new CapturingLogger();
  const publisher = new EventPublisher<'transcription'>({ bus: bus as EventBus, clock, newId: () => 'id' });
  return { sent, clock, logger, out: new CallPublisher({ callId, publisher, clock, logger, ...(gate && { gate }) }) };
}

describe('CallPublisher', () => {
  it('keeps the order, and replaces a partial that still waits by its successor', async () => {
    const { out, sent } = setUp();
    out.segment(segment('c-0-0', 1, true));
    out.segment(segment('a-0-0', 1, true));
    out.segment(segment('c-0-0', 2, true));
    out.segment(segment('c-0-0', 3, false));
    out.transcript('transcript.gap', gap);
    out.segment(segment('c-0-1', 1, true));
    await out.idle();
    expect(sent).toEqual(['c-0-0/2', 'a-0-0/1', 'c-0-0/3', 'transcript.gap', 'c-0-1/1']);
  });

  it('tries again until the bus takes it, and says so without the words', async () => {
    const { out, sent, clock, logger } = setUp(async (attempt) => {
      if (attempt <= 3) throw new Error('secret words');
    });
    let published = false;
    out.segment(segment('c-0-0', 1, false));
    out.transcript('transcript.gap', gap, () => (published = true));
    for (let step = 0; step < 20; step++) await clock.advance(100);
    await out.idle();
    expect(sent).toEqual(['c-0-0/1', 'transcript.gap']);
    expect(published).toBe(true);
    expect(logger.lines).toHaveLength(3);
    expect(JSON.stringify(logger.lines)).not.toContain('secret');
  });

  it('holds the audio back while much waits', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const { out } = setUp(() => gate);
    for (let index = 0; index < 70; index++) out.transcript('transcript.gap', gap);
    let room = false;
    const waiting = out.room()?.then(() => (room = true));
    await Promise.resolve();
    expect(room).toBe(false);
    release();
    await waiting;
    expect(out.room()).toBeUndefined();
  });

  it('gives up when the bus is closed, and calls nothing published', async () => {
    const { out } = setUp(() => Promise.reject(new Failure('BUS_CLOSED', 'closed')));
    let published = false;
    out.transcript('transcript.gap', gap, () => (published = true));
    await out.idle();
    expect(published).toBe(false);
    expect(out.room()).toBeUndefined();
  });
});
