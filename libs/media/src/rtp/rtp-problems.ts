/**
 * What an operator should know about the packets of a call. `docs/errors.md` is generated from this table. The sentences stand in the
 * call's list of problems.
 */
export const rtpProblems = {
  RTP_NOT_AUTHENTIC:
    'Packets came that the agreed key does not open; their audio is missing. Both sides must use the key of the last offer.',
  RTP_FROM_STRANGERS:
    'Packets came from an address that is not allowed, or beside the sender of the stream; they were dropped.',
  RTP_FLOOD: 'More packets came than a stream has; the rest was dropped.',
  RTP_TYPE_NOT_AGREED: 'Packets came in an encoding that was not agreed on; their audio is missing.',
  RTP_MALFORMED: 'Packets came that are no RTP, or whose audio cannot be decoded; they were dropped.',
  RTP_LOSSY: 'More than one packet of a hundred was lost on the way; the words beside the gaps are less certain.',
} as const;

export type RtpProblemCode = keyof typeof rtpProblems;
export const rtpProblemCodes = Object.keys(rtpProblems) as RtpProblemCode[];

/** What came on one stream, in packets. */
export interface PacketCounts {
  readonly taken: number;
  readonly lost: number;
  readonly notAuthentic: number;
  readonly strangers: number;
  readonly floods: number;
  readonly otherTypes: number;
  readonly malformed: number;
}

/** Fewer are chance: a stray packet of an ended call, or one that the network broke. A second has 50 packets. */
const MIN_PACKETS = 50;
const LOSSY_SHARE = 0.01;

/** The problems that these counts show. */
export function findRtpProblems(counts: PacketCounts): readonly RtpProblemCode[] {
  const { taken, lost } = counts;
  const isLossy = lost >= MIN_PACKETS && lost > LOSSY_SHARE * (taken + lost);
  const many: readonly (readonly [number, RtpProblemCode])[] = [
    [counts.notAuthentic, 'RTP_NOT_AUTHENTIC'],
    [counts.strangers, 'RTP_FROM_STRANGERS'],
    [counts.floods, 'RTP_FLOOD'],
    [counts.otherTypes, 'RTP_TYPE_NOT_AGREED'],
    [counts.malformed, 'RTP_MALFORMED'],
  ];
  const found = many.flatMap(([count, code]) => (count >= MIN_PACKETS ? [code] : []));
  return isLossy ? [...found, 'RTP_LOSSY'] : found;
}
