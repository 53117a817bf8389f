import { parseSegmentId } from '@earshot/contracts';
import { msToUs, SpanSet } from '../call/span-set.js';

/** Where a final stands on its track. */
export interface FinalSpan {
  readonly segmentId: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Finals that begin before another one and may reach into it. An utterance overlaps few others. */
const LOOK_BACK = 32;

/**
 * Whether finals of other stints on the track cover more than half of this one: two owners transcribed the same audio. Within
 * one stint each final counts, because an engine may say that two utterances overlap.
 */
export function isDoubledFinal(final: FinalSpan, others: readonly FinalSpan[]): boolean {
  const span = toSpan(final);
  const ofOtherStints = others.filter((other) => areOfTwoStints(final, other));
  return new SpanSet(ofOtherStints.map(toSpan)).within(span).total() * 2 > span.to - span.from;
}

/** False as well for ids of another form: a source made them, and its finals have one publisher. */
export function areOfTwoStints(one: Pick<FinalSpan, 'segmentId'>, other: Pick<FinalSpan, 'segmentId'>): boolean {
  const [first, second] = [parseSegmentId(one.segmentId), parseSegmentId(other.segmentId)];
  return first !== null && second !== null && first.stint !== second.stint;
}

/** The finals of a call by track. The work for one more final does not grow with the call. */
export class FinalSpans {
  /** By start. */
  private readonly byTrack = new Map<number, FinalSpan[]>();

  /** Whether the added finals say the same audio as this one, whose id is new. */
  isDoubled(track: number, final: FinalSpan): boolean {
    const finals = this.byTrack.get(track) ?? [];
    const place = placeOf(final.startMs, finals);
    let end = place;
    while ((finals[end]?.startMs ?? Infinity) < final.endMs) end += 1;
    return isDoubledFinal(final, finals.slice(Math.max(0, place - LOOK_BACK), end));
  }

  add(track: number, { segmentId, startMs, endMs }: FinalSpan): void {
    const finals = this.byTrack.get(track) ?? [];
    this.byTrack.set(track, finals);
    finals.splice(placeOf(startMs, finals), 0, { segmentId, startMs, endMs });
  }
}

/** The place of the first final that begins at or after `startMs`. Most finals are the latest. */
function placeOf(startMs: number, finals: readonly FinalSpan[]): number {
  let [low, high] = [0, finals.length];
  if ((finals.at(-1)?.startMs ?? -Infinity) < startMs) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((finals[middle]?.startMs ?? 0) < startMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

const toSpan = ({ startMs, endMs }: FinalSpan) => ({ from: msToUs(startMs), to: msToUs(endMs) });
