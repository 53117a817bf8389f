import { firstRevision } from '@earshot/domain';
import type { ObservedSegment, StreamEntry } from './call-evidence.js';

/** Compares what a subscriber received with the read model. */
export interface StreamCheck {
  /** Finals of the read model that the subscriber does not have, or has only in an older revision. */
  readonly missed: number;
  /** Finals that the subscriber has and the read model does not. */
  readonly surplus: number;
  /**
   * Finals that came after a later final of their track, unless they were transcribed from the recording. Within one subscription also older revisions after newer ones, and
   * partials after their final. Across subscriptions these are allowed, because a client may reach a gateway that is behind.
   */
  readonly outOfOrder: number;
  readonly details: readonly string[];
}

/** Replays a stream as a client would: it keeps the highest revision of each segment. */
export function checkStream(stream: readonly StreamEntry[], stored: readonly ObservedSegment[]): StreamCheck {
  const client = new ReplayedClient();
  for (const entry of stream) {
    if (entry.kind === 'snapshot') client.receiveSnapshot(entry.segments);
    else client.receiveEvent(entry.segment);
  }
  const { segments, orderErrors } = client;
  const missed = stored.flatMap((segment) => {
    const received = segments.get(segment.id);
    if (received === undefined || received.isPartial)
      return [`${segment.id}: the subscriber did not receive its final`];
    const isNewest = received.revision === segment.revision && received.text === segment.text;
    return isNewest ? [] : [`${segment.id}: the subscriber did not receive its newest revision`];
  });
  const storedIds = new Set(stored.map(({ id }) => id));
  const surplus = [...segments.values()]
    .filter(({ id, isPartial }) => !isPartial && !storedIds.has(id))
    .map(({ id }) => `${id}: the subscriber received a final that is not stored`);
  return {
    missed: missed.length,
    surplus: surplus.length,
    outOfOrder: orderErrors.length,
    details: [...orderErrors, ...missed, ...surplus],
  };
}

class ReplayedClient {
  readonly segments = new Map<string, ObservedSegment>();
  readonly orderErrors: string[] = [];
  /** The segments as the current subscription last reported them. */
  private inSubscription = new Map<string, ObservedSegment>();
  private readonly lastStartMs = new Map<number, number>();

  /** A client fetches the segments after it has subscribed. Events that follow belong to that subscription. */
  receiveSnapshot(segments: readonly ObservedSegment[]): void {
    this.inSubscription = new Map(segments.map((segment) => [segment.id, segment]));
    for (const segment of segments) {
      const known = this.segments.get(segment.id);
      if (known?.isPartial !== false) this.rememberStart(segment);
      if (known === undefined || known.revision < segment.revision) this.segments.set(segment.id, segment);
    }
  }

  receiveEvent(segment: ObservedSegment): void {
    this.checkAgainstSubscription(segment);
    const known = this.segments.get(segment.id);
    if (known !== undefined && !isNewer(segment, known)) return;
    this.segments.set(segment.id, segment);
    const isNewFinal = !segment.isPartial && known?.isPartial !== false;
    if (!isNewFinal) return;
    if (segment.startMs < this.lastStartOf(segment.track) && !isFromRecording(segment))
      this.orderErrors.push(`${segment.id}: the final came after a later final`);
    this.rememberStart(segment);
  }

  private checkAgainstSubscription(segment: ObservedSegment): void {
    const { id, revision, isPartial } = segment;
    const before = this.inSubscription.get(id);
    if (before !== undefined && revision < before.revision)
      this.orderErrors.push(`${id}: revision ${revision} after ${before.revision}`);
    else if (before?.isPartial === false && isPartial) this.orderErrors.push(`${id}: a partial after its final`);
    else this.inSubscription.set(id, segment);
  }

  private lastStartOf(track: number): number {
    return this.lastStartMs.get(track) ?? -1;
  }

  private rememberStart({ track, startMs }: ObservedSegment): void {
    this.lastStartMs.set(track, Math.max(this.lastStartOf(track), startMs));
  }
}

/** It was transcribed from the recording, after the call. Its revision says so. */
const isFromRecording = ({ revision }: ObservedSegment): boolean => revision >= firstRevision(0, 'recorded');

const isNewer = (segment: ObservedSegment, known: ObservedSegment): boolean =>
  segment.revision >= known.revision && (!segment.isPartial || known.isPartial);
