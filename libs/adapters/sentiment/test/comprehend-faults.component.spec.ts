import { describe, expect, it } from '@jest/globals';
import type { ComprehendFault } from '@earshot/testing';
import { comprehendPerTest } from './comprehend-set-up.js';

const engine = comprehendPerTest();

/** The lexicon knows these words, and the server calls them neutral. */
const THANKS = 'that worked, thank you so much';
const byLexicon = { label: 'POSITIVE', engine: 'lexicon' };
const byComprehend = { label: 'NEUTRAL', score: 0, engine: 'comprehend' };
const throttling: ComprehendFault = { status: 400, type: 'ThrottlingException' };
const isFailing = () => engine.running.metrics.values.get('earshot_sentiment_service_failing');

/** Five texts in a row fail, which opens the circuit. */
async function openCircuit(fault: ComprehendFault): Promise<void> {
  engine.server.fault = () => fault;
  for (let count = 1; count <= 5; count++) {
    const scored = engine.running.score(THANKS);
    await engine.running.clock.advance(50);
    await engine.server.untilRequests(count);
    if (fault === 'silence') await engine.running.clock.advance(150);
    expect(await scored).toMatchObject(byLexicon);
  }
  while (isFailing() !== 1) await nextTurn();
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('when Amazon Comprehend fails', () => {
  it('the lexicon scores after 200 ms of silence, and the request is given up', async () => {
    engine.server.fault = () => 'silence';
    const scored = engine.running.score(THANKS);
    let isSettled = false;
    void scored.then(() => (isSettled = true));
    await engine.running.clock.advance(50);
    await engine.server.untilRequests(1);
    await engine.running.clock.advance(149);
    expect(isSettled).toBe(false);
    await engine.running.clock.advance(1);
    expect(await scored).toMatchObject(byLexicon);
    expect(engine.running.metrics.values.get('earshot_sentiment_fallbacks_total')).toBe(1);
  });

  it.each<[string, ComprehendFault]>([
    ['status 429', { status: 429, type: 'TooManyRequestsException' }],
    ['a throttling error', throttling],
    ['status 500', { status: 500, type: 'InternalServerException' }],
    ['a broken connection', 'reset'],
    ['an answer that is no JSON', 'garbage'],
  ])('a text is sent again after %s', async (_name, fault) => {
    const faults: ComprehendFault[] = [fault];
    engine.server.fault = () => faults.shift();
    const scored = engine.running.score(THANKS);
    await engine.running.clock.untilScheduledAfter(() => engine.running.clock.advance(50));
    expect(engine.server.requests).toHaveLength(1);
    await engine.running.clock.advance(50);
    expect(await scored).toEqual(byComprehend);
    expect(engine.server.requests).toHaveLength(2);
  });

  it('a refusal is not repeated', async () => {
    engine.server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
    expect(await engine.running.scoreNow(THANKS)).toMatchObject(byLexicon);
    expect(engine.server.requests).toHaveLength(1);
  });

  it('only the items that Comprehend refuses go to the lexicon', async () => {
    engine.server.fault = () => ({ failedItems: [1] });
    const scored = [THANKS, THANKS, THANKS].map((text) => engine.running.score(text));
    await engine.running.clock.advance(50);
    expect(await Promise.all(scored)).toMatchObject([byComprehend, byLexicon, byComprehend]);
    expect(isFailing()).toBe(0);
  });

  it('a language that the lexicon does not know has no score', async () => {
    engine.server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
    expect(await engine.running.scoreNow('muy bien', 'es-ES')).toBeNull();
  });

  it.each<[string, ComprehendFault]>([
    ['no answer', 'silence'],
    ['a refusal', { status: 403, type: 'AccessDeniedException' }],
  ])('after five times %s, one warning is logged, and no request is sent', async (_name, fault) => {
    await openCircuit(fault);
    expect(engine.server.requests).toHaveLength(5);
    const warnings = () => engine.running.logger.lines.filter(({ level }) => level === 'warn');
    expect(warnings()).toHaveLength(1);
    expect(JSON.stringify(engine.running.logger.lines)).not.toContain('worked');
    expect(() => engine.running.requireHealthy?.()).toThrow(
      expect.objectContaining({ code: 'SENTIMENT_SERVICE_FAILING' }),
    );
    for (let n = 0; n < 30; n++) expect(await engine.running.score(THANKS)).toMatchObject(byLexicon);
    expect(engine.server.requests).toHaveLength(5);
    expect(warnings()).toHaveLength(1);
  });

  it('one request after each growing pause tries whether it works again', async () => {
    await openCircuit({ status: 403, type: 'AccessDeniedException' });
    await engine.running.clock.advance(1_000);
    expect(await engine.running.scoreNow(THANKS)).toMatchObject(byLexicon);
    expect(engine.server.requests).toHaveLength(6);
    await engine.running.clock.advance(900);
    expect(await engine.running.score(THANKS)).toMatchObject(byLexicon);
    expect(engine.server.requests).toHaveLength(6);
    await engine.running.clock.advance(1_100);
    engine.server.fault = undefined;
    expect(await engine.running.scoreNow(THANKS)).toEqual(byComprehend);
    expect(await engine.running.scoreNow(THANKS)).toEqual(byComprehend);
    expect(isFailing()).toBe(0);
    expect(engine.running.requireHealthy?.()).toBe(true);
    expect(engine.running.logger.lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('a server that is away for a while costs no text its score', async () => {
    await engine.server.goAway();
    const scored = engine.running.score(THANKS);
    await engine.running.clock.advance(200);
    expect(await scored).toMatchObject(byLexicon);
    await engine.server.comeBack();
    await engine.running.clock.advance(2_000);
    expect(await engine.running.scoreNow(THANKS)).toEqual(byComprehend);
  });
});
