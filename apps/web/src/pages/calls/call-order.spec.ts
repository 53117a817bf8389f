import { expect, it } from '@jest/globals';
import { compareCalls } from './call-order.js';
import { defaultQuery } from './list-query.js';
import { aRow } from '../../../test/support/builders.js';

it.each([
  [true, ['z', 'b', 'a', 'none']],
  [false, ['a', 'b', 'z', 'none']],
])(
  'puts calls without the sorted value last, and equal ones in the order of their ids (descending: %s)',
  (descending, expected) => {
    const calls = [
      aRow('none', 1),
      aRow('b', 2, { agentId: 'Ben' }),
      aRow('z', 3, { agentId: 'Zoe' }),
      aRow('a', 4, { agentId: 'Ben' }),
    ];
    const sorted = calls.toSorted((one, other) =>
      compareCalls({ ...defaultQuery, sort: 'AGENT', descending }, one, other),
    );
    expect(sorted.map(({ id }) => id)).toEqual(expected);
  },
);
