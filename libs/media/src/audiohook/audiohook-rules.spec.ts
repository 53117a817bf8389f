import { expect, it } from '@jest/globals';
import { audiohookRuleNames, audiohookRules } from './audiohook-rules.js';

it('uses every rule in some state', () => {
  const used = new Set(Object.values(audiohookRules).flatMap((states) => Object.values(states)));
  expect([...used].sort()).toEqual([...audiohookRuleNames].sort());
});
