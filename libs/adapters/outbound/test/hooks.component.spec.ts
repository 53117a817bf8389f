import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CallId, SegmentId } from '@earshot/contracts';
import type { Counter, HookedSegment, Labels } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, ManualClock, startLambda, type LambdaServer } from '@earshot/testing';
import { isSigned } from '../src/http/signature.js';
import {
  callStartHookConfigSchema,
  openCallStartHook,
  openTranscriptHook,
  transcriptHookConfigSchema,
} from '../src/index.js';
import { HookServer, type Answer } from './hook-server.js';

const FAILURES = 'earshot_hook_failures_total';

/** Remembers the labels of failures. */
class LabelledMetrics extends CapturingMetrics {
  readonly labels: Labels[] = [];

  override counter(name: string): Counter {
    const counter = super.counter(name);
    return {
      add: (amount, labels) => {
        this.labels.push(labels ?? {});
        counter.add(amount);
      },
    };
  }
}

const secret = 'a secret of thirty-two characters';
const functionArn = 'arn:aws:lambda:eu-central-1:111122223333:function:my-hook';
const callId = 'call-1' as CallId;
const segment: HookedSegment = {
  callId,
  segmentId: '0-0-0' as SegmentId,
  role: 'CUSTOMER',
  track: 0,
  startMs: 1_500,
  endMs: 2_750,
  isPartial: false,
  text: 'my card is [CARD]',
};

let server: HookServer;
let lambda: LambdaServer;
let clock: ManualClock;
const closing: { close(): void }[] = [];
const environmentBefore = { ...process.env };

beforeAll(async () => {
  [server, lambda] = await Promise.all([HookServer.open(), startLambda()]);
  Object.assign(process.env, lambda.environment);
});
afterEach(() => {
  for (const hook of closing.splice(0)) hook.close();
  server.requests.length = 0;
  lambda.invocations.length = 0;
});
afterAll(async () => {
  process.env = environmentBefore;
  await Promise.all([server.close(), lambda.goAway()]);
});

const answering =
  (answer: unknown, status = 200): Answer =>
  (_request, response) =>
    void response.writeHead(status).end(JSON.stringify(answer));

async function openTranscript(settings: Record<string, string> = {}) {
  clock = new ManualClock();
  const metrics = new LabelledMetrics();
  const running = await openTranscriptHook(
    transcriptHookConfigSchema.parse({
      EARSHOT_TRANSCRIPT_HOOK: `${server.url}/hook`,
      EARSHOT_HOOK_SECRET: secret,
      EARSHOT_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
      LAMBDA_ENDPOINT: lambda.endpoint,
      ...settings,
    }),
    { clock, metrics, logger: new CapturingLogger() },
  );
  if (running === null) throw new Error('no hook was opened');
  closing.push(running);
  return { ...running, metrics };
}

async function openStart(settings: Record<string, string> = {}) {
  clock = new ManualClock();
  const running = await openCallStartHook(
    callStartHookConfigSchema.parse({
      EARSHOT_CALL_START_HOOK: functionArn,
      LAMBDA_ENDPOINT: lambda.endpoint,
      ...settings,
    }),
    { clock, metrics: new CapturingMetrics(), logger: new CapturingLogger() },
  );
  if (running === null) throw new Error('no hook was opened');
  closing.push(running);
  return running.hook;
}

describe('the transcript hook', () => {
  it('asks with a signed segment of LCA and takes both texts of the answer', async () => {
    server.answer = answering({ Transcript: 'hidden', OriginalTranscript: 'I am angry' });
    const { hook } = await openTranscript({ EARSHOT_HOOK_KEY_ID: 'key-2' });
    await expect(hook.rewriteSegment(segment)).resolves.toEqual({ text: 'hidden', originalText: 'I am angry' });
    const { body, headers } = server.requests[0]!;
    expect(JSON.parse(body)).toEqual({
      CallId: 'call-1',
      Channel: 'CALLER',
      SegmentId: '0-0-0',
      StartTime: 1.5,
      EndTime: 2.75,
      Transcript: 'my card is [CARD]',
      OriginalTranscript: 'my card is [CARD]',
      IsPartial: false,
      Status: 'TRANSCRIBING',
    });
    const header = String(headers['earshot-signature']);
    const findSecret = (id: string) => (id === 'key-2' ? secret : undefined);
    expect(isSigned({ header, body, nowMs: clock.nowMs(), windowMs: 1_000, findSecret })).toBe(true);
  });

  it('asks a function of AWS Lambda in the same form', async () => {
    lambda.run = () => ({ answer: { Transcript: 'hidden' } });
    const { hook } = await openTranscript({ EARSHOT_TRANSCRIPT_HOOK: functionArn });
    await expect(hook.rewriteSegment(segment)).resolves.toEqual({ text: 'hidden' });
    expect(lambda.invocations).toEqual([
      { functionName: functionArn, type: 'RequestResponse', payload: expect.objectContaining({ CallId: 'call-1' }) },
    ]);
  });

  it('changes nothing with an empty answer', async () => {
    server.answer = (_request, response) => void response.writeHead(204).end();
    const { hook } = await openTranscript();
    await expect(hook.rewriteSegment(segment)).resolves.toEqual({ text: segment.text });
  });

  it.each([
    ['an answer without a text', answering({ CallId: 'call-1' }), 'HOOK_ANSWER_INVALID'],
    ['a text that is too long', answering({ Transcript: 'x'.repeat(20_001) }), 'HOOK_ANSWER_INVALID'],
    ['an answer that is no JSON', ((_request, response) => void response.end('<p>')) as Answer, 'HOOK_ANSWER_INVALID'],
    ['an error', answering({}, 500), 'OUTBOUND_REFUSED'],
  ])('takes no text from %s', async (_what, answer, code) => {
    server.answer = answer;
    const { hook, metrics } = await openTranscript();
    await expect(hook.rewriteSegment(segment)).resolves.toBeNull();
    expect(metrics.labels).toEqual([{ hook: 'transcript', code }]);
  });

  it('takes no text from a function that failed, whatever it returned', async () => {
    lambda.run = () => ({ error: { errorMessage: 'boom', Transcript: 'boom' } });
    const { hook } = await openTranscript({ EARSHOT_TRANSCRIPT_HOOK: functionArn });
    await expect(hook.rewriteSegment(segment)).resolves.toBeNull();
  });

  it('waits no longer than its limit for a server that is silent', async () => {
    server.answer = () => {};
    const { hook } = await openTranscript({ EARSHOT_HOOK_TIMEOUT_MS: '500' });
    const asked = hook.rewriteSegment(segment);
    await server.untilRequests(1);
    await clock.advance(500);
    await expect(asked).resolves.toBeNull();
  });

  it('leaves a failing program alone after five failures, tries it once, and goes on when it works again', async () => {
    server.answer = answering({}, 503);
    const { hook, requireHealthy } = await openTranscript();
    for (let count = 0; count < 8; count += 1) await hook.rewriteSegment(segment);
    expect(server.requests).toHaveLength(5);
    expect(requireHealthy).toThrow(expect.objectContaining({ code: 'HOOK_FAILING' }));
    await clock.advance(1_000);
    await hook.rewriteSegment(segment);
    await hook.rewriteSegment(segment);
    expect(server.requests).toHaveLength(6);
    server.answer = answering({ Transcript: 'hidden' });
    await clock.advance(2_000);
    await expect(hook.rewriteSegment(segment)).resolves.toEqual({ text: 'hidden' });
    expect(requireHealthy()).toBe(true);
  });

  it('is asked again with HOLD until it answers', async () => {
    server.answer = answering({}, 503);
    const { hook, metrics } = await openTranscript({ EARSHOT_HOOK_FAILURE: 'HOLD', EARSHOT_HOOK_HOLD_MS: '30000' });
    const asked = hook.rewriteSegment(segment);
    await metrics.reach(FAILURES, 1);
    server.answer = answering({ Transcript: 'hidden' });
    await clock.advance(200);
    await expect(asked).resolves.toEqual({ text: 'hidden' });
  });

  it('gives up with HOLD when the time is over, and asks once about a partial', async () => {
    server.answer = answering({}, 503);
    const { hook, metrics } = await openTranscript({ EARSHOT_HOOK_FAILURE: 'HOLD', EARSHOT_HOOK_HOLD_MS: '3000' });
    await expect(hook.rewriteSegment({ ...segment, isPartial: true })).resolves.toBeNull();
    expect(server.requests).toHaveLength(1);
    const asked = hook.rewriteSegment(segment);
    for (const [failures, waitMs] of [
      [2, 200],
      [3, 400],
      [4, 800],
      [5, 1_600],
    ] as const) {
      await metrics.reach(FAILURES, failures);
      await clock.advance(waitMs);
    }
    // The next attempt would come after 3 s.
    await expect(asked).resolves.toBeNull();
  });

  it('asks no more at once than it may, and lets nobody wait longer than the limit', async () => {
    const held: (() => void)[] = [];
    server.answer = (_request, response) => void held.push(() => response.end('{"Transcript":"hidden"}'));
    const { hook, metrics } = await openTranscript({ EARSHOT_HOOK_CONCURRENCY: '2', EARSHOT_HOOK_TIMEOUT_MS: '1000' });
    const asked = [1, 2, 3].map(() => hook.rewriteSegment(segment));
    await server.untilRequests(2);
    await clock.advance(1_000);
    await expect(Promise.all(asked)).resolves.toEqual([null, null, null]);
    expect(server.requests).toHaveLength(2);
    expect(metrics.labels.map(({ code }) => code).sort()).toEqual([
      'HOOK_BUSY',
      'OUTBOUND_TIMEOUT',
      'OUTBOUND_TIMEOUT',
    ]);
  });

  it.each([
    ['a server', 70, {}],
    ['a function of AWS Lambda', 70, { EARSHOT_TRANSCRIPT_HOOK: functionArn }],
  ])('asks %s as often at once as the setting allows', async (_what, most, settings) => {
    const held: (() => void)[] = [];
    server.answer = (_request, response) => void held.push(() => response.end('{"Transcript":"hidden"}'));
    const { hook } = await openTranscript({
      ...{ EARSHOT_HOOK_CONCURRENCY: String(most), LAMBDA_ENDPOINT: server.url },
      ...settings,
    });
    const asked = Array.from({ length: most }, () => hook.rewriteSegment(segment));
    await server.untilRequests(most);
    for (const answer of held) answer();
    expect(new Set((await Promise.all(asked)).map((answer) => answer?.text))).toEqual(new Set(['hidden']));
  });

  it('does not open without a secret', async () => {
    const config = transcriptHookConfigSchema.parse({ EARSHOT_TRANSCRIPT_HOOK: 'https://hooks.example.org' });
    const context = { clock: new ManualClock(), metrics: new CapturingMetrics(), logger: new CapturingLogger() };
    await expect(openTranscriptHook(config, context)).rejects.toMatchObject({ code: 'HOOK_UNUSABLE' });
  });
});

describe('a hook at a URL that no request may go to', () => {
  it.each(['http://hooks.example.org', 'https://10.0.0.1/hook', 'https://[::1]'])('does not open: %s', async (url) => {
    const settings = { EARSHOT_TRANSCRIPT_HOOK: url, EARSHOT_OUTBOUND_ALLOWED_HOSTS: 'other.example.org' };
    await expect(openTranscript(settings)).rejects.toMatchObject({
      code: 'HOOK_UNUSABLE',
      message: expect.stringContaining('EARSHOT_OUTBOUND_ALLOWED_HOSTS'),
    });
  });
});

describe('the call-start hook', () => {
  it('asks with the event of the platform and reads every field of the answer of LCA', async () => {
    lambda.run = () => ({
      answer: {
        originalCallId: 'call-1',
        callId: 'case-9',
        shouldProcessCall: false,
        shouldRecordCall: true,
        isCaller: false,
        agentId: 'agent-3',
        fromNumber: '+14155550100',
        toNumber: '+14155550101',
        metadatajson: '{"case":9}',
        transcribeLanguageCode: 'de-DE',
      },
    });
    const hook = await openStart();
    const event = { source: 'aws.chime', detail: { callId: 'call-1', isCaller: true } };
    await expect(hook.askAboutStart(callId, event)).resolves.toEqual({
      callId: 'case-9',
      shouldProcess: false,
      shouldRecord: true,
      isCaller: false,
      agentId: 'agent-3',
      fromNumber: '+14155550100',
      toNumber: '+14155550101',
      metadata: '{"case":9}',
      language: 'de-DE',
    });
    expect(lambda.invocations.map(({ payload }) => payload)).toEqual([event]);
  });

  it.each([[null], [{}], [{ callId: '', agentId: null, fromNumber: '' }]])(
    'lets the call begin as it is with the answer %j',
    async (answer) => {
      lambda.run = () => ({ answer });
      const hook = await openStart();
      await expect(hook.askAboutStart(callId, {})).resolves.toEqual({ shouldProcess: true });
    },
  );

  it.each([[{ callId: 'a\nb' }], [{ shouldProcessCall: 'no' }], [{ transcribeLanguageCode: 'no language' }], [['x']]])(
    'lets the call begin with a problem after the answer %j',
    async (answer) => {
      lambda.run = () => ({ answer });
      const hook = await openStart();
      await expect(hook.askAboutStart(callId, {})).resolves.toMatchObject({
        shouldProcess: true,
        problem: { code: 'CALL_START_HOOK_FAILED' },
      });
    },
  );
});
