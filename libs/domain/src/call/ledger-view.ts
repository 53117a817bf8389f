import type { TrackLedger, LedgerBalance } from './track-ledger.js';
import { usToMs } from './span-set.js';

/** Most gaps and most pauses that the view lists. `gapMs` and `pausedMs` count all of them. */
const MAX_LISTED_GAPS = 1_000;

/** The ledger of one track as people see it. `receivedMs` = `transcribedMs` + `pausedMs` + `gapMs` once the transcript is complete. */
export interface LedgerView {
  readonly track: number;
  /** Stream time: audio that arrived plus declared gaps. */
  readonly receivedMs: number;
  readonly transcribedMs: number;
  readonly pausedMs: number;
  readonly gapMs: number;
  /** Not accounted for yet. 0 once the call is complete. */
  readonly openMs: number;
  readonly gaps: readonly LedgerGapView[];
  /** Where the call was paused, in the order of time. */
  readonly pauses: readonly { readonly fromMs: number; readonly toMs: number }[];
}

export interface LedgerGapView {
  readonly fromMs: number;
  readonly toMs: number;
  readonly reason: string;
  /** No audio arrived. False: the audio arrived, and only its words are missing. */
  readonly isAudioMissing?: boolean;
}

export function toLedgerView(track: number, ledger: TrackLedger): LedgerView {
  const { received, transcribed, paused, gap, open, gaps, pausedSpans } = ledger.balance();
  return {
    track,
    receivedMs: usToMs(received),
    transcribedMs: usToMs(transcribed),
    pausedMs: usToMs(paused),
    gapMs: usToMs(gap),
    openMs: usToMs(open),
    gaps: gaps
      .slice(0, MAX_LISTED_GAPS)
      .map(({ from, to, ...gap }) => ({ fromMs: usToMs(from), toMs: usToMs(to), ...gap })),
    pauses: pausedSpans.slice(0, MAX_LISTED_GAPS).map(({ from, to }) => ({ fromMs: usToMs(from), toMs: usToMs(to) })),
  };
}

/** Whether every received microsecond is transcribed, paused or a declared gap. */
export const addsUp = ({ received, transcribed, paused, gap }: LedgerBalance): boolean =>
  received === transcribed + paused + gap;
