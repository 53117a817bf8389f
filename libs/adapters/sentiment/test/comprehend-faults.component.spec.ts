import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startComprehend, type ComprehendFault, type ComprehendServer } from '@earshot/testing';
import { setUp } from './comprehend-set-up.js';

let server: ComprehendServer;
let running: Awaited<ReturnType<typeof setUp>>;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  server = await startComprehend();
  Object.assign(process.env, server.environment);
});
beforeEach(async () => {
  running = await setUp(server);
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

/** The lexicon knows these words, and the server calls them neutral. */
const THANKS = 'that worked, thank you so much';
const byLexicon = { label: 'POSITIVE', engine: 'lexicon' };
const byComprehend = { label: 'NEUTRAL', score: 0, engine: 'comprehend' };
const throttling: ComprehendFault = { status: 400, type: 'ThrottlingException' };
const isFailing = () => running.metrics.values.get('earshot_sentiment_service_failing');

/** Five texts in a row fail, which opens the circuit. */
async function openCircuit(fault: ComprehendFault): Promise<void> {
  server.fault = () => fault;
  for (let count = 1; count <= 5; count++) {
    const scored = running.score(THANKS);
    await running.clock.advance(50);
    await server.untilRequests(count);
    if (fault === 'silence') await running.clock.advance(150);
    expect(await scored).toMatchObject(byLexicon);
  }
  while (isFailing() !== 1) await nextTurn();
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('when Amazon Comprehend fails', () => {
  it('the lexicon scores after 200 ms of silence, and the request is given up', async () => {
    server.fault = () => 'silence';
    const scored = running.score(THANKS);
    let isSettled = false;
    void scored.then(() => (isSettled = true));
    await running.clock.advance(50);
    await server.untilRequests(1);
    await running.clock.advance(149);
    expect(isSettled).toBe(false);
    await running.clock.advance(1);
    expect(await scored).toMatchObject(byLexicon);
    expect(running.metrics.values.get('earshot_sentiment_fallbacks_total')).toBe(1);
  });

  it.each<[string, ComprehendFault]>([
    ['status 429', { status: 429, type: 'TooManyRequestsException' }],
    ['a throttling error', throttling],
    ['status 500', { status: 500, type: 'InternalServerException' }],
    ['a broken connection', 'reset'],
    ['an answer that is no JSON', 'garbage'],
  ])('a text is sent again after %s', async (_name, fault) => {
    const faults: ComprehendFault[] = [fault];
    server.fault = () => faults.shift();
    const scored = running.score(THANKS);
    await running.clock.untilScheduledAfter(() => running.clock.advance(50));
    expect(server.requests).toHaveLength(1);
    await running.clock.advance(50);
    expect(await scored).toEqual(byComprehend);
    expect(server.requests).toHaveLength(2);
  });

  it('a refusal is not repeated', async () => {
    server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
    expect(await running.scoreNow(THANKS)).toMatchObject(byLexicon);
    expect(server.requests).toHaveLength(1);
  });

  it('only the items that Comprehend refuses go to the lexicon', async () => {
    server.fault = () => ({ failedItems: [1] });
    const scored = [THANKS, THANKS, THANKS].map((text) => running.score(text));
    await running.clock.advance(50);
    expect(await Promise.all(scored)).toMatchObject([byComprehend, byLexicon, byComprehend]);
    expect(isFailing()).toBe(0);
  });

  it('a language that the lexicon does not know has no score', async () => {
    server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
    expect(await running.scoreNow('muy bien', 'es-ES')).toBeNull();
  });

  it.each<[string, ComprehendFault]>([
    ['silence', 'silence'],
    ['refusals', { status: 403, type: 'AccessDeniedException' }],
  ])('%s open the circuit, which is said once, and no request is sent', async (_name, fault) => {
    await openCircuit(fault);
    expect(server.requests).toHaveLength(5);
    const warnings = () => running.logger.lines.filter(({ level }) => level === 'warn');
    expect(warnings()).toHaveLength(1);
    expect(JSON.stringify(running.logger.lines)).not.toContain('worked');
    expect(() => running.requireHealthy?.()).toThrow(expect.objectContaining({ code: 'SENTIMENT_SERVICE_FAILING' }));
    for (let n = 0; n < 30; n++) expect(await running.score(THANKS)).toMatchObject(byLexicon);
    expect(server.requests).toHaveLength(5);
    expect(warnings()).toHaveLength(1);
  });

  it('one request after each growing pause tries whether it works again', async () => {
    await openCircuit({ status: 403, type: 'AccessDeniedException' });
    await running.clock.advance(1_000);
    expect(await running.scoreNow(THANKS)).toMatchObject(byLexicon);
    expect(server.requests).toHaveLength(6);
    await running.clock.advance(900);
    expect(await running.score(THANKS)).toMatchObject(byLexicon);
    expect(server.requests).toHaveLength(6);
    await running.clock.advance(1_100);
    server.fault = undefined;
    expect(await running.scoreNow(THANKS)).toEqual(byComprehend);
    expect(await running.scoreNow(THANKS)).toEqual(byComprehend);
    expect(isFailing()).toBe(0);
    expect(running.requireHealthy?.()).toBe(true);
    expect(running.logger.lines.map(({ level }) => level)).toEqual(['warn', 'info']);
  });

  it('a server that is away for a while costs no text its score', async () => {
    await server.goAway();
    const scored = running.score(THANKS);
    await running.clock.advance(200);
    expect(await scored).toMatchObject(byLexicon);
    await server.comeBack();
    await running.clock.advance(2_000);
    expect(await running.scoreNow(THANKS)).toEqual(byComprehend);
  });
});
