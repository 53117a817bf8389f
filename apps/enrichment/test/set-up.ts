import {
  exampleSpeaker,
  makeEvent,
  type CallId,
  type EventData,
  type JsonEvent,
  type JsonEventType,
  type Participant,
  type SegmentId,
} from '@earshot/contracts';
import { CategoryMatcher, type CategoryRule } from '@earshot/domain';
import { CallRedactor } from '@earshot/domain/redaction';
import type { PiiEngine, SentimentEngine, TranscriptHook } from '@earshot/ports';
import { dispatch } from '@earshot/runtime';
import { LexiconSentimentEngine } from '@earshot/sentiment';
import { CapturingLogger, CapturingMetrics, ManualClock } from '@earshot/testing';
import type { CreateRedactor } from '../src/call/enriched-call.js';
import { createTranscriptEnricher } from '../src/create-transcript-enricher.js';
import { transcriptHandlers } from '../src/handlers/transcript-handlers.js';
import { enrichmentConfigSchema } from '../src/index.js';
import type { CallHistory } from '../src/takeover/stored-finals.js';
import { RecordingBus } from './recording-bus.js';

export const callId = 'call-1' as CallId;

export function matcherOf(...rules: CategoryRule[]): CategoryMatcher {
  const compiled = CategoryMatcher.compile(rules);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  return compiled.value;
}

export interface SetUpOptions {
  readonly sentiment?: SentimentEngine;
  readonly pii?: PiiEngine;
  readonly transcriptHook?: TranscriptHook;
  readonly rules?: CategoryRule[];
  readonly createRedactor?: CreateRedactor;
  readonly history?: CallHistory;
  readonly isDurable?: boolean;
  readonly settings?: Record<string, string>;
  /** A bus that another process has published on. */
  readonly bus?: RecordingBus;
}

/** Enrichment on a recording bus and a manual clock. `deliver` hands it one event. */
export function setUp(options: SetUpOptions = {}) {
  const bus = options.bus ?? new RecordingBus();
  bus.isDurable = options.isDurable ?? true;
  const clock = new ManualClock();
  const logger = new CapturingLogger();
  const metrics = new CapturingMetrics();
  let ids = 0;
  const newId = () => `id-${ids++}`;
  let matcher = matcherOf(...(options.rules ?? []));
  const enricher = createTranscriptEnricher({
    config: enrichmentConfigSchema.parse(options.settings ?? {}),
    process: { bus, clock, logger, metrics, newId },
    sentiment: options.sentiment ?? new LexiconSentimentEngine(),
    pii: options.pii ?? null,
    transcriptHook: options.transcriptHook ?? null,
    history: options.history ?? null,
    categories: { currentMatcher: () => matcher },
    ...(options.createRedactor && { createRedactor: options.createRedactor }),
  });
  const partition = new AbortController();
  const event = <T extends JsonEventType>(type: T, data: EventData<T>): JsonEvent<T> =>
    makeEvent(type, callId, data, { id: newId(), occurredAtMs: clock.nowMs() });
  return {
    bus,
    clock,
    logger,
    metrics,
    event,
    deliver: (message: JsonEvent<JsonEventType>, attempt = 1) =>
      dispatch(transcriptHandlers(enricher, { attempt, lost: partition.signal }), message as never),
    correctRole: (participant: Participant) => enricher.correctRole(callId, participant),
    /** Gives the call's partition to another process. */
    losePartition: () => partition.abort(),
    useRules: (...rules: CategoryRule[]) => (matcher = matcherOf(...rules)),
  };
}

let ordinal = 0;

/** By default a final of the customer, one second after the segment before. */
export function segment(
  text: string,
  over: Partial<EventData<'transcript.segment'>> = {},
): EventData<'transcript.segment'> {
  const index = ordinal++;
  return {
    segmentId: `0-0-${index}` as SegmentId,
    ...exampleSpeaker('CUSTOMER'),
    revision: 2,
    isPartial: false,
    startMs: index * 1_000,
    endMs: index * 1_000 + 800,
    text,
    words: text
      .split(' ')
      .map((word, at) => ({ text: word, startMs: index * 1_000 + at, endMs: index * 1_000 + at + 1 })),
    engine: 'scripted',
    recognizedAtMs: 1_700_000_000_000,
    ...over,
  };
}

export const restartSegments = (): void => {
  ordinal = 0;
};

export const createRedactor = () => new CallRedactor({ defaultCountry: 'US' });
