import type { EventOf } from '@earshot/contracts';
import { Failure } from '@earshot/ports';
import type { ChangedRow, Feed, RowKind } from './feed.js';

/** The feeds of all areas. It passes each event from the bus to the feeds that need it. */
export class FeedRegistry {
  private readonly feeds = new Map<RowKind, Feed>();

  /** Adds the one feed of its kind. Throws when the kind already has a feed. */
  addFeed<F extends Feed>(feed: F): F {
    if (this.feeds.has(feed.kind)) throw new Error(`Two feeds of the kind ${feed.kind}.`);
    this.feeds.set(feed.kind, feed);
    return feed;
  }

  /** Number of open subscriptions of one kind. */
  openSubscriptions(kind: RowKind): number {
    return this.feeds.get(kind)?.openSubscriptions ?? 0;
  }

  closeAll(): void {
    const failure = new Failure('SERVER_CLOSING', 'The server is shutting down. Connect again.');
    for (const feed of this.feeds.values()) feed.closeSubscriptions(failure);
  }

  async handleRowChanged(kind: RowKind, row: ChangedRow): Promise<void> {
    if (kind === 'call') for (const feed of this.feeds.values()) feed.handleCallChanged?.(row.callId);
    await this.feeds.get(kind)?.handleRowChanged(row);
  }

  handleCallErased(event: EventOf<'call.erased'>): void {
    for (const feed of this.feeds.values()) feed.handleCallErased(event);
  }

  handleSegmentEnriched(event: EventOf<'segment.enriched'>): void {
    for (const feed of this.feeds.values()) feed.handleSegmentEnriched?.(event);
  }
}
