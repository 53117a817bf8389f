import type { ErrorCode } from '@earshot/contracts';
import { TrackComparison, type TrackFault } from '@earshot/domain';

/** Tracks that are compared with each other: a conference with more has six pairs of its first four. */
const MOST_COMPARED_TRACKS = 4;

const codes: Readonly<Record<TrackFault, ErrorCode>> = {
  IDENTICAL: 'TRACKS_IDENTICAL',
  CROSS_TALK: 'TRACKS_CROSS_TALK',
};

const describeFault = (fault: TrackFault, one: number, other: number): string =>
  fault === 'IDENTICAL'
    ? `Tracks ${one} and ${other} have the same sound. All words are transcribed twice, and nobody can tell who speaks.`
    : `Somebody who speaks on track ${one} or ${other} is also heard on the other one. Words may be transcribed twice.`;

/** Tells of the first fault. */
export type ReportTrackFault = (code: ErrorCode, message: string) => void;

/** Finds out whether the tracks of a call are wired wrongly, and reports it once. */
export class TrackFaultFinder {
  private comparisons: readonly { one: number; other: number; comparison: TrackComparison }[];

  constructor(
    trackCount: number,
    sampleRateHz: number,
    private readonly report: ReportTrackFault,
  ) {
    const compared = Math.min(trackCount, MOST_COMPARED_TRACKS);
    this.comparisons = Array.from({ length: compared }, (_, one) =>
      Array.from({ length: compared - one - 1 }, (_, after) => ({
        one,
        other: one + 1 + after,
        comparison: new TrackComparison(sampleRateHz),
      })),
    ).flat();
  }

  /** Takes the samples of all tracks from `positionSample` on. */
  listenTo(tracks: readonly Int16Array[], positionSample: number): void {
    for (const { one, other, comparison } of this.comparisons) {
      const [first, second] = [tracks[one], tracks[other]];
      if (first === undefined || second === undefined) continue;
      const fault = comparison.addAudio(first, second, positionSample);
      if (fault === null) continue;
      this.comparisons = [];
      // Others may show the same in this very frame.
      return this.report(codes[fault], describeFault(fault, one, other));
    }
  }
}
