import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration, formatSpan } from '../../ui/format-duration.js';

/** The ledger of one track. */
export type TrackLedger = CallDetailFragment['ledger'][number];

/** How far the coverage of a track is, as readers see it. */
export interface CoverageStatus {
  readonly type: 'in-progress' | 'success' | 'warning' | 'error';
  readonly label: string;
}

/** How a call went on: `ended` and `interrupted` say that no more audio and no more text will come. */
export type CallProgress = 'live' | 'ended' | 'interrupted';

/** Tells the status of one track's coverage. A track with a gap or an early end is never shown as complete. */
export function coverageStatus(ledger: TrackLedger, progress: CallProgress, lostAtMs: number | null): CoverageStatus {
  if (progress === 'live') return liveStatus(ledger);
  if (ledger.openMs !== 0) return { type: 'error', label: mismatch(ledger) };
  if (progress === 'interrupted')
    return { type: 'warning', label: lostAtMs === null ? 'Call lost' : `Call lost at ${formatDuration(lostAtMs)}` };
  if (ledger.gapMs > 0) return { type: 'warning', label: inGaps(ledger) };
  return ledger.isComplete
    ? { type: 'success', label: 'Complete' }
    : { type: 'warning', label: 'Shorter than the call' };
}

/** `openMs` is negative when audio was counted twice. */
const mismatch = ({ openMs }: TrackLedger): string =>
  `${formatSpan(Math.abs(openMs))} ${openMs > 0 ? 'missing' : 'counted twice'}`;

const inGaps = ({ gapMs }: TrackLedger): string => `${formatSpan(gapMs)} in gaps`;

function liveStatus(ledger: TrackLedger): CoverageStatus {
  if (ledger.openMs > 0) return { type: 'in-progress', label: `transcribing ${formatSpan(ledger.openMs)}` };
  if (ledger.gapMs > 0) return { type: 'warning', label: inGaps(ledger) };
  return { type: 'success', label: 'Up to date' };
}

const gapReasonLabels: Record<string, string> = {
  NO_SPEECH_ENGINE: 'No speech engine was available',
  ENGINE_FAILED: 'The speech engine failed',
  ENGINE_OVERLOADED: 'The speech engine could not keep up',
  CONNECTION_LOST: 'The connection to the phone system was lost',
  FRAMES_LOST: 'Audio was lost on its way here',
  SOURCE_SILENT: 'The phone system sent no audio',
  PAUSED: 'The call was paused',
  CALL_MOVED: 'The phone system changed its connection',
  PROCESS_LOST: 'A service was restarted',
};

/** A gap's reason in words. A reason that only a newer server knows stays readable. */
export const gapReasonLabel = (reason: string): string =>
  gapReasonLabels[reason] ?? reason.toLowerCase().replaceAll('_', ' ');

/** Reasons of gaps in which no audio arrived: there is nothing to transcribe and nothing to mute. */
const withoutAudio: readonly string[] = ['CONNECTION_LOST', 'FRAMES_LOST', 'SOURCE_SILENT', 'CALL_MOVED', 'PAUSED'];

/** Whether audio of the call arrived that no speech engine has transcribed. */
export const hasUntranscribedAudio = (ledgers: readonly TrackLedger[]): boolean =>
  ledgers.some(({ gaps }) => gaps.some(({ reason }) => !withoutAudio.includes(reason)));
