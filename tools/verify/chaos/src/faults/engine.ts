import { everybody, type Fault } from './fault.js';

const EVERY_SECONDS = 15;
const kinds = {
  reset: 'the engine ends its stream without an error',
  close: 'the engine closes its stream in good order',
  busy: 'the engine answers 429',
  hang: 'the engine says nothing any more',
} as const;

/** What engines do in every deployment sooner or later: here every few seconds, on each channel of each call. */
export const engineFaults: readonly Fault[] = Object.entries(kinds).map(([kind, says]) => ({
  name: `engine-${kind}`,
  says: `${says}, every ${EVERY_SECONDS} s`,
  runsOn: ['standalone', 'stack'],
  scriptFault: `fault=${kind}@${EVERY_SECONDS}`,
  maxGapMs: 0,
  lastsMs: 2 * EVERY_SECONDS * 1_000,
  run: async (context) => everybody(context),
}));
