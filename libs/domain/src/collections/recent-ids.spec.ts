import { expect, it } from '@jest/globals';
import { RecentIds } from './recent-ids.js';

it('forgets the oldest first', () => {
  const ids = new RecentIds(2);
  for (const id of ['a', 'b', 'a', 'c']) ids.add(id);
  expect(['a', 'b', 'c'].map((id) => ids.has(id))).toEqual([true, false, true]);
});
