import { describe, expect, it } from '@jest/globals';
import { comprehendPerTest } from './comprehend-set-up.js';

const engine = comprehendPerTest();

const texts = () => engine.server.requests.map((request) => [request.language, request.texts] as const);
const good = { label: 'POSITIVE', score: 4.75, engine: 'comprehend' };

describe('the sentiment engine on Amazon Comprehend', () => {
  it('scores with a signed request and says which engine scored', async () => {
    expect(await engine.running.scoreNow('this is good')).toEqual(good);
    expect(engine.server.requests[0]?.authorization).toContain('/eu-central-1/comprehend/aws4_request');
  });

  it('sends texts of several calls in one request, and each gets its own score', async () => {
    const scored = ['a good day', 'nothing', 'a bad day'].map((text) => engine.running.score(text));
    await engine.running.clock.advance(49);
    expect(engine.server.requests).toEqual([]);
    await engine.running.clock.advance(1);
    expect((await Promise.all(scored)).map((one) => one?.label)).toEqual(['POSITIVE', 'NEUTRAL', 'NEGATIVE']);
    expect(texts()).toEqual([['en', ['a good day', 'nothing', 'a bad day']]]);
  });

  it('sends 25 texts at once without a wait, and the 26th in the next request', async () => {
    const scored = Array.from({ length: 26 }, (_, n) => engine.running.score(`good ${n}`));
    await Promise.all(scored.slice(0, 25));
    expect(engine.server.requests.map((request) => request.texts.length)).toEqual([25]);
    await engine.running.clock.advance(50);
    expect(await scored[25]).toEqual(good);
    expect(engine.server.requests.map((request) => request.texts.length)).toEqual([25, 1]);
  });

  it('never mixes languages in a request, and maps tags to the codes of Comprehend', async () => {
    const tags = ['en-GB', 'es_US', 'zh-TW', 'zh-Hans', 'zh-HK', 'cmn-CN', 'pt-BR'];
    const scored = tags.map((tag) => engine.running.score(`good ${tag}`, tag));
    await engine.running.clock.advance(50);
    expect(await Promise.all(scored)).toEqual(tags.map(() => good));
    expect(Object.fromEntries(texts())).toEqual({
      en: ['good en-GB'],
      es: ['good es_US'],
      pt: ['good pt-BR'],
      zh: ['good zh-Hans', 'good cmn-CN'],
      'zh-TW': ['good zh-TW', 'good zh-HK'],
    });
    expect(engine.server.requests).toHaveLength(5);
  });

  it.each(['pl-PL', 'no language', ''])('gives no score and asks nobody for the language "%s"', async (language) => {
    expect(await engine.running.score('good', language)).toBeNull();
    expect(engine.server.requests).toEqual([]);
  });

  it('lets the lexicon score a text without words', async () => {
    expect(await engine.running.score(' ')).toMatchObject({ label: 'NEUTRAL' });
    expect(engine.server.requests).toEqual([]);
  });

  it('cuts a text of more than 5,000 bytes after a word', async () => {
    expect(await engine.running.scoreNow(`good ${'größer '.repeat(700)}`)).toEqual(good);
    const [sent = ''] = engine.server.requests[0]?.texts ?? [];
    expect(Buffer.byteLength(sent)).toBeGreaterThan(4_980);
    expect(sent).toMatch(/größer$/);
    expect(await engine.running.scoreNow('好'.repeat(3_000), 'zh')).toMatchObject({ engine: 'comprehend' });
    expect(await engine.running.scoreNow('x'.repeat(9_000))).toMatchObject({ engine: 'comprehend' });
    expect(engine.server.requests[2]?.texts).toEqual(['x'.repeat(5_000)]);
  });

  it('sends at most eight requests at once and loses no text', async () => {
    let underWay = 0;
    let most = 0;
    const releases: (() => void)[] = [];
    engine.server.fault = () => {
      most = Math.max(most, ++underWay);
      return new Promise<void>((resolve) => releases.push(resolve)).then(() => void underWay--);
    };
    const scored = Array.from({ length: 300 }, (_, n) => engine.running.score(`good ${n}`));
    await engine.server.untilRequests(8);
    for (let count = 1; count <= 12; count++) {
      await engine.server.untilRequests(count);
      releases[count - 1]?.();
    }
    expect(await Promise.all(scored)).toEqual(scored.map(() => good));
    expect(most).toBe(8);
  });

  it('sends what waits when it closes, and then leaves texts to the lexicon', async () => {
    const waiting = [engine.running.score('good'), engine.running.score('good', 'fr')];
    const closed = engine.running.close();
    expect(await Promise.all(waiting)).toEqual([good, good]);
    await closed;
    expect(await engine.running.score('that worked, thank you so much')).toMatchObject({ label: 'POSITIVE' });
    expect(engine.server.requests).toHaveLength(2);
  });
});
