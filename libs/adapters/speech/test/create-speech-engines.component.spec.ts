import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CallId } from '@earshot/contracts';
import { CapturingLogger, CapturingMetrics, eventually } from '@earshot/testing';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSpeechEngines,
  npmModelNames,
  speechConfigSchema,
  speechEngineNames,
  type SpeechConfig,
  type SpeechEngines,
} from '../src/index.js';
import { sherpaModelNames } from '../src/sherpa/model-catalog.js';
import { systemClock } from './support/system-clock.js';
import { writeTinyTransducerModel } from './tiny-model/write-tiny-model.js';

const archive = 'sherpa-onnx-streaming-zipformer-en-2023-06-26';
const hasSherpa = (() => {
  try {
    return createRequire(import.meta.url)('sherpa-onnx-node') !== undefined;
  } catch {
    return false;
  }
})();
if (!hasSherpa) console.info('skipped in part: sherpa-onnx-node is not installed for this platform');

describe('choosing a speech engine', () => {
  let dataDir: string;
  let engines: SpeechEngines | undefined;
  let logger: CapturingLogger;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'earshot-speech-data-'));
    logger = new CapturingLogger();
  });
  afterEach(async () => {
    await engines?.close();
    engines = undefined;
    await rm(dataDir, { recursive: true });
  });
  const create = async (settings: Partial<SpeechConfig>) => {
    // Nothing listens on this port, so no test reaches the publisher's host.
    const config = speechConfigSchema.parse({ SPEECH_MODEL_BASE_URL: 'http://127.0.0.1:9', SPEECH_WORKERS: 1 });
    const host = { dataDir, logger, metrics: new CapturingMetrics(), clock: systemClock };
    return (engines = await createSpeechEngines({ ...config, ...settings }, host));
  };

  it('uses the scripted engine if the settings name it', async () => {
    const { choose, describe } = bind(await create({ SPEECH_ENGINE: 'scripted' }));
    expect(choose().engine?.name).toBe('scripted');
    expect(describe()).toMatchObject(
      speechEngineNames.map((name) =>
        name === 'scripted'
          ? { name, isConfigured: true, isHealthy: true }
          : { name, isConfigured: false, isHealthy: false, reason: 'not enabled here' },
      ),
    );
    const stream = await choose().engine?.open({
      callId: 'call:1' as CallId,
      track: 1,
      sampleRateHz: 8_000,
      language: 'en-US',
      startMs: 0,
      onResult: () => undefined,
      onFailure: () => undefined,
    });
    await stream?.end();
  });

  it('uses no engine if the settings say none, but the scripted one for a call that asks for it', async () => {
    const { choose } = bind(await create({ SPEECH_ENGINE: 'none', EARSHOT_ALLOW_CHOSEN_ENGINE: true }));
    expect(choose()).toEqual({ engine: null, reason: 'speech recognition is switched off' });
    expect(choose('scripted')).toMatchObject({
      engine: { name: 'scripted' },
      reason: expect.stringMatching(/^the call asked for scripted/),
    });
    expect(logger.lines.at(-1)).toMatchObject({ level: 'warn', fields: { engine: 'none' } });
  });

  it('gives a call no other engine than the configured one unless calls may choose', async () => {
    const { choose, describe } = bind(await create({ SPEECH_ENGINE: 'none' }));
    expect(choose('scripted')).toEqual({
      engine: null,
      reason: 'the call asked for an engine, which calls may not choose here; speech recognition is switched off',
    });
    expect(describe().filter(({ isConfigured, isHealthy }) => isConfigured || isHealthy)).toEqual([]);
  });

  it('explains why a call does not get the engine it asks for', async () => {
    const { choose } = bind(await create({ SPEECH_ENGINE: 'scripted', EARSHOT_ALLOW_CHOSEN_ENGINE: true }));
    expect(choose('moonshine')).toMatchObject({
      engine: { name: 'scripted' },
      reason: expect.stringMatching(/^the call asked for moonshine, which is not enabled here; scripted: /),
    });
    expect(choose('x'.repeat(500)).reason).toMatch(/^the call asked for a speech engine that does not exist; scripted/);
    expect(choose('sherpa:anything').reason).toMatch(/^the call asked for sherpa, which/);
  });

  it('takes the engines that the settings name in their order, and none that is excluded', async () => {
    const engines = await create({ SPEECH_ENGINE: 'amazon-transcribe,scripted' });
    const ofScript = 'scripted: says the words of a script, not those of the call';
    expect(engines.choose()).toMatchObject({
      engine: { name: 'scripted' },
      reason: `${ofScript}; not amazon-transcribe: AWS_REGION is not set`,
    });
    expect(engines.choose(undefined, new Set(['scripted']))).toEqual({
      engine: null,
      reason: 'not amazon-transcribe: AWS_REGION is not set; not scripted: it failed in this call',
    });
    engines.reportFailed('scripted', 'call');
    expect(engines.choose()).toMatchObject({
      engine: { name: 'scripted' },
      reason: `${ofScript}; it failed lately, and no other engine can run`,
    });
  });

  it('passes a full engine over, and counts the audio of a track and its price', async () => {
    const metrics = new CapturingMetrics();
    const config = speechConfigSchema.parse({
      SPEECH_ENGINE: 'scripted',
      SPEECH_MAX_STREAMS: 'scripted=1, moonshine=4',
      SPEECH_PRICE_PER_MINUTE: 'scripted=0.6',
    });
    engines = await createSpeechEngines(config, { dataDir, logger, metrics, clock: systemClock });
    const { engine } = engines.choose();
    const stream = await engine?.open({
      callId: 'call:1' as CallId,
      track: 0,
      sampleRateHz: 8_000,
      language: 'en-US',
      startMs: 0,
      onResult: () => undefined,
      onFailure: () => undefined,
    });
    expect(engines.choose()).toMatchObject({
      engine: { name: 'scripted' },
      reason: expect.stringMatching(/; it has as many streams as it may have, and no other engine can run$/),
    });
    await stream?.write(new Int16Array(80_000));
    await stream?.end();
    expect(engines.choose().engine).toBe(engine);
    expect(metrics.values.get('earshot_speech_engine_healthy')).toBe(1);
    engines.reportFailed('scripted', 'call:1');
    expect(engines.choose().reason).toMatch(/; it failed lately, and no other engine can run$/);
    expect(metrics.values.get('earshot_speech_engine_healthy')).toBe(0);
    expect(engines.choose().reason).not.toContain('as many streams');
    expect(metrics.values.get('earshot_speech_audio_seconds_total')).toBe(10);
    expect(metrics.values.get('earshot_speech_cost_total')).toBeCloseTo(0.1, 9);
  });

  it.each([
    ['deployment', true],
    ['process', false],
  ] as const)('shares its quota with other processes when it is that of the %s', async (scope, isShared) => {
    engines = await create({
      SPEECH_ENGINE: 'scripted',
      SPEECH_MAX_STREAMS: { scripted: 2 },
      SPEECH_QUOTA_SCOPE: scope,
    });
    expect(engines.sharesQuotas).toBe(isShared);
    // Another process of the same kind: first both count each other, then they use what both have claimed.
    for (let look = 0; look < 2; look += 1) {
      const reports = engines.describe();
      engines.shareQuotas(reports, [reports]);
    }
    const claims = engines.describe().flatMap(({ claim }) => claim ?? []);
    expect(claims).toEqual(isShared ? [{ streams: 1, startsPerSecond: 0 }] : []);
    const stream = await engines.choose().engine?.open({
      callId: 'call:1' as CallId,
      track: 0,
      sampleRateHz: 8_000,
      language: 'en-US',
      startMs: 0,
      onResult: () => undefined,
      onFailure: () => undefined,
    });
    expect(engines.choose().reason.includes('as many streams as it may have')).toBe(isShared);
    await stream?.end();
  });

  it('refuses to start with an unknown name', async () => {
    await expect(create({ SPEECH_ENGINE: 'whisper' })).rejects.toMatchObject({
      code: 'SPEECH_ENGINE_UNKNOWN',
      message: `SPEECH_ENGINE: expected one of auto, ${speechEngineNames.join(', ')}, none, or several, separated by commas`,
    });
  });

  it.each([
    ['auto', [...npmModelNames, ...sherpaModelNames]],
    ['moonshine', npmModelNames],
    ['sherpa', sherpaModelNames],
  ] as const)('refuses to start %s with an unknown model', async (engine, known) => {
    await expect(create({ SPEECH_ENGINE: engine, SPEECH_MODEL: 'moonshine-base' })).rejects.toMatchObject({
      code: 'SPEECH_MODEL_UNKNOWN',
      message: `SPEECH_MODEL: expected one of ${known.join(', ')}`,
    });
  });

  it('explains in one line why the chosen engine cannot run', async () => {
    const { choose } = bind(await create({ SPEECH_ENGINE: 'sherpa', SPEECH_MODEL_DIR: join(dataDir, 'nowhere') }));
    expect(choose()).toEqual({
      engine: null,
      reason: `not sherpa: ${hasSherpa ? `there is no directory ${join(dataDir, 'nowhere')}` : 'sherpa-onnx-node is not installed for this platform'}`,
    });
  });

  (hasSherpa ? it : it.skip)(
    'has no engine if the model host cannot be reached',
    async () => {
      const { choose, describe } = bind(await create({ SPEECH_MODEL: 'zipformer-en-2023-06-26' }));
      expect(describe()[0]).toMatchObject({
        name: 'moonshine',
        reason: 'it knows no model of the chosen name (only moonshine-base-en, moonshine-tiny-en)',
      });
      expect(describe()[1]).toMatchObject({
        name: 'sherpa',
        isConfigured: true,
        isHealthy: false,
        reason: expect.stringMatching(
          /^its model zipformer-en-2023-06-26 is not installed, and 127\.0\.0\.1:9 cannot be reached/,
        ),
      });
      expect(choose().engine).toBeNull();
      expect(choose().reason).toContain('not sherpa: its model');
      expect(choose().reason).not.toContain('\n');
    },
    60_000,
  );

  (hasSherpa ? describe : describe.skip)('with a host that has the model', () => {
    let server: Server;
    let content: Buffer;
    let release: () => void;
    beforeEach(async () => {
      await writeTinyTransducerModel(join(dataDir, 'source', archive));
      content = execFileSync('tar', ['-cjf', '-', '-C', join(dataDir, 'source'), archive]);
      const released = new Promise<void>((resolve) => (release = resolve));
      server = createServer((request, response) => {
        response.writeHead(request.url === `/${archive}.tar.bz2` ? 200 : 404, { 'content-length': content.length });
        if (request.method === 'HEAD') return void response.end();
        void released.then(() => response.end(content));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    });
    const fromServer = () => ({
      SPEECH_ENGINE: 'sherpa' as const,
      SPEECH_MODEL_SHA256: createHash('sha256').update(content).digest('hex'),
      SPEECH_MODEL_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });

    it('starts without the model and uses it for calls after the download', async () => {
      const { choose } = bind(await create(fromServer()));
      expect(choose()).toMatchObject({ engine: null, reason: expect.stringMatching(/is being fetched/) });
      release();
      await eventually(() => choose().engine !== null, 'the engine');
      expect(choose()).toMatchObject({
        engine: { name: 'sherpa:zipformer-en-2023-06-26' },
      });
      await engines?.close();
      const again = bind(await create({ SPEECH_ENGINE: 'sherpa' }));
      expect(again.choose().engine?.name).toBe('sherpa:zipformer-en-2023-06-26');
    }, 300_000);

    it('refuses a model of that name with other files than the pinned ones', async () => {
      const { choose } = bind(await create({ ...fromServer(), SPEECH_MODEL_SHA256: undefined }));
      release();
      await eventually(() => !choose().reason.includes('is being fetched'), 'the refusal');
      expect(choose()).toMatchObject({
        engine: null,
        reason: expect.stringMatching(/could not be fetched: the SHA-256 of \S+ of zipformer-en-2023-06-26 is /),
      });
    });

    it('does not download a model without a digest, and says which setting gives one', async () => {
      const chinese = { SPEECH_MODEL: 'zipformer-ctc-multi-zh-hans-2023-12-13', SPEECH_LANGUAGE: 'zh-CN' };
      const { choose } = bind(await create({ ...fromServer(), ...chinese, SPEECH_MODEL_SHA256: undefined }));
      expect(choose()).toMatchObject({
        engine: null,
        reason: expect.stringMatching(
          /is not downloaded: .* set SPEECH_MODEL_SHA256 to the SHA-256 of http:\S+\.tar\.bz2$/,
        ),
      });
    });

    it('stops a download on close', async () => {
      await create(fromServer());
      await engines?.close();
      expect(logger.lines.filter(({ message }) => message.includes('could not be fetched'))).toEqual([]);
    });
  });
});

describe('the settings', () => {
  it('have defaults', () => {
    expect(speechConfigSchema.parse({})).toEqual({
      DEEPGRAM_ENDPOINTING_MS: 300,
      DEEPGRAM_KEYTERMS: [],
      DEEPGRAM_MODEL: 'nova-3',
      DEEPGRAM_MULTILINGUAL: false,
      DEEPGRAM_SMART_FORMAT: true,
      DEEPGRAM_URL: 'wss://api.deepgram.com/v1/listen',
      SAGEMAKER_MAX_REQUESTS: 4,
      SAGEMAKER_PARTIALS: true,
      SAGEMAKER_TIMEOUT_SECONDS: 15,
      SPEECH_ENGINE: 'auto',
      SPEECH_ENGINE_PAUSE_MS: 60_000,
      SPEECH_MAX_STREAMS: {},
      SPEECH_STARTS_PER_SECOND: {},
      SPEECH_PRICE_PER_MINUTE: {},
      SPEECH_QUOTA_SCOPE: 'process',
      EARSHOT_ALLOW_CHOSEN_ENGINE: false,
      SPEECH_LANGUAGE: 'en-US',
      TRANSCRIBE_ALERT_CATEGORIES: [],
      TRANSCRIBE_API_MODE: 'standard',
      TRANSCRIBE_LANGUAGE_MODE: 'fixed',
      TRANSCRIBE_LANGUAGE_OPTIONS: [],
      TRANSCRIBE_VOCABULARY: [],
      TRANSCRIBE_LANGUAGE_MODEL: [],
      TRANSCRIBE_REDACTION: false,
      TRANSCRIBE_PII_IDENTIFICATION: false,
      TRANSCRIBE_PII_TYPES: [],
      TRANSCRIBE_POST_CALL_REDACTION: 'off',
      TRANSCRIBE_PARTIAL_STABILITY: 'off',
      TRANSCRIBE_SESSION_MINUTES: 230,
      WHISPER_DETECT_LANGUAGE: false,
      WHISPER_MAX_REQUESTS: 4,
      WHISPER_MODEL: 'whisper-1',
      WHISPER_PARTIALS: true,
      WHISPER_TIMEOUT_SECONDS: 15,
    });
  });

  it.each([
    { SPEECH_ENGINE: 'whisper' },
    { SPEECH_ENGINE: 'moonshine,whisper' },
    { SPEECH_ENGINE: 'moonshine,none' },
    { SPEECH_ENGINE: '' },
    { SPEECH_ENGINE_PAUSE_MS: '-1' },
    { SPEECH_MAX_STREAMS: 'whisper=3' },
    { SPEECH_MAX_STREAMS: 'amazon-transcribe' },
    { SPEECH_STARTS_PER_SECOND: 'amazon-transcribe=0' },
    { SPEECH_PRICE_PER_MINUTE: 'amazon-transcribe=1=2' },
    { SPEECH_WORKERS: '0' },
    { SPEECH_MODEL_BASE_URL: 'ftp://x' },
    { SPEECH_MODEL_SHA256: 'abc' },
  ])('refuse %j', (env) => {
    expect(speechConfigSchema.safeParse(env).success).toBe(false);
  });

  it('accept a digest in either case', () => {
    expect(speechConfigSchema.parse({ SPEECH_MODEL_SHA256: ` ${'AB'.repeat(32)}\n` })).toMatchObject({
      SPEECH_MODEL_SHA256: 'ab'.repeat(32),
    });
  });

  it('have a description each', () => {
    for (const field of Object.values(speechConfigSchema.shape)) expect(field.description).toMatch(/\.$/);
  });
});

/** Methods as plain functions. */
const bind = (engines: SpeechEngines) => ({
  choose: (requested?: string) => engines.choose(requested),
  describe: () => engines.describe(),
});
