import { describe, expect, it } from '@jest/globals';
import { callIdSchema, participantIdSchema, parseEvent, segmentIdSchema, type EventData } from '@earshot/contracts';
import {
  Failure,
  type TrackProgress,
  type EventBus,
  type TranscriptProgress,
  type TranscriptProgressStore,
} from '@earshot/ports';
import { EventPublisher } from '@earshot/runtime';
import { CapturingLogger, InMemoryTranscriptProgress, ManualClock } from '@earshot/testing';
import { CallProgress } from '../progress/call-progress.js';
import { ProgressSaver } from '../progress/progress-saver.js';
import { CallPublisher } from './call-publisher.js';

const callId = callIdSchema.parse('call');
const segment = (id: string, revision: number, isPartial: boolean): EventData<'transcript.segment'> => ({
  segmentId: segmentIdSchema.parse(id),
  track: Number(id[0]),
  participantId: participantIdSchema.parse('somebody'),
  role: 'UNKNOWN',
  revision,
  isPartial,
  startMs: 0,
  endMs: 1,
  text: 'secret words',
  words: [],
  engine: 'tone',
  recognizedAtMs: 0,
});
const gap = { track: 0, fromMs: 0, toMs: 1, reason: 'NO_SPEECH_ENGINE' } as const;
const covered = { track: 0, fromMs: 0, toMs: 1, engine: 'tone' } as const;
const at = (transcribedSample: number, track: number = 0): TrackProgress => ({
  track,
  transcribedSample,
  stintStartMs: 0,
  nextOrdinal: 1,
  isNewStint: false,
});
const begin: TranscriptProgress = {
  sampleRateHz: 8_000,
  tracks: [at(0), at(0, 1)],
  assignments: [],
  untranscribed: [],
  isCompleted: false,
};

interface SetUp {
  /** Runs before the bus takes an event. */
  publish?(attempt: number): Promise<void>;
  /** Runs before the store saves. */
  save?(): Promise<void>;
  /** Resolves when the bus no longer needs this process to keep an event. */
  whenDurable?(): Promise<void>;
}

/** The publisher of a call, and its effects on the bus, the store and the audio messages, in order. */
async function setUp({ publish = async () => {}, save = async () => {}, whenDurable = async () => {} }: SetUp = {}) {
  const effects: string[] = [];
  let attempts = 0;
  const bus: Pick<EventBus, 'publish'> = {
    publish: async (_topic, _key, value) => {
      await publish((attempts += 1));
      const event = parseEvent(value);
      if (!event.ok) throw new Error(event.error.detail);
      const data = (event.value as { data: { segmentId?: string; revision?: number } }).data;
      effects.push(data.segmentId === undefined ? event.value.type : `${data.segmentId}/${data.revision}`);
    },
  };
  const clock = new ManualClock();
  const logger = new CapturingLogger();
  const memory = new InMemoryTranscriptProgress();
  const store: TranscriptProgressStore = {
    take: (work) => memory.take(work),
    save: async (saves) => {
      await save();
      return memory.save(saves);
    },
  };
  const { epoch } = await store.take({ callId });
  const saver = new ProgressSaver(store, clock, logger, 0);
  const progress = new CallProgress({ callId, epoch }, begin, saver, whenDurable);
  const audio = {
    release: (saved: TranscriptProgress) =>
      void effects.push(`released to ${saved.tracks.map(({ transcribedSample }) => transcribedSample).join(', ')}`),
  };
  const events = new EventPublisher<'transcription'>({ bus: bus as EventBus, clock, newId: () => 'id' });
  const publisher = new CallPublisher(events, progress, audio, { callId, clock, logger });
  return { effects, clock, logger, store, publisher };
}
/** Waits until all promises that depend on no timer are settled. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
};

describe('publish, save, acknowledge', () => {
  it('publishes a final before its span, saves the position, and then releases the audio', async () => {
    const { effects, publisher } = await setUp();
    publisher.publishFinal(segment('0-0-0', 1, false), covered, at(8));
    await settle();
    expect(effects).toEqual(['0-0-0/1', 'transcript.covered', 'released to 8, 0']);
  });

  it('holds the next final of a track until the last one is saved, and holds no other track', async () => {
    let store: () => void = () => {};
    const saved = new Promise<void>((resolve) => (store = resolve));
    const { effects, publisher } = await setUp({ save: () => saved });
    publisher.publishFinal(segment('0-0-0', 1, false), null, at(8));
    publisher.publishPartial(segment('0-0-1', 1, true));
    publisher.publishFinal(segment('0-0-1', 2, false), null, at(16));
    publisher.publishCovered(covered, at(24));
    publisher.publishFinal(segment('1-0-0', 1, false), null, at(8, 1));
    await settle();
    expect(effects).toEqual(['0-0-0/1', '0-0-1/1', '1-0-0/1']);
    store();
    await settle();
    expect(effects.filter((effect) => !effect.startsWith('released'))).toEqual([
      '0-0-0/1',
      '0-0-1/1',
      '1-0-0/1',
      '0-0-1/2',
      'transcript.covered',
    ]);
    expect(effects.at(-1)).toBe('released to 24, 8');
  });

  it('saves only what is durable: what is published during the wait needs a wait of its own', async () => {
    const bus: { makeDurable: () => void }[] = [];
    const whenDurable = () => new Promise<void>((resolve) => void bus.push({ makeDurable: resolve }));
    const { effects, publisher } = await setUp({ whenDurable });
    publisher.publishFinal(segment('0-0-0', 1, false), null, at(8));
    await settle();
    publisher.publishFinal(segment('1-0-0', 1, false), null, at(8, 1));
    publisher.publishFinal(segment('0-0-1', 1, false), null, at(16));
    publisher.publishPartial(segment('1-0-1', 1, true));
    await settle();
    expect(effects).toEqual(['0-0-0/1', '1-0-0/1', '1-0-1/1']);
    bus[0]?.makeDurable();
    await settle();
    expect(effects.slice(3)).toEqual(['released to 8, 0', '0-0-1/1']);
    for (let wait = 1; wait < 3; wait += 1) {
      bus[wait]?.makeDurable();
      await settle();
    }
    expect(effects.slice(5)).toEqual(['released to 8, 8', 'released to 16, 8']);
    expect(bus).toHaveLength(3);
  });

  it('saves, releases and publishes nothing more when the bus closes before an event is durable', async () => {
    const saves: unknown[] = [];
    const { effects, publisher } = await setUp({
      whenDurable: () => Promise.reject(new Failure('BUS_CLOSED', 'closed')),
      save: async () => void saves.push('saved'),
    });
    publisher.publishFinal(segment('0-0-0', 1, false), null, at(8));
    publisher.publishFinal(segment('0-0-1', 1, false), null, at(16));
    await settle();
    expect(effects).toEqual(['0-0-0/1']);
    expect(saves).toEqual([]);
    publisher.stop();
  });

  it('holds a final until the gap before it is saved: the gap changes its id', async () => {
    let store: () => void = () => {};
    const saved = new Promise<void>((resolve) => (store = resolve));
    const { effects, publisher } = await setUp({ save: () => saved });
    publisher.publishGap(gap, at(8));
    publisher.publishFinal(segment('0-1-0', 1, false), null, at(16));
    await settle();
    expect(effects).toEqual(['transcript.gap']);
    store();
    await settle();
    expect(effects).toContain('0-1-0/1');
  });

  it('releases and publishes nothing more when another owner took the call', async () => {
    const { effects, publisher, store } = await setUp();
    await store.take({ callId });
    publisher.publishFinal(segment('0-0-0', 1, false), covered, at(8));
    await publisher.takenOver;
    publisher.publishCovered(covered, at(16));
    await settle();
    expect(effects).toEqual(['0-0-0/1', 'transcript.covered']);
    expect(await publisher.save()).toBe(false);
  });

  it('counts an event that the bus refuses for good as published', async () => {
    const { effects, publisher } = await setUp({
      publish: async (attempt) => {
        if (attempt === 1) throw new Failure('EVENT_TOO_LARGE', 'no');
      },
    });
    publisher.publishFinal(segment('0-0-0', 1, false), covered, at(8));
    await settle();
    expect(effects).toEqual(['transcript.covered', 'released to 8, 0']);
  });

  it('acknowledges a message when everything before it is published and its changes are saved', async () => {
    const { effects, publisher } = await setUp();
    publisher.publishEngineSelected('tone', 'the only one');
    publisher.saveWhenPublished({ requestedEngine: 'tone' }, () => effects.push('acknowledged'));
    await settle();
    expect(effects).toEqual(['transcript.engine-selected', 'released to 0, 0', 'acknowledged']);
    expect(publisher.savedProgress.requestedEngine).toBe('tone');
  });
});

describe('CallPublisher', () => {
  it('keeps the order, and replaces a waiting partial by its successor', async () => {
    const { publisher, effects } = await setUp();
    publisher.publishPartial(segment('0-0-0', 1, true));
    publisher.publishPartial(segment('1-0-0', 1, true));
    publisher.publishPartial(segment('0-0-0', 2, true));
    publisher.publishFinal(segment('0-0-0', 3, false), null, at(8));
    publisher.publishGap(gap, at(16));
    publisher.publishPartial(segment('0-0-1', 1, true));
    await publisher.whenPublished();
    expect(effects).toEqual(['0-0-0/2', '1-0-0/1', '0-0-0/3', 'transcript.gap', '0-0-1/1']);
  });

  it('publishes an event again until the bus takes it, and logs no spoken words', async () => {
    const { publisher, effects, clock, logger } = await setUp({
      publish: async (attempt) => {
        if (attempt <= 3) throw new Error('secret words');
      },
    });
    publisher.publishFinal(segment('0-0-0', 1, false), null, at(8));
    publisher.publishGap(gap, at(16));
    for (let step = 0; step < 20; step++) await clock.advance(100);
    await publisher.whenPublished();
    await settle();
    expect(effects.slice(0, 2)).toEqual(['0-0-0/1', 'transcript.gap']);
    expect(effects.at(-1)).toBe('released to 16, 0');
    expect(logger.lines).toHaveLength(3);
    expect(JSON.stringify(logger.lines)).not.toContain('secret');
  });

  it('holds the audio back while many events wait', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const { publisher } = await setUp({ publish: () => released });
    for (let index = 0; index < 70; index++) publisher.publishGap(gap, at(8));
    let hasRoom = false;
    const waiting = publisher.waitForRoom().then(() => (hasRoom = true));
    await settle();
    expect(hasRoom).toBe(false);
    expect(publisher.isCongested).toBe(true);
    release();
    await waiting;
    expect(publisher.isCongested).toBe(false);
  });

  it('gives up when the bus is closed, and saves nothing as published', async () => {
    const { publisher, effects } = await setUp({ publish: () => Promise.reject(new Failure('BUS_CLOSED', 'closed')) });
    publisher.publishGap(gap, at(8));
    await publisher.whenPublished();
    await settle();
    expect(effects).toEqual([]);
    expect(publisher.isCongested).toBe(false);
  });
});
