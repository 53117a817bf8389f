import { expect, it } from '@jest/globals';
import { sessionRuleNames, sessionRules } from './session-rules.js';

it('uses every rule in some state', () => {
  const used = new Set(Object.values(sessionRules).flatMap((states) => Object.values(states)));
  expect([...used].sort()).toEqual([...sessionRuleNames].sort());
});
