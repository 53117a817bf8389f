import type { CallId, EventOf } from '@earshot/contracts';
import { BoundedMap } from '@earshot/domain';
import type { CallSource } from './calls.to-graphql.js';

/** Calls whose newest words are remembered. Without them a call counts as behind until its account has the words. */
const REMEMBERED_CALLS = 5_000;

/**
 * Where the newest words of each track end. The account of a call has words only when their utterance is final, and an
 * utterance may be long. Readers see its partials, so these words are not behind.
 */
export class NewestWords {
  private readonly byCall = new BoundedMap<CallId, ReadonlyMap<number, number>>(REMEMBERED_CALLS);

  addSegment({ callId, data: { track, endMs } }: EventOf<'segment.enriched'>): void {
    const known = this.byCall.get(callId);
    this.byCall.set(callId, new Map(known).set(track, Math.max(endMs, known?.get(track) ?? 0)));
  }

  removeCall(callId: CallId): void {
    this.byCall.delete(callId);
  }

  /**
   * How far the words of a call are behind its audio, in ms, on the track where they are furthest behind. Null for a call that is
   * not live or has no audio, and when no engine can run: then no words follow.
   */
  measureDelayMs({ id, status, engine, engineReason, ledger }: MeasuredCall): number | null {
    const hasNoEngine = engine === null && engineReason !== null;
    if (status !== 'LIVE' || hasNoEngine || ledger.length === 0) return null;
    const words = this.byCall.get(id as CallId);
    return Math.max(
      ...ledger.map(({ track, receivedMs, openMs }) =>
        Math.max(0, Math.min(openMs, receivedMs - (words?.get(track) ?? 0))),
      ),
    );
  }
}

type MeasuredCall = Pick<CallSource, 'id' | 'status' | 'engine' | 'engineReason' | 'ledger'>;
