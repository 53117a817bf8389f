import { z } from 'zod';

/** Longest call id in UTF-16 units. Vendors use UUIDs or contact ids, which are far shorter. */
export const MAX_CALL_ID_LENGTH = 256;

/** Every character that `isPrintable` accepts. */
const CALL_ID = /^[^\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/u;

/**
 * The id that the source gave the call. It keys every topic and every row, and people read it in terminals, logs and pages,
 * so it has only printable characters.
 */
export const callIdSchema = z.string().min(1).max(MAX_CALL_ID_LENGTH).regex(CALL_ID).brand<'CallId'>();
export type CallId = z.infer<typeof callIdSchema>;

/** The same check as `callIdSchema` at a fraction of its cost: every audio frame needs it. */
export const isCallId = (text: string): text is CallId => text.length <= MAX_CALL_ID_LENGTH && CALL_ID.test(text);

/**
 * Id of one transcript segment, unique within its call: `<track>-<stintStartMs>-<ordinal>`. A stint is one uninterrupted
 * stretch of audio on a track. The call clock never restarts, so two stints never share a start.
 */
export const segmentIdSchema = z.string().min(1).max(64).brand<'SegmentId'>();
export type SegmentId = z.infer<typeof segmentIdSchema>;

/** The parts of a segment id of our own form. */
export interface SegmentIdParts {
  /** `<track>-<stintStartMs>`; the first part of ids that were made before calls had tracks is a letter. */
  readonly stint: string;
  /** Counts the segments of a stint from 0. */
  readonly ordinal: number;
}

const SEGMENT_ID = /^(.{1,56})-(\d{1,5})$/;

export const formatSegmentId = ({ stint, ordinal }: SegmentIdParts): SegmentId =>
  segmentIdSchema.parse(`${stint}-${ordinal}`);

/** The parts of an id; null for an id of another form, which a source may have made. */
export function parseSegmentId(id: string): SegmentIdParts | null {
  const [, stint, ordinal] = SEGMENT_ID.exec(id) ?? [];
  return stint === undefined || ordinal === undefined ? null : { stint, ordinal: Number(ordinal) };
}
