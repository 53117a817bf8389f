import { expect, it } from '@jest/globals';
import { Acknowledgements } from './acknowledgements.js';

it('acknowledges in order, as far as is accounted for', () => {
  const pending = new Acknowledgements();
  const done: string[] = [];
  for (const [name, until] of [
    ['one', 100],
    ['two', 200],
    ['late', 50],
    ['three', 300],
    ['close', Infinity],
  ] as const) {
    pending.add(until, () => done.push(name));
  }
  pending.settle(99);
  expect(done).toEqual([]);
  pending.settle(150);
  expect(done).toEqual(['one']);
  pending.settle(300);
  expect(done).toEqual(['one', 'two', 'late', 'three']);
  pending.settleAll();
  pending.settleAll();
  expect(done).toEqual(['one', 'two', 'late', 'three', 'close']);
});
