import type { CallDetailFragment } from '@earshot/graphql-api';

type ChannelLedger = CallDetailFragment['ledger'][number];

/** Rounding of sums is allowed this much, in ms. */
const toleranceMs = 1;

/** What is not accounted for, in ms: more was received than told of (positive) or less (negative); 0 when it adds up. */
export function unaccountedMs({ receivedMs, transcribedMs, gapMs }: ChannelLedger): number {
  const differenceMs = receivedMs - transcribedMs - gapMs;
  return Math.abs(differenceMs) <= toleranceMs ? 0 : differenceMs;
}

const reasons: Record<string, string> = {
  NO_SPEECH_ENGINE: 'No speech engine was available',
  ENGINE_FAILED: 'The speech engine failed',
  ENGINE_OVERLOADED: 'The speech engine could not keep up',
  CONNECTION_LOST: 'The connection to the phone system was lost',
  FRAMES_LOST: 'Audio was lost on its way here',
  PROCESS_LOST: 'A service was restarted',
};

/** A gap's reason in words; a reason of a newer server stays readable. */
export const gapReason = (reason: string): string => reasons[reason] ?? reason.toLowerCase().replaceAll('_', ' ');
