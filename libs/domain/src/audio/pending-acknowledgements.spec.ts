import { expect, it } from '@jest/globals';
import { PendingAcknowledgements } from './pending-acknowledgements.js';

it('acknowledges in order, up to the safe sample', () => {
  const pending = new PendingAcknowledgements();
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
  pending.acknowledgeUntil(99);
  expect(done).toEqual([]);
  pending.acknowledgeUntil(150);
  expect(done).toEqual(['one']);
  pending.acknowledgeUntil(300);
  expect(done).toEqual(['one', 'two', 'late', 'three']);
  pending.acknowledgeAll();
  pending.acknowledgeAll();
  expect(done).toEqual(['one', 'two', 'late', 'three', 'close']);
});
