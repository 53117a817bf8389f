import { describe, it } from '@jest/globals';
import { callClaimsConformance } from '../conformance/call-claims.conformance.js';
import { InMemoryCallClaims } from './in-memory-call-claims.js';
import { ManualClock } from './manual-clock.js';

describe('claims of calls in memory', () => {
  for (const { promise, run } of callClaimsConformance)
    it(promise, () => run(new InMemoryCallClaims(new ManualClock())));
});
