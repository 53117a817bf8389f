import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

export interface ReceivedSegment {
  readonly id: string;
  readonly isPartial: boolean;
  readonly track: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly recognizedAt: string;
}

export const createSubscriber = (httpUrl: string): Client =>
  createClient({ url: `${httpUrl.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: false });

/** Subscribes to a call's segments. The returned function ends the subscription. */
export const subscribeToCall = (
  client: Client,
  callId: string,
  onSegment: (segment: ReceivedSegment) => void,
): (() => void) =>
  client.subscribe<{ segmentChanged: ReceivedSegment }>(
    {
      query:
        'subscription ($id: ID!) { segmentChanged(callId: $id) { id isPartial track startMs endMs recognizedAt } }',
      variables: { id: callId },
    },
    { next: ({ data }) => void (data && onSegment(data.segmentChanged)), error: () => {}, complete: () => {} },
  );
