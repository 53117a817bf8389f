import { allCalls, type Fault } from './fault.js';

const EVERY_SECONDS = 15;
const kinds = {
  reset: 'the engine ends its stream without an error',
  close: 'the engine closes its stream normally',
  busy: 'the engine replies 429',
  hang: 'the engine stops replying',
} as const;

/** Every engine fails like this sooner or later. Here it happens on each track of each call every few seconds. */
export const engineFaults: readonly Fault[] = Object.entries(kinds).map(([kind, symptom]) => ({
  name: `engine-${kind}`,
  description: `${symptom}, every ${EVERY_SECONDS} s`,
  runsOn: ['standalone', 'stack'],
  scriptFault: `fault=${kind}@${EVERY_SECONDS}`,
  maxGapMs: 0,
  lastsMs: 2 * EVERY_SECONDS * 1_000,
  run: async (context) => allCalls(context),
}));
