import { expect, it } from '@jest/globals';
import { sessionRules } from './session-rules.js';

it('uses every one of the 15 rules in some state', () => {
  const used = new Set(Object.values(sessionRules).flatMap((states) => Object.values(states)));
  expect(used.size).toBe(15);
});
