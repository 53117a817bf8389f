import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock, SpeechStreamOptions } from '@earshot/ports';
import {
  eventually,
  ManualClock,
  speechEngineConformance,
  startSagemaker,
  type SagemakerFault,
  type SagemakerServer,
} from '@earshot/testing';
import { engineOptionsOf, prepare } from '../src/sagemaker/index.js';
import { SagemakerClient } from '../src/sagemaker/sagemaker-client.js';
import { sagemakerSettings } from '../src/sagemaker/sagemaker.settings.js';
import { speakBursts } from './support/bursts.js';
import { openObserved, textsOf, writeAll } from './support/open-observed.js';
import {
  longSpeech,
  sampleRateHz,
  speech,
  spoken,
  startRequestEngine,
  utterances,
  type ObservedEngine,
} from './support/request-engine.js';
import { createHost } from './support/speech-host.js';
import { systemClock } from './support/system-clock.js';

let server: SagemakerServer;
let client: SagemakerClient;
let observedEngine: ObservedEngine;
const environmentBefore = { ...process.env };

const createEngine = async (settings: Record<string, string> = {}, clock: Clock = systemClock) => {
  const parsed = sagemakerSettings.parse({ SAGEMAKER_ENDPOINT_NAME: 'whisper-test', ...settings });
  client = new SagemakerClient(
    {
      region: 'eu-central-1',
      endpointName: parsed.SAGEMAKER_ENDPOINT_NAME ?? '',
      inferenceComponent: parsed.SAGEMAKER_INFERENCE_COMPONENT,
      url: server.url,
      timeoutMs: parsed.SAGEMAKER_TIMEOUT_SECONDS * 1_000,
    },
    clock,
  );
  observedEngine = await startRequestEngine(client, engineOptionsOf(parsed), clock);
  return observedEngine.engine;
};

beforeAll(async () => {
  server = await startSagemaker();
  Object.assign(process.env, server.environment);
});
beforeEach(() => {
  (server.requests as unknown[]).length = 0;
  server.faults.length = 0;
});
afterEach(async () => {
  await observedEngine.engine.close();
  await client.close();
});
afterAll(async () => {
  await server.goAway();
  process.env = environmentBefore;
});

const open = (changes: Partial<SpeechStreamOptions> = {}) =>
  openObserved(observedEngine.engine, { sampleRateHz, ...changes });

describe('the engine of a SageMaker endpoint conforms to the port', () => {
  it.each(speechEngineConformance)(
    '$promise',
    async ({ run }) => {
      await run(async () => ({
        engine: await createEngine(),
        speech: longSpeech,
        sampleRateHz,
        patienceMs: 20_000,
      }));
      expect(server.problems).toEqual([]);
    },
    60_000,
  );
});

describe('an utterance', () => {
  it('is sent to the endpoint as a WAV file, in a signed request', async () => {
    await createEngine({ SAGEMAKER_INFERENCE_COMPONENT: 'large-v3' });
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speech);
    await observed.stream.end();
    expect(textsOf(observed)).toEqual(spoken);
    expect(observed.finals()[0]).toMatchObject({ areWordTimesEstimated: true });
    expect(server.requests).toHaveLength(3);
    expect(server.requests[0]).toMatchObject({
      endpointName: 'whisper-test',
      headers: { accept: 'application/json', 'x-amzn-sagemaker-inference-component': 'large-v3' },
    });
    expect(observedEngine.engine.name).toBe('sagemaker:whisper-test');
  });

  it('has the word times of an endpoint that gives them', async () => {
    await createEngine();
    const chunks = [
      { text: ' Hello', timestamp: [0.3, 0.5] },
      { text: ' there.', timestamp: [0.5, 0.9] },
    ];
    server.faults.push({ kind: 'answers', answer: { text: 'Hello there.', chunks } });
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speakBursts(utterances.slice(0, 2), 2_560, sampleRateHz));
    await observed.stream.end();
    const [final] = observed.finals();
    expect(final?.areWordTimesEstimated ?? false).toBe(false);
    expect(final?.words.map(({ text }) => text)).toEqual(['Hello', 'there.']);
  });
});

describe('when the endpoint misbehaves', () => {
  const transcribe = async () => {
    const observed = await open({ isRecorded: true });
    await writeAll(observed, speech).catch(() => undefined);
    const end = await observed.stream.end().catch((error: unknown) => error);
    return { observed, end };
  };

  it.each<[string, SagemakerFault]>([
    ['a broken connection', { kind: 'resets' }],
    ['half an answer', { kind: 'closes-early' }],
    ['an answer that is no JSON', { kind: 'garbage' }],
    ['an answer without text', { kind: 'answers', answer: { output: 1 } }],
    ['a failure of the service', { kind: 'error', status: 500, type: 'InternalFailure' }],
    ['throttling', { kind: 'error', status: 400, type: 'ThrottlingException' }],
    ['an endpoint that scales up', { kind: 'error', status: 503, type: 'ServiceUnavailable' }],
    ['a model that fails', { kind: 'error', status: 424, type: 'ModelError', modelStatus: 500 }],
    ['a model that is busy', { kind: 'error', status: 424, type: 'ModelError', modelStatus: 503 }],
  ])('sends the utterance again after %s, and gives each word once', async (_name, fault) => {
    await createEngine();
    server.faults.push(fault);
    const { observed } = await transcribe();
    expect(observed.failures).toEqual([]);
    expect(textsOf(observed)).toEqual(spoken);
    expect(server.requests).toHaveLength(4);
    expect(observedEngine.metrics.values.get('earshot_sagemaker_retries_total')).toBe(1);
  });

  it('sends the utterance again when no answer comes in time', async () => {
    const clock = new ManualClock();
    await createEngine({}, clock);
    server.faults.push({ kind: 'hangs' });
    const transcribed = transcribe();
    await eventually(() => server.requests.length >= 1, 'the request');
    await eventually(() => (void clock.advance(500), server.requests.length >= 4), 'three more requests');
    expect(textsOf((await transcribed).observed)).toEqual(spoken);
  });

  it.each<[string, SagemakerFault, RegExp]>([
    ['no such endpoint', { kind: 'error', status: 400, type: 'ValidationError' }, /check SAGEMAKER_ENDPOINT_NAME/],
    ['no permission', { kind: 'error', status: 403, type: 'AccessDeniedException' }, /sagemaker:InvokeEndpoint/],
    ['a model of another kind', { kind: 'error', status: 424, type: 'ModelError', modelStatus: 415 }, /no WAV files/],
  ])('reports %s at once as lasting, and says what to do', async (_name, fault, message) => {
    await createEngine();
    server.faults.push(fault);
    const { observed, end } = await transcribe();
    expect(observed.failures[0] ?? end).toMatchObject({ code: 'SPEECH_REQUEST_REFUSED', retryable: false });
    expect(observedEngine.refusals[0]?.message).toMatch(message);
    expect(observedEngine.refusals[0]?.message).not.toContain('refused by the test');
  });
});

describe('prepares itself', () => {
  it('needs the name of an endpoint, and a region', async () => {
    await createEngine();
    const host = createHost(new ManualClock());
    const none = await prepare(sagemakerSettings.parse({}), host);
    expect(none.current()).toEqual({ engine: null, reason: 'SAGEMAKER_ENDPOINT_NAME is not set' });
    const nowhere = await prepare(sagemakerSettings.parse({ SAGEMAKER_ENDPOINT_NAME: 'a' }), host);
    expect(nowhere.current()).toEqual({ engine: null, reason: 'AWS_REGION is not set' });
    expect(() => sagemakerSettings.parse({ SAGEMAKER_ENDPOINT_NAME: 'no/name' })).toThrow();
  });

  it('says by a small request whether the endpoint takes utterances', async () => {
    await createEngine();
    await client.probe(new AbortController().signal);
    expect(server.requests[0]?.samples).toHaveLength(8_000);
    server.faults.push({ kind: 'error', status: 400, type: 'ValidationError' });
    await expect(client.probe(new AbortController().signal)).rejects.toMatchObject({ code: 'SPEECH_REQUEST_REFUSED' });
  });
});
