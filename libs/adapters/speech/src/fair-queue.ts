import type { SpeechStreamOptions } from '@earshot/ports';

/** The call that work belongs to. `isRecorded`: nobody waits for its words. */
export type WorkOwner = Pick<SpeechStreamOptions, 'callId' | 'isRecorded'>;

/** While live work waits, one of this many pieces is still recorded work, so that it ends some day. */
const RECORDED_EVERY = 10;

/**
 * Work of many calls for one engine. The calls take turns, whatever they queue, so a call with hours of waiting audio
 * delays the others by one piece each turn. Live calls go before recorded ones. The streams bound what they queue.
 */
export class FairQueue<Work extends { readonly owner: WorkOwner }> {
  private readonly live = new TurnQueue<Work>();
  private readonly recorded = new TurnQueue<Work>();
  private liveInARow = 0;

  get hasLive(): boolean {
    return !this.live.isEmpty;
  }

  add(work: Work): void {
    (work.owner.isRecorded === true ? this.recorded : this.live).add(work);
  }

  /** The next piece of work, in the order of its call. */
  take(): Work | undefined {
    const isTurnOfRecorded = this.live.isEmpty || (this.liveInARow >= RECORDED_EVERY - 1 && !this.recorded.isEmpty);
    this.liveInARow = isTurnOfRecorded ? 0 : this.liveInARow + 1;
    return (isTurnOfRecorded ? this.recorded : this.live).take();
  }

  /** Removes work and returns it. */
  remove(isRemoved: (work: Work) => boolean): Work[] {
    return [...this.live.remove(isRemoved), ...this.recorded.remove(isRemoved)];
  }
}

/** Work by call. A `Map` keeps the order of the turns. */
class TurnQueue<Work extends { readonly owner: WorkOwner }> {
  private readonly calls = new Map<string, Work[]>();

  get isEmpty(): boolean {
    return this.calls.size === 0;
  }

  add(work: Work): void {
    const { callId } = work.owner;
    const waiting = this.calls.get(callId);
    if (waiting === undefined) this.calls.set(callId, [work]);
    else waiting.push(work);
  }

  take(): Work | undefined {
    for (const [callId, waiting] of this.calls) {
      const work = waiting.shift();
      this.calls.delete(callId);
      if (waiting.length > 0) this.calls.set(callId, waiting);
      return work;
    }
    return undefined;
  }

  remove(isRemoved: (work: Work) => boolean): Work[] {
    const removed: Work[] = [];
    for (const [callId, waiting] of this.calls) {
      removed.push(...waiting.filter(isRemoved));
      const left = waiting.filter((work) => !isRemoved(work));
      if (left.length === 0) this.calls.delete(callId);
      else this.calls.set(callId, left);
    }
    return removed;
  }
}
