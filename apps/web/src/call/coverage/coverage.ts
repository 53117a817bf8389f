import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatSpan } from '../../ui/format-duration.js';

/** The ledger of one track. */
export type TrackLedger = CallDetailFragment['ledger'][number];

/** Sums may differ by this much from rounding. */
const roundingToleranceMs = 1;

/**
 * Received audio that is neither transcribed nor in a gap, in ms. Positive: not transcribed yet, or missing once the
 * call has ended. Negative: counted twice. Zero: complete.
 */
export function unaccountedMs({ receivedMs, transcribedMs, gapMs }: TrackLedger): number {
  const differenceMs = receivedMs - transcribedMs - gapMs;
  return Math.abs(differenceMs) <= roundingToleranceMs ? 0 : differenceMs;
}

/** How far the coverage of a track is, as readers see it. */
export interface CoverageStatus {
  readonly type: 'in-progress' | 'success' | 'error';
  readonly label: string;
}

/** Tells the status of one track's coverage; `ended` says that no more audio and no more text will come. */
export function coverageStatus(ledger: TrackLedger, ended: boolean): CoverageStatus {
  const openMs = unaccountedMs(ledger);
  const open = formatSpan(Math.abs(openMs));
  if (!ended) return openMs > 0 ? { type: 'in-progress', label: `transcribing ${open}` } : upToDate;
  if (openMs === 0) return { type: 'success', label: 'Complete' };
  return { type: 'error', label: openMs > 0 ? `${open} missing` : `${open} counted twice` };
}

const upToDate: CoverageStatus = { type: 'success', label: 'Up to date' };

const gapReasonLabels: Record<string, string> = {
  NO_SPEECH_ENGINE: 'No speech engine was available',
  ENGINE_FAILED: 'The speech engine failed',
  ENGINE_OVERLOADED: 'The speech engine could not keep up',
  CONNECTION_LOST: 'The connection to the phone system was lost',
  FRAMES_LOST: 'Audio was lost on its way here',
  CALL_MOVED: 'The phone system changed its connection',
  PROCESS_LOST: 'A service was restarted',
};

/** A gap's reason in words. A reason that only a newer server knows stays readable. */
export const gapReasonLabel = (reason: string): string =>
  gapReasonLabels[reason] ?? reason.toLowerCase().replaceAll('_', ' ');
