import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fetchSession, sendCode } from './auth-requests.js';

/** A request that waits for its answer. */
interface Asked {
  readonly path: string;
  answer(body: object): void;
}

const realFetch = globalThis.fetch;
let asked: Asked[];

beforeEach(() => {
  asked = [];
  globalThis.fetch = (path) =>
    new Promise((resolve) => {
      asked.push({ path: String(path), answer: (body) => resolve(Response.json(body)) });
    });
});
afterEach(() => {
  globalThis.fetch = realFetch;
});

const untilAsked = async (count: number): Promise<Asked> => {
  while (asked.length < count) await new Promise((resolve) => setImmediate(resolve));
  return asked[count - 1] as Asked;
};

describe('fetchSession', () => {
  it('waits for a step on its way, whose answer brings another cookie', async () => {
    const step = sendCode('123456');
    const session = fetchSession();
    const sent = await untilAsked(1);
    expect(asked.map(({ path }) => path)).toEqual(['/auth/totp']);
    sent.answer({});
    await step;
    (await untilAsked(2)).answer({ auth: 'local' });
    expect(await session).toEqual({ ok: true, body: { auth: 'local' } });
  });

  it('asks again when a step began meanwhile', async () => {
    const session = fetchSession();
    const early = await untilAsked(1);
    const step = sendCode('123456');
    early.answer({ auth: 'local', session: null });
    (await untilAsked(2)).answer({});
    await step;
    const again = await untilAsked(3);
    expect(again.path).toBe('/auth/session');
    again.answer({ auth: 'local', session: { name: 'mia' } });
    expect(await session).toMatchObject({ body: { session: { name: 'mia' } } });
  });
});
