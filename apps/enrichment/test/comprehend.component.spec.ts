import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SegmentId } from '@earshot/contracts';
import { EmbeddedEventBus } from '@earshot/event-bus';
import { transcriptHookConfigSchema } from '@earshot/outbound';
import { ProcessLifecycle } from '@earshot/runtime';
import {
  createSentimentEngine,
  piiConfigSchema,
  sentimentConfigSchema,
  type RunningSentimentEngine,
} from '@earshot/sentiment';
import {
  CapturingLogger,
  CapturingMetrics,
  ManualClock,
  TestSealer,
  startComprehend,
  type ComprehendServer,
} from '@earshot/testing';
import { enrichmentConfigSchema, startEnrichment } from '../src/index.js';
import { MemoryHistory } from './memory-history.js';
import { segment, setUp } from './set-up.js';

let server: ComprehendServer;
let running: RunningSentimentEngine;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  server = await startComprehend();
  Object.assign(process.env, server.environment);
  const env = {
    SENTIMENT_ENGINE: 'comprehend',
    COMPREHEND_REGION: 'eu-central-1',
    COMPREHEND_ENDPOINT: server.endpoint,
  };
  running = await createSentimentEngine(sentimentConfigSchema.parse(env), {
    clock: engineClock,
    logger: new CapturingLogger(),
    metrics: new CapturingMetrics(),
    timeoutMs: 250,
  });
});
afterAll(async () => {
  await running.close();
  await server.goAway();
  process.env = environmentBefore;
});

/** The engine has a clock of its own, so that its time never runs out while a real request is under way. */
const engineClock = new ManualClock();

async function enrich(texts: readonly string[]) {
  const { bus, event, deliver } = setUp({ sentiment: running.engine });
  for (const [n, text] of texts.entries()) {
    const before = server.requests.length;
    const delivered = deliver(event('transcript.segment', segment(text, { segmentId: `0-0-${n}` as SegmentId })));
    await nextTurn();
    await engineClock.advance(50);
    await server.untilRequests(before + 1);
    await delivered;
  }
  return bus.events().flatMap((one) => (one.type === 'segment.enriched' ? [one.data] : []));
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('sends no text to Amazon Comprehend before redaction', async () => {
  const finals = await enrich(['my card is 4111 1111 1111 1111', 'mail me at jane.roe@example.com', 'both']);
  expect(server.requests.flatMap(({ texts }) => texts)).toEqual(['my card is [CARD]', 'mail me at [EMAIL]', 'both']);
  expect(
    finals.map(({ sentiment, sentimentScore, sentimentEngine }) => [sentiment, sentimentScore, sentimentEngine]),
  ).toEqual([
    ['NEUTRAL', 0, 'comprehend'],
    ['NEUTRAL', 0, 'comprehend'],
    ['MIXED', undefined, 'comprehend'],
  ]);
});

it('says on the segment that the lexicon scored it when Amazon Comprehend refuses', async () => {
  server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
  const [final] = await enrich(['i want to cancel my account']);
  expect(final).toMatchObject({ sentiment: 'NEGATIVE', sentimentEngine: 'lexicon' });
});

it('is started by the settings, and shows in the readiness whether Amazon Comprehend works', async () => {
  const logger = new CapturingLogger();
  const metrics = new CapturingMetrics();
  const bus = new EmbeddedEventBus(engineClock);
  const lifecycle = new ProcessLifecycle();
  const env = {
    SENTIMENT_ENGINE: 'comprehend',
    COMPREHEND_REGION: 'eu-central-1',
    COMPREHEND_ENDPOINT: server.endpoint,
  };
  const config = {
    ...enrichmentConfigSchema.parse(env),
    ...transcriptHookConfigSchema.parse(env),
    ...sentimentConfigSchema.parse(env),
    ...piiConfigSchema.parse(env),
  };
  const service = await startEnrichment(config, {
    process: { bus, clock: engineClock, logger, metrics, newId: () => 'id' },
    sealer: new TestSealer(),
    callReader: new MemoryHistory() as never,
    health: { lifecycle, metricsText: async () => '' },
    dataDir: 'unused',
  });
  expect(service.facts).toEqual({ sentiment: 'comprehend' });
  expect((await lifecycle.readiness()).parts).toMatchObject({ sentiment: true });
  await service.close();
  await bus.close();
});
