import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SegmentId } from '@earshot/contracts';
import { createPiiEngine, piiConfigSchema, type RunningPiiEngine } from '@earshot/sentiment';
import {
  CapturingLogger,
  CapturingMetrics,
  ManualClock,
  startComprehend,
  type ComprehendServer,
} from '@earshot/testing';
import { segment, setUp, type SetUpOptions } from './set-up.js';

let server: ComprehendServer;
let running: RunningPiiEngine;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  server = await startComprehend();
  Object.assign(process.env, server.environment);
});
beforeEach(async () => {
  const env = { PII_ENGINE: 'comprehend', COMPREHEND_REGION: 'eu-central-1', COMPREHEND_ENDPOINT: server.endpoint };
  const context = { clock: new ManualClock(), logger: new CapturingLogger(), metrics: new CapturingMetrics() };
  const created = await createPiiEngine(piiConfigSchema.parse(env), context);
  if (created === null) throw new Error('no engine was created');
  running = created;
});
afterEach(async () => {
  server.fault = undefined;
  server.forgetRequests();
  await running.close();
});
afterAll(async () => {
  await server.goAway();
  process.env = environmentBefore;
});

const start = (options: SetUpOptions = {}) => {
  const enrichment = setUp({ pii: running.engine, ...options });
  const published = () => enrichment.bus.events().flatMap((one) => (one.type === 'segment.enriched' ? [one.data] : []));
  const problems = () =>
    enrichment.bus.events().flatMap((one) => (one.type === 'processing.failed' ? [one.data.code] : []));
  const say = (text: string, over: Parameters<typeof segment>[1] = {}) =>
    enrichment.deliver(enrichment.event('transcript.segment', segment(text, over)));
  return { ...enrichment, published, problems, say };
};

describe('names and addresses that Amazon Comprehend marks', () => {
  it('are hidden beside what the own rules hide, in the text and in the words', async () => {
    const { say, published, problems } = start();
    await say('hello I am Ann Lee of 5 Mill Road');
    await say('my card is 4111 1111 1111 1111 and I am Ann');
    expect(published().map(({ text }) => text)).toEqual([
      'hello I am [NAME] of [ADDRESS]',
      'my card is [CARD] and I am [NAME]',
    ]);
    expect(published().flatMap(({ redactions }) => redactions.map(({ kind }) => kind))).toEqual([
      'NAME',
      'ADDRESS',
      'CARD',
      'NAME',
    ]);
    expect(JSON.stringify(published())).not.toMatch(/Ann|Lee|Mill|4111/);
    expect(problems()).toEqual([]);
  });

  it('take nothing away from the own rules', async () => {
    const { say, published } = start();
    const pii = server.piiOf;
    try {
      server.piiOf = () => [];
      await say('my card is 4111 1111 1111 1111');
      // Half of the number, under another kind.
      server.piiOf = () => [{ Type: 'PHONE', Score: 0.9, BeginOffset: 11, EndOffset: 20 }];
      await say('my card is 4111 1111 1111 1111');
    } finally {
      server.piiOf = pii;
    }
    expect(published()[0]?.text).toBe('my card is [CARD]');
    expect(JSON.stringify(published())).not.toContain('1111');
  });

  it('stay visible where EARSHOT_REDACTION_TEXT leaves their kind out', async () => {
    const { say, published } = start({ settings: { EARSHOT_REDACTION_TEXT: 'all,-NAME' } });
    await say('I am Ann Lee of 5 Mill Road');
    expect(published()[0]?.text).toBe('I am Ann Lee of [ADDRESS]');
  });

  it('hold a final back no longer than the bound, and the call says so once', async () => {
    server.fault = () => 'silence';
    const { say, clock, published, problems, metrics } = start({ settings: { EARSHOT_PII_TIMEOUT_MS: '400' } });
    for (let count = 1; count <= 2; count += 1) {
      const delivered = say('I am Ann, card 4111 1111 1111 1111');
      await server.untilRequests(count);
      await clock.advance(399);
      expect(published()).toHaveLength(count - 1);
      await clock.advance(1);
      await delivered;
    }
    expect(published().map(({ text }) => text)).toEqual(['I am Ann, card [CARD]', 'I am Ann, card [CARD]']);
    expect(problems()).toEqual(['PII_NOT_MARKED']);
    expect(metrics.values.get('earshot_enrichment_unmarked_finals_total')).toBe(2);
  });

  it('are not asked for in a language that it does not know', async () => {
    const { say, published, problems } = start();
    await say('I am Ann', { language: 'de' });
    expect(published()[0]?.text).toBe('I am Ann');
    expect([server.requests, problems()]).toEqual([[], []]);
  });

  it('are visible in partials unless partials are withheld', async () => {
    const partial = { segmentId: '0-0-9' as SegmentId, isPartial: true, revision: 1 };
    const shown = start();
    await shown.say('I am Ann', partial);
    expect(shown.published().map(({ text }) => text)).toEqual(['I am Ann']);
    const withheld = start({ settings: { EARSHOT_PII_PARTIALS: 'withheld' } });
    await withheld.say('I am Ann', partial);
    await withheld.say('I am Ann Lee', { segmentId: partial.segmentId });
    expect(withheld.published().map(({ text }) => text)).toEqual(['I am [NAME]']);
    expect(server.requests).toHaveLength(1);
  });

  it('are hidden in the corrected final, too', async () => {
    const { say, published } = start();
    await say('I am Ann and it is four one one one', { segmentId: '0-0-1' as SegmentId });
    await say('one one one one one one one one one one one one is my card number', { segmentId: '0-0-2' as SegmentId });
    const stored = published().filter(({ segmentId }) => segmentId === '0-0-1');
    expect(stored.length).toBeGreaterThan(1);
    for (const { text } of stored) expect(text).not.toContain('Ann');
  });
});
