import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  encodeEvent,
  parseEvent,
  type CallId,
  type EarshotEvent,
  type EventOf,
  type TopicName,
} from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { startService } from '@earshot/runtime';
import { LexiconSentimentEngine } from '@earshot/sentiment';
import { CapturingLogger, CapturingMetrics, ManualClock, TestSealer } from '@earshot/testing';
import { EnrichmentModule, enrichmentConfigSchema } from '../src/index.js';
import { segment, setUp } from './set-up.js';

jest.setTimeout(180_000);

const rule = (name: string, keyword: string) =>
  `categories:\n  - name: ${name}\n    any:\n      keywords: [${keyword}]\n`;

describe('the enrichment service on the embedded bus', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'earshot-enrichment-'));
    file = join(directory, 'categories.yaml');
  });
  afterEach(() => rm(directory, { recursive: true }));

  async function start() {
    const clock = new ManualClock();
    const bus = new EmbeddedEventBus(clock);
    const logger = new CapturingLogger();
    const metrics = new CapturingMetrics();
    let ids = 0;
    const process = { bus, clock, logger, metrics, newId: () => `id-${ids++}` };
    const insights: EarshotEvent[] = [];
    const deadLetters: EventOf<'dead.letter'>[] = [];
    const problems: EventOf<'processing.failed'>[] = [];
    let wake = () => {};
    const listen = (topic: TopicName, onEvent: (event: EarshotEvent) => void) =>
      bus.subscribe({
        topic,
        as: { group: 'listener' },
        acknowledge: 'on-return',
        handle: async ({ value }) => {
          const parsed = parseEvent(value);
          if (parsed.ok) onEvent(parsed.value);
          wake();
        },
      });
    await listen('calls.insight', (event) => insights.push(event));
    await listen('calls.dead', (event) => event.type === 'dead.letter' && deadLetters.push(event));
    await listen('calls.lifecycle', (event) => event.type === 'processing.failed' && problems.push(event));
    const config = enrichmentConfigSchema.parse({ EARSHOT_CATEGORIES_FILE: file });
    const module = EnrichmentModule.forRoot(config, process, {
      sentiment: new LexiconSentimentEngine(),
      pii: null,
      transcriptHook: null,
      history: null,
    });
    const service = await startService({ name: 'enrichment', module, process, sealer: new TestSealer() });
    const until = async (isDone: () => boolean) => {
      while (!isDone()) await new Promise<void>((resolve) => (wake = resolve));
    };
    const { event } = setUp();
    const say = async (text: string, callId = 'call-9') => {
      const one = { ...event('transcript.segment', segment(text)), callId: callId as CallId };
      await bus.publish('calls.transcript', one.callId, encodeEvent(one));
      await until(() => hasMetricsAfter(insights, one.data.segmentId));
    };
    const categories = () => insights.flatMap((one) => (one.type === 'category.matched' ? [one.data.category] : []));
    return { bus, clock, logger, metrics, service, say, categories, deadLetters, problems, until };
  }

  const hasMetricsAfter = (insights: readonly EarshotEvent[], segmentId: string): boolean => {
    const at = insights.findIndex((one) => one.type === 'segment.enriched' && one.data.segmentId === segmentId);
    return at >= 0 && insights.slice(at).some(({ type }) => type === 'metrics.changed');
  };

  /** Advances the clock past checks of the categories file until the condition holds. Reading the file takes real time. */
  async function advanceUntil(clock: ManualClock, isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      await clock.advance(2_000);
      await delay(1);
    }
  }

  it('uses a changed categories file and keeps the previous categories while the file is invalid', async () => {
    await writeFile(file, rule('First', 'hello'));
    const { bus, clock, logger, metrics, service, say, categories } = await start();
    try {
      await say('hello');
      expect(categories()).toEqual(['First']);
      const reloads = () => metrics.values.get('earshot_enrichment_category_reloads_total') ?? 0;
      await writeFile(file, rule('Second', 'hello') + '    extra: 1\n');
      await advanceUntil(clock, () => reloads() === 1);
      expect(logger.lines.find(({ message }) => message === 'categories file refused')?.fields).toMatchObject({
        problems: [{ line: 2 }],
      });
      await say('hello');
      await writeFile(file, rule('Third', 'hello') + '# changed\n');
      await advanceUntil(clock, () => reloads() === 2);
      await say('hello');
      expect(categories()).toEqual(['First', 'First', 'Third']);
    } finally {
      await service.close();
      await bus.close();
    }
  });

  it('turns an unreadable message into a dead letter, reports the problem to its call and continues with later messages and other calls', async () => {
    await writeFile(file, rule('Greeting', 'hello'));
    const { bus, service, say, deadLetters, problems, categories, until } = await start();
    try {
      await bus.publish('calls.transcript', 'call-9', Buffer.from('{"type":"transcript.segment","version":1'));
      await bus.publish(
        'calls.transcript',
        'call-9',
        Buffer.from('{"type":"transcript.segment","version":1,"id":"a"}'),
      );
      await say('hello');
      await say('hello', 'call-10');
      expect(categories()).toEqual(['Greeting', 'Greeting']);
      await until(() => deadLetters.length >= 2 && problems.length >= 2);
      expect(deadLetters.map(({ callId, data }) => [callId, data.stage, data.code])).toEqual([
        ['call-9', 'enrichment', 'EVENT_NOT_JSON'],
        ['call-9', 'enrichment', 'EVENT_BAD_ENVELOPE'],
      ]);
      expect(problems.map(({ callId, data }) => [callId, data.stage, data.code])).toEqual([
        ['call-9', 'enrichment', 'EVENT_NOT_JSON'],
        ['call-9', 'enrichment', 'EVENT_BAD_ENVELOPE'],
      ]);
    } finally {
      await service.close();
      await bus.close();
    }
  });

  it('refuses to start with an invalid or missing categories file and names the mistake', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'CATEGORIES_UNREADABLE' });
    await writeFile(file, 'categories:\n  - name: a\n    any: {patterns: ["(a+)+"]}\n');
    await expect(start()).rejects.toMatchObject({
      code: 'CATEGORIES_INVALID',
      message: expect.stringContaining('line 3:'),
    });
  });
});
