import type { SegmentId } from '@earshot/contracts';
import { Failure, type SegmentView } from '@earshot/ports';
import type { CallHistory } from '../src/takeover/stored-finals.js';
import { callId, segment } from './set-up.js';

/** The stored finals of one call, in a store that can be unavailable. */
export class MemoryHistory implements CallHistory {
  finals: SegmentView[] = [];
  isUnavailable = false;
  queryCount = 0;

  async segments(_scope: unknown, _callId: string, { first, after }: { first: number; after?: string }) {
    this.countQuery();
    const from = after === undefined ? 0 : Number(after) + 1;
    const items = this.finals.slice(from, from + first).map((item, at) => ({ cursor: String(from + at), item }));
    return { items, hasNextPage: from + first < this.finals.length };
  }

  async segmentsById(_scope: unknown, ids: readonly { id: SegmentId }[]) {
    this.countQuery();
    return ids.map(({ id }) => this.finals.find((final) => final.id === id) ?? null);
  }

  private countQuery(): void {
    this.queryCount++;
    if (this.isUnavailable) throw new Failure('STORE_UNAVAILABLE', 'unavailable', { retryable: true });
  }
}

export function storedFinal(text: string, over: Parameters<typeof segment>[1] = {}): SegmentView {
  const { segmentId, ...rest } = segment(text, over);
  return {
    ...rest,
    id: segmentId,
    callId,
    areWordTimesEstimated: rest.areWordTimesEstimated ?? false,
    sentiment: 'NEUTRAL',
    sentimentScore: 0,
    sentimentEngine: 'lexicon',
    issues: rest.issues ?? [],
  };
}
