import type { CallId, SegmentId } from '@earshot/contracts';
import { EVERY_ROW, Failure, type CallReader, type SegmentView } from '@earshot/ports';

/** Reads calls that another process enriched before. */
export type CallHistory = Pick<CallReader, 'segments' | 'segmentsById'>;

const PAGE_SIZE = 500;

/** The finals of a call that persistence has stored. Rejects with retryable `HISTORY_UNAVAILABLE` while the store cannot be read. */
export class StoredFinals {
  constructor(private readonly history: CallHistory) {}

  /** Reads the finals of a call in the order of their start, one page at a time. */
  async *readPages(callId: CallId): AsyncGenerator<readonly SegmentView[], void> {
    let after: string | undefined;
    for (;;) {
      const request = { first: PAGE_SIZE, ...(after !== undefined && { after }) };
      const page = await orUnavailable(this.history.segments(EVERY_ROW, callId, request));
      yield page.items.map(({ item }) => item);
      after = page.items.at(-1)?.cursor;
      if (!page.hasNextPage || after === undefined) return;
    }
  }

  async isStored(callId: CallId, id: SegmentId): Promise<boolean> {
    const [found] = await orUnavailable(this.history.segmentsById(EVERY_ROW, [{ callId, id }]));
    return found !== undefined && found !== null;
  }
}

async function orUnavailable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new Failure('HISTORY_UNAVAILABLE', 'The stored transcript of the call cannot be read at the moment.', {
      retryable: true,
      cause: error,
    });
  }
}
