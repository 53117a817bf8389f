import type { CallId, SegmentId } from '@earshot/contracts';
import { Failure, type CallReader, type SegmentView } from '@earshot/ports';

/** What enrichment asks about calls that another process had before. */
export type CallHistory = Pick<CallReader, 'segments' | 'segmentsById'>;

const PAGE = 500;

/**
 * The stored finals of a call in the order of their start, a page at a time. Rejects with retryable
 * `HISTORY_UNAVAILABLE` while the store cannot be asked.
 */
export async function* storedFinals(
  history: CallHistory,
  callId: CallId,
): AsyncGenerator<readonly SegmentView[], void> {
  let after: string | undefined;
  for (;;) {
    const page = await asked(history.segments(callId, { first: PAGE, ...(after !== undefined && { after }) }));
    yield page.items.map(({ item }) => item);
    after = page.items.at(-1)?.cursor;
    if (!page.hasNextPage || after === undefined) return;
  }
}

/** Whether a final is stored. */
export async function isStored(history: CallHistory, callId: CallId, id: SegmentId): Promise<boolean> {
  const [found] = await asked(history.segmentsById([{ callId, id }]));
  return found !== undefined && found !== null;
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new Failure('HISTORY_UNAVAILABLE', 'what is stored of the call cannot be read yet', {
      retryable: true,
      cause: error,
    });
  }
}
