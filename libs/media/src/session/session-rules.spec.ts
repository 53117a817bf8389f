import { expect, it } from '@jest/globals';
import { sessionRules } from './session-rules.js';

it('reaches every rule from some state', () => {
  const used = new Set(Object.values(sessionRules).flatMap((states) => Object.values(states)));
  expect(used.size).toBe(15);
});
