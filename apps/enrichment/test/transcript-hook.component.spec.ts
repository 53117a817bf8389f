import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openTranscriptHook, transcriptHookConfigSchema, type RunningHook } from '@earshot/outbound';
import type { CallId, EventData, SegmentId } from '@earshot/contracts';
import type { SentimentEngine, TranscriptHook } from '@earshot/ports';
import { CapturingLogger, CapturingMetrics, LoopbackServer, ManualClock, readBody } from '@earshot/testing';
import { callId, restartSegments, segment, setUp, type SetUpOptions } from './set-up.js';

interface Question {
  readonly SegmentId: string;
  readonly Transcript: string;
}
type Answer = (question: Question) => object | null | Promise<object | null>;

let server: LoopbackServer;
let answer: Answer;
let questions: Question[];
const running: RunningHook<TranscriptHook>[] = [];

beforeAll(async () => {
  server = await LoopbackServer.open(async (incoming, response) => {
    const question = JSON.parse(await readBody(incoming)) as Question;
    questions.push(question);
    const given = await answer(question);
    response.writeHead(given === null ? 503 : 200).end(JSON.stringify(given));
  });
});
beforeEach(() => {
  restartSegments();
  questions = [];
  answer = (question) => ({ ...question, Transcript: question.Transcript.replaceAll('Acme', '***') });
});
afterEach(() => {
  for (const hook of running.splice(0)) hook.close();
});
afterAll(() => server.goAway());

async function start(settings: Record<string, string> = {}, options: SetUpOptions = {}) {
  const hook = await openTranscriptHook(
    transcriptHookConfigSchema.parse({
      EARSHOT_TRANSCRIPT_HOOK: server.url,
      EARSHOT_HOOK_SECRET: 'a secret of thirty-two characters',
      EARSHOT_OUTBOUND_ALLOWED_HOSTS: '127.0.0.1',
      ...settings,
    }),
    { clock: new ManualClock(), logger: new CapturingLogger(), metrics: new CapturingMetrics() },
  );
  if (hook === null) throw new Error('no hook was opened');
  running.push(hook);
  const enrichment = setUp({ transcriptHook: hook.hook, ...options });
  const published = () => enrichment.bus.events().flatMap((one) => (one.type === 'segment.enriched' ? [one.data] : []));
  const problems = () =>
    enrichment.bus.events().flatMap((one) => (one.type === 'processing.failed' ? [one.data.code] : []));
  const say = (text: string, over: Partial<EventData<'transcript.segment'>> = {}) =>
    enrichment.deliver(enrichment.event('transcript.segment', segment(text, over)));
  return { ...enrichment, published, problems, say };
}

/** Remembers the texts that it was asked about. */
const rememberingEngine = (): SentimentEngine & { readonly texts: string[] } => {
  const texts: string[] = [];
  return {
    name: 'test',
    texts,
    score: (text) => {
      texts.push(text);
      return Promise.resolve({ label: 'NEUTRAL', score: 0 });
    },
  };
};

describe('a program that changes the transcript', () => {
  it('sees redacted finals only, and what it answers is stored', async () => {
    const { say, published } = await start();
    await say('Acme has', { segmentId: '0-0-0' as SegmentId, isPartial: true, revision: 1 });
    await say('Acme has my card 4111 1111 1111 1111', { segmentId: '0-0-0' as SegmentId });
    expect(questions.map(({ Transcript }) => Transcript)).toEqual(['Acme has my card [CARD]']);
    expect(published().map(({ text }) => text)).toEqual(['Acme has', '*** has my card [CARD]']);
    const [, final] = published();
    expect(final?.words).toEqual([]);
    expect(final?.redactions).toEqual([
      { kind: 'CARD', startChar: 16, endChar: 22, startMs: expect.any(Number), endMs: expect.any(Number) },
    ]);
  });

  it('leaves a final as it is, with its words, when it changes nothing', async () => {
    const { say, published } = await start();
    await say('thank you for waiting');
    expect(published()[0]?.words).toHaveLength(4);
  });

  it('cannot show what redaction hides', async () => {
    answer = (question) => ({ ...question, Transcript: 'the card is 4111 1111 1111 1111' });
    const { say, published, bus } = await start();
    await say('hello');
    expect(published()[0]).toMatchObject({ text: 'the card is [CARD]', redactions: [{ kind: 'CARD' }] });
    expect(bus.text()).not.toContain('1111');
  });

  it('cannot show a number that it spreads over two finals: the first one is corrected', async () => {
    const answers = ['take 4111 1111', '1111 1111 that is the card'];
    answer = (question) => ({ ...question, Transcript: answers.shift() ?? question.Transcript });
    const { say, published } = await start();
    await say('one');
    await say('two');
    expect(published().map(({ segmentId, revision, text }) => [segmentId, revision, text])).toEqual([
      ['0-0-0', 2, 'take 4111 1111'],
      ['0-0-0', 3, 'take [CARD]'],
      ['0-0-1', 2, '[CARD] that is the card'],
    ]);
  });

  it('sees private details only if a setting says so, and they are hidden behind it', async () => {
    const { say, published } = await start({ EARSHOT_TRANSCRIPT_HOOK_UNREDACTED: 'true' });
    await say('Acme has my card 4111 1111 1111 1111');
    expect(questions[0]?.Transcript).toBe('Acme has my card 4111 1111 1111 1111');
    expect(published()[0]?.text).toBe('*** has my card [CARD]');
  });

  it('cannot show the names that an engine marked, when it sees them', async () => {
    const sentiment = rememberingEngine();
    const { say, published } = await start({ EARSHOT_TRANSCRIPT_HOOK_UNREDACTED: 'true' }, { sentiment });
    const entities = [{ kind: 'NAME' as const, startChar: 0, endChar: 9 }];
    await say('Anna Berg is here', { entities });
    await say('Anna Berg is at Acme', { entities });
    expect(questions.map(({ Transcript }) => Transcript)).toEqual(['Anna Berg is here', 'Anna Berg is at Acme']);
    expect(published().map(({ text }) => text)).toEqual(['[NAME] is here', '[NAME] is at ***']);
    expect(published()[0]?.words).toHaveLength(3);
    expect(sentiment.texts).toEqual(['[NAME] is here', '[NAME] is at Acme']);
  });

  it('gives sentiment another text than people read', async () => {
    const sentiment = rememberingEngine();
    answer = ({ Transcript, ...question }) =>
      Transcript === 'one'
        ? { ...question, Transcript: 'hidden' }
        : { ...question, Transcript: 'hidden', OriginalTranscript: 'call +1 415 555 0100, I am angry' };
    const { say, published } = await start({}, { sentiment });
    await say('one');
    await say('two');
    expect(published().map(({ text }) => text)).toEqual(['hidden', 'hidden']);
    expect(sentiment.texts).toEqual(['one', 'call [PHONE], I am angry']);
  });

  it('decides what categories see', async () => {
    const rules = [
      { name: 'competitor', any: { keywords: ['acme'] } },
      { name: 'price', any: { keywords: ['cheaper'] } },
    ];
    const { say, bus } = await start({}, { rules });
    await say('Acme is cheaper');
    const matches = bus.events().flatMap((one) => (one.type === 'category.matched' ? [one.data.category] : []));
    expect(matches).toEqual(['price']);
  });

  it('sees a final again when redaction hides something else in it', async () => {
    const { say, published } = await start();
    await say('Acme gave me 4111 1111');
    await say('1111 1111 that is my card');
    const first = published().filter(({ segmentId }) => segmentId === '0-0-0');
    expect(first.map(({ text }) => text)).toEqual(['*** gave me 4111 1111', '*** gave me [CARD]']);
    expect(first.map(({ revision }) => revision)).toEqual([2, 3]);
    expect(questions.map(({ Transcript }) => Transcript)).toEqual([
      'Acme gave me 4111 1111',
      'Acme gave me [CARD]',
      '[CARD] that is my card',
    ]);
  });

  it('loses no final and changes no order when it fails, and the call says so once', async () => {
    answer = ({ Transcript, ...rest }) => (Transcript.includes('two') ? null : { ...rest, Transcript });
    const { say, published, problems } = await start();
    for (const text of ['one', 'two', 'two again', 'three']) await say(text);
    expect(published().map(({ text }) => text)).toEqual(['one', 'two', 'two again', 'three']);
    expect(problems()).toEqual(['TRANSCRIPT_HOOK_FAILED']);
  });

  it('keeps partials that it did not see from being shown with HOLD', async () => {
    const settings = { EARSHOT_TRANSCRIPT_HOOK_FINALS_ONLY: 'false', EARSHOT_HOOK_FAILURE: 'HOLD' };
    const { say, published } = await start(settings);
    await say('Acme', { isPartial: true, revision: 1 });
    answer = () => null;
    await say('Acme has', { isPartial: true, revision: 1 });
    expect(published().map(({ text }) => text)).toEqual(['***']);
  });

  it('does not keep a partial from being withdrawn', async () => {
    const settings = { EARSHOT_TRANSCRIPT_HOOK_FINALS_ONLY: 'false', EARSHOT_HOOK_FAILURE: 'HOLD' };
    const { say, published } = await start(settings);
    const segmentId = '0-0-0' as SegmentId;
    await say('Acme', { segmentId, isPartial: true, revision: 1 });
    answer = () => null;
    await say('', { segmentId, isPartial: true, revision: 2 });
    expect(published().map(({ text }) => text)).toEqual(['***', '']);
    expect(questions).toHaveLength(1);
  });

  it('holds up its own call only', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    answer = async (question) => {
      if (question.Transcript === 'slow') await held;
      return question;
    };
    const { say, published, deliver, event } = await start();
    const slow = say('slow');
    const other = { ...event('transcript.segment', segment('fast')), callId: 'call-2' as CallId };
    await deliver(other);
    expect(published().map(({ text }) => text)).toEqual(['fast']);
    release();
    await slow;
    expect(published().map(({ text }) => text)).toEqual(['fast', 'slow']);
    expect(callId).toBe('call-1');
  });
});
