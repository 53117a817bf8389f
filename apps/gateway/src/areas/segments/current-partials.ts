import type { CallId } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import type { SegmentView } from '@earshot/ports';

/** Calls whose partials are kept. A call has at most one per track, and the contracts limit its tracks. */
const REMEMBERED_CALLS = 5_000;
/** An older partial is no longer being spoken: its engine failed before the final. */
const PARTIAL_LIFETIME_MS = 30_000;

/** The newest partial of each track, for a viewer who subscribes in the middle of a sentence. */
export class CurrentPartials {
  private readonly byCall = new BoundedMap<CallId, readonly SegmentView[]>(REMEMBERED_CALLS);

  /** Keeps a partial. It replaces the one before it on its track. One without text withdraws that one. */
  addPartial(partial: SegmentView): void {
    const others = (this.byCall.get(partial.callId) ?? []).filter(({ track }) => track !== partial.track);
    this.byCall.set(partial.callId, partial.text === '' ? others : [...others, partial]);
  }

  /** Forgets a segment that is final. */
  removeSegment(callId: CallId, segmentId: string): void {
    const partials = this.byCall.get(callId);
    const others = partials?.filter(({ id }) => id !== segmentId);
    if (others === undefined || others.length === partials?.length) return;
    if (others.length === 0) this.byCall.delete(callId);
    else this.byCall.set(callId, others);
  }

  removeCall(callId: CallId): void {
    this.byCall.delete(callId);
  }

  /** The partials of a call that are still being spoken, in the order of their tracks. */
  listPartials(callId: CallId, nowMs: number): SegmentView[] {
    return (this.byCall.get(callId) ?? [])
      .filter(({ recognizedAtMs }) => recognizedAtMs >= nowMs - PARTIAL_LIFETIME_MS)
      .toSorted((a, b) => a.track - b.track);
  }
}
