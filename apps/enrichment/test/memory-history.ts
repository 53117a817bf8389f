import type { SegmentId } from '@earshot/contracts';
import { Failure, type SegmentView } from '@earshot/ports';
import type { CallHistory } from '../src/index.js';
import { callId, segment } from './set-up.js';

/** Stored finals of one call, and a store that can be away. */
export class MemoryHistory implements CallHistory {
  finals: SegmentView[] = [];
  isAway = false;
  questions = 0;

  async segments(_callId: string, { first, after }: { first: number; after?: string }) {
    this.ask();
    const from = after === undefined ? 0 : Number(after) + 1;
    const items = this.finals.slice(from, from + first).map((item, at) => ({ cursor: String(from + at), item }));
    return { items, hasNextPage: from + first < this.finals.length };
  }

  async segmentsById(ids: readonly { id: SegmentId }[]) {
    this.ask();
    return ids.map(({ id }) => this.finals.find((final) => final.id === id) ?? null);
  }

  private ask(): void {
    this.questions++;
    if (this.isAway) throw new Failure('STORE_UNAVAILABLE', 'away', { retryable: true });
  }
}

export function storedFinal(text: string, over: Parameters<typeof segment>[1] = {}): SegmentView {
  const { segmentId, ...rest } = segment(text, over);
  return { ...rest, id: segmentId, callId, sentiment: 'NEUTRAL', sentimentScore: 0 };
}
