import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { ObservedSegment } from '../check/call-evidence.js';
import { fetchSegments, SEGMENT, type RunQuery } from './graphql.js';

/** A stream entry without its time. */
export type StreamUpdate =
  | { readonly kind: 'event'; readonly segment: ObservedSegment }
  | { readonly kind: 'snapshot'; readonly segments: readonly ObservedSegment[] };
type OnUpdate = (callId: string, update: StreamUpdate) => void;

const RETRY_MS = 250;
const SUBSCRIPTION = `subscription ($id: ID!) { segmentChanged(callId: $id) { ${SEGMENT} } }`;

/**
 * One client socket. After each connect it subscribes to its calls and then fetches each of them. Events that arrive during a
 * fetch wait for the snapshot, as in any client that must not miss a change.
 */
export class SubscriberSocket {
  /** -1 before the first connect. */
  reconnects = -1;
  private readonly client: Client;
  /** Events of calls whose snapshot has not arrived. */
  private readonly waiting = new Map<string, StreamUpdate[]>();
  private connectionAttempts = 0;
  private isClosed = false;

  constructor(
    private readonly callIds: readonly string[],
    httpUrls: readonly string[],
    private readonly onUpdate: OnUpdate,
  ) {
    for (const id of callIds) this.waiting.set(id, []);
    this.client = createClient({
      // A gateway that stopped may stay away, so each attempt uses the next one.
      url: () => `${(httpUrls[this.connectionAttempts++ % httpUrls.length] ?? '').replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: () => sleep(RETRY_MS),
      shouldRetry: () => !this.isClosed,
      keepAlive: 5_000,
      onNonLazyError: () => undefined,
      on: {
        connected: () => {
          this.reconnects += 1;
          for (const id of callIds) this.holdEvents(id);
          // The client sends the subscriptions in this turn of the event loop. The gateway accepts them before it answers a
          // query that is sent later.
          setImmediate(() => void this.fetchAll(this.reconnects));
        },
      },
    });
    for (const id of callIds) this.subscribe(id);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.client.dispose();
  }

  private subscribe(id: string): void {
    const subscribeAgain = () => {
      if (this.isClosed) return;
      this.holdEvents(id);
      void sleep(RETRY_MS).then(() => {
        if (this.isClosed) return;
        this.subscribe(id);
        void this.fetchCall(id, this.reconnects);
      });
    };
    this.client.subscribe<{ segmentChanged: ObservedSegment }>(
      { query: SUBSCRIPTION, variables: { id } },
      {
        next: ({ data }) => {
          if (data) this.receiveEvent(id, { kind: 'event', segment: data.segmentChanged });
        },
        // The gateway missed an update, or it stops: the client must subscribe again.
        error: subscribeAgain,
        complete: subscribeAgain,
      },
    );
  }

  private holdEvents(id: string): void {
    if (!this.waiting.has(id)) this.waiting.set(id, []);
  }

  private receiveEvent(id: string, update: StreamUpdate): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) this.onUpdate(id, update);
    else waiting.push(update);
  }

  private async fetchAll(connection: number): Promise<void> {
    for (const id of this.callIds) await this.fetchCall(id, connection);
  }

  /** Stops when the connection is lost, because the next connection fetches again. */
  private async fetchCall(id: string, connection: number): Promise<void> {
    while (!this.isClosed && connection === this.reconnects) {
      try {
        const segments = await fetchSegments(this.runQuery, id);
        if (connection === this.reconnects) this.deliverSnapshot(id, segments);
        return;
      } catch {
        await sleep(RETRY_MS);
      }
    }
  }

  private deliverSnapshot(id: string, segments: readonly ObservedSegment[]): void {
    const waiting = this.waiting.get(id) ?? [];
    this.waiting.delete(id);
    this.onUpdate(id, { kind: 'snapshot', segments });
    const revisions = new Map(segments.map((segment) => [segment.id, segment.revision]));
    for (const update of waiting) {
      // An event that the snapshot already contains is not out of order.
      if (update.kind === 'event' && (revisions.get(update.segment.id) ?? 0) >= update.segment.revision) continue;
      this.onUpdate(id, update);
    }
  }

  private readonly runQuery: RunQuery = <T>(query: string, variables: Record<string, unknown>) =>
    new Promise<T>((resolve, reject) => {
      let reply: T | undefined;
      this.client.subscribe<T>(
        { query, variables },
        {
          next: ({ data, errors }) => {
            if (errors?.[0] !== undefined) reject(new Error(errors[0].message));
            else reply = data as T;
          },
          error: (error) => reject(error instanceof Error ? error : new Error('the query failed')),
          complete: () => (reply === undefined ? reject(new Error('the query got no reply')) : resolve(reply)),
        },
      );
    });
}
