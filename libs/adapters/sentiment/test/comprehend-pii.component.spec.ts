import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CapturingLogger,
  CapturingMetrics,
  ManualClock,
  startComprehend,
  type ComprehendFault,
  type ComprehendServer,
} from '@earshot/testing';
import { createPiiEngine, piiConfigSchema, type RunningPiiEngine } from '../src/index.js';

let server: ComprehendServer;
let running: RunningPiiEngine;
let clock: ManualClock;
let logger: CapturingLogger;
let metrics: CapturingMetrics;
const environmentBefore = { ...process.env };

beforeAll(async () => {
  server = await startComprehend();
  Object.assign(process.env, server.environment);
});
beforeEach(async () => {
  clock = new ManualClock();
  logger = new CapturingLogger();
  metrics = new CapturingMetrics();
  const env = { PII_ENGINE: 'comprehend', COMPREHEND_REGION: 'eu-central-1', COMPREHEND_ENDPOINT: server.endpoint };
  const created = await createPiiEngine(piiConfigSchema.parse(env), { clock, logger, metrics });
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

const find = (text: string, language = 'en-US', signal = new AbortController().signal) =>
  running.engine.findEntities(text, { language, signal });
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
const TEXT = 'I am Ann Lee of 5 Mill Road';
const found = [
  { kind: 'NAME', startChar: 5, endChar: 12 },
  { kind: 'ADDRESS', startChar: 16, endChar: 27 },
];

/** Moves the clock on while a request is under way, so that pauses between attempts pass. */
async function settle<T>(work: Promise<T>): Promise<T> {
  let isSettled = false;
  const done = () => void (isSettled = true);
  work.then(done, done);
  while (!isSettled) {
    await nextTurn();
    await clock.advance(50);
  }
  return work;
}

describe('Amazon Comprehend marks private details', () => {
  it('in a signed request for one text, in English and Spanish', async () => {
    expect(await find(TEXT)).toEqual(found);
    expect(await find('soy Ana', 'es-MX')).toEqual([]);
    expect(server.requests.map(({ operation, language, texts }) => [operation, language, texts])).toEqual([
      ['DetectPiiEntities', 'en', [TEXT]],
      ['DetectPiiEntities', 'es', ['soy Ana']],
    ]);
  });

  it('sends nothing in a language that it does not know, and no empty text', async () => {
    expect(await find('ich bin Ann', 'de-DE')).toBeNull();
    expect(await find('  ')).toEqual([]);
    expect(server.requests).toEqual([]);
  });

  it.each<[string, ComprehendFault]>([
    ['status 429', { status: 429, type: 'TooManyRequestsException' }],
    ['status 500', { status: 500, type: 'InternalServerException' }],
    ['a broken connection', 'reset'],
    ['an answer that is no JSON', 'garbage'],
  ])('asks again after %s', async (_name, fault) => {
    const faults: ComprehendFault[] = [fault];
    server.fault = () => faults.shift();
    expect(await settle(find(TEXT))).toEqual(found);
    expect(server.requests).toHaveLength(2);
    expect(running.requireHealthy()).toBe(true);
  });

  it('fails at once after a refusal', async () => {
    server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
    await expect(find(TEXT)).rejects.toMatchObject({ code: 'PII_SERVICE_FAILING' });
    expect(server.requests).toHaveLength(1);
  });

  it('gives a request up when its final waits no longer', async () => {
    server.fault = () => 'silence';
    const waiting = new AbortController();
    const work = find(TEXT, 'en-US', waiting.signal);
    await server.untilRequests(1);
    waiting.abort();
    await expect(work).rejects.toMatchObject({ code: 'PII_SERVICE_FAILING' });
  });

  it('is left alone after five failures in a row, says so once, and is tried again', async () => {
    server.fault = () => ({ status: 400, type: 'AccessDeniedException' });
    for (let count = 0; count < 5; count += 1) await expect(find(TEXT)).rejects.toThrow();
    await expect(find(TEXT)).rejects.toMatchObject({ code: 'PII_SERVICE_FAILING' });
    expect(server.requests).toHaveLength(5);
    expect(() => running.requireHealthy()).toThrow(/own rules/);
    expect(metrics.values.get('earshot_pii_service_failing')).toBe(1);
    expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('Ann');
    server.fault = undefined;
    await clock.advance(60_000);
    expect(await find(TEXT)).toEqual(found);
    expect(running.requireHealthy()).toBe(true);
    expect(metrics.values.get('earshot_pii_service_failing')).toBe(0);
  });
});

it('is no engine unless the settings choose one, and needs a region', async () => {
  expect(await createPiiEngine(piiConfigSchema.parse({}), { clock, logger, metrics })).toBeNull();
  const before = { ...process.env };
  delete process.env['AWS_REGION'];
  process.env['AWS_CONFIG_FILE'] = '/does-not-exist';
  try {
    const config = piiConfigSchema.parse({ PII_ENGINE: 'comprehend' });
    await expect(createPiiEngine(config, { clock, logger, metrics })).rejects.toMatchObject({
      code: 'PII_ENGINE_UNUSABLE',
      message: expect.stringMatching(/^COMPREHEND_REGION: /),
    });
  } finally {
    process.env = before;
  }
});
