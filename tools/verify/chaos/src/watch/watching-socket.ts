import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { SeenSegment } from '../check/observed.js';
import { fetchSegments, SEGMENT, type Ask } from './graphql.js';

/** An entry of a call's stream before anybody looked at a clock. */
export type Told =
  | { readonly kind: 'event'; readonly segment: SeenSegment }
  | { readonly kind: 'snapshot'; readonly segments: readonly SeenSegment[] };
type OnTold = (callId: string, told: Told) => void;

const RETRY_MS = 250;
const SUBSCRIPTION = `subscription ($id: ID!) { segmentChanged(callId: $id) { ${SEGMENT} } }`;

/**
 * One socket of a client: subscribes to its calls, and fetches each of them after that, again with every connection.
 * What comes by subscription meanwhile waits for the fetched state, as in any client that must not miss a change.
 */
export class WatchingSocket {
  reconnects = -1;
  private readonly client: Client;
  private readonly waiting = new Map<string, Told[]>();
  private turn = 0;
  private isClosed = false;

  constructor(
    private readonly callIds: readonly string[],
    httpUrls: readonly string[],
    private readonly onTold: OnTold,
  ) {
    for (const id of callIds) this.waiting.set(id, []);
    this.client = createClient({
      // A gateway that went away may stay away: the next one is as good.
      url: () => `${(httpUrls[this.turn++ % httpUrls.length] ?? '').replace(/^http/, 'ws')}/graphql`,
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
          for (const id of callIds) this.waiting.set(id, this.waiting.get(id) ?? []);
          // The subscriptions are sent in this turn of the loop; a query after them is answered when they are in force.
          setImmediate(() => void this.catchUp(this.reconnects));
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
    const again = () => {
      if (this.isClosed) return;
      this.waiting.set(id, this.waiting.get(id) ?? []);
      void sleep(RETRY_MS).then(() => {
        if (this.isClosed) return;
        this.subscribe(id);
        void this.fetch(id, this.reconnects);
      });
    };
    this.client.subscribe<{ segmentChanged: SeenSegment }>(
      { query: SUBSCRIPTION, variables: { id } },
      {
        next: ({ data }) => {
          if (data) this.told(id, { kind: 'event', segment: data.segmentChanged });
        },
        // The gateway missed something, or is going: what it says is to come again.
        error: again,
        complete: again,
      },
    );
  }

  private told(id: string, told: Told): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) this.onTold(id, told);
    else waiting.push(told);
  }

  private async catchUp(connection: number): Promise<void> {
    for (const id of this.callIds) await this.fetch(id, connection);
  }

  /** Given up when the connection it belongs to is gone: the next one fetches again. */
  private async fetch(id: string, connection: number): Promise<void> {
    while (!this.isClosed && connection === this.reconnects) {
      try {
        const segments = await fetchSegments(this.ask, id);
        if (connection !== this.reconnects) return;
        const meanwhile = this.waiting.get(id) ?? [];
        this.waiting.delete(id);
        this.onTold(id, { kind: 'snapshot', segments });
        const known = new Map(segments.map((segment) => [segment.id, segment.revision]));
        for (const told of meanwhile) {
          // What the fetched state holds already was not told out of order.
          if (told.kind === 'event' && (known.get(told.segment.id) ?? 0) >= told.segment.revision) continue;
          this.onTold(id, told);
        }
        return;
      } catch {
        await sleep(RETRY_MS);
      }
    }
  }

  private readonly ask: Ask = <T>(query: string, variables: Record<string, unknown>) =>
    new Promise<T>((resolve, reject) => {
      let answer: T | undefined;
      this.client.subscribe<T>(
        { query, variables },
        {
          next: ({ data, errors }) => {
            if (errors?.[0] !== undefined) reject(new Error(errors[0].message));
            else answer = data as T;
          },
          error: (error) => reject(error instanceof Error ? error : new Error('the query failed')),
          complete: () => (answer === undefined ? reject(new Error('no answer')) : resolve(answer)),
        },
      );
    });
}
