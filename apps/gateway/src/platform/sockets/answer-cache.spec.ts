import { describe, expect, it } from '@jest/globals';
import { AnswerCache } from './answer-cache.js';

const MIB = 'x'.repeat(1_048_576);

describe('AnswerCache', () => {
  it('keeps one answer for each update and key', () => {
    const [cache, update] = [new AnswerCache(), {}];
    cache.add(update, 'one', '1');
    cache.add(update, 'two', '2');
    expect([cache.get(update, 'one'), cache.get(update, 'two'), cache.get({}, 'one')]).toEqual(['1', '2', undefined]);
  });

  it('drops the oldest answers beyond 8 MiB', () => {
    const cache = new AnswerCache();
    const updates = Array.from({ length: 12 }, (_, at) => ({ at }));
    for (const update of updates) cache.add(update, 'key', MIB);
    expect(updates.map((update) => cache.get(update, 'key') !== undefined).lastIndexOf(false)).toBe(3);
  });

  it('drops the oldest updates beyond 1,000, so that it does not hold their rows', () => {
    const cache = new AnswerCache();
    const updates = Array.from({ length: 1_010 }, (_, at) => ({ at }));
    for (const update of updates) cache.add(update, 'key', '{}');
    expect(updates.filter((update) => cache.get(update, 'key') !== undefined)).toHaveLength(1_000);
  });

  it('shares an execution that goes on, and counts its answer when it ends', async () => {
    const [cache, slow] = [new AnswerCache(), { slow: true }];
    let finish = (_text: string): void => undefined;
    const answer = new Promise<string>((resolve) => (finish = resolve));
    cache.add(slow, 'key', answer);
    expect(cache.get(slow, 'key')).toBe(answer);
    finish(MIB);
    await answer;
    expect(cache.get(slow, 'key')).toBe(MIB);
    for (let n = 0; n < 8; n += 1) cache.add({ n }, 'key', MIB);
    expect(cache.get(slow, 'key')).toBeUndefined();
  });

  it('forgets an execution that fails', async () => {
    const [cache, update] = [new AnswerCache(), {}];
    const answer = Promise.reject(new Error('no'));
    cache.add(update, 'key', answer);
    await expect(answer).rejects.toThrow('no');
    expect(cache.get(update, 'key')).toBeUndefined();
  });
});
