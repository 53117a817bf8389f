import type { CallClaims } from '@earshot/ports';
import { check } from './conformance-case.js';

export interface CallClaimsCase {
  readonly promise: string;
  run(claims: CallClaims): Promise<void>;
}

const LONG_MS = 3_600_000;

/** The promises of every store of claims. A case uses calls and owners of its own. */
export const callClaimsConformance: readonly CallClaimsCase[] = [
  {
    promise: 'gives a call to the first who asks, again and again, and to nobody else',
    run: async (claims) => {
      const asked = await Promise.all(['one', 'other'].map((owner) => claims.claim('first', owner, LONG_MS)));
      check(asked.filter(Boolean).length === 1, 'not exactly one of two owners has the call');
      const [winner, loser] = asked[0] === true ? ['one', 'other'] : ['other', 'one'];
      check(await claims.claim('first', winner as string, LONG_MS), 'the owner does not have its call any more');
      check(!(await claims.claim('first', loser as string, LONG_MS)), 'another one has the call, too');
    },
  },
  {
    promise: 'gives a call to another one when the time of its owner is over',
    run: async (claims) => {
      await claims.claim('late', 'slow', 0);
      check(await claims.claim('late', 'quick', LONG_MS), 'the call is still held');
    },
  },
  {
    promise: 'holds the calls of an owner that renews them',
    run: async (claims) => {
      await claims.claim('renewed', 'renewer', 0);
      await claims.renew('renewer', LONG_MS);
      check(!(await claims.claim('renewed', 'stranger', LONG_MS)), 'the call was given away');
    },
  },
  {
    promise: 'frees a call that its owner releases, and no call of another one',
    run: async (claims) => {
      await claims.claim('released', 'owner', LONG_MS);
      await claims.release('released', 'stranger');
      check(!(await claims.claim('released', 'stranger', LONG_MS)), 'a stranger released the call');
      await claims.release('released', 'owner');
      check(await claims.claim('released', 'stranger', LONG_MS), 'the call is still held');
    },
  },
];
