import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';

export interface SeenSegment {
  readonly id: string;
  readonly isPartial: boolean;
  readonly recognizedAt: string;
}

export const subscriber = (httpUrl: string): Client =>
  createClient({ url: `${httpUrl.replace(/^http/, 'ws')}/graphql`, webSocketImpl: WebSocket, lazy: false });

/** Hears a call's segments until the returned function is called. */
export const hear = (client: Client, callId: string, onSegment: (segment: SeenSegment) => void): (() => void) =>
  client.subscribe<{ segmentChanged: SeenSegment }>(
    {
      query: 'subscription ($id: ID!) { segmentChanged(callId: $id) { id isPartial recognizedAt } }',
      variables: { id: callId },
    },
    { next: ({ data }) => void (data && onSegment(data.segmentChanged)), error: () => {}, complete: () => {} },
  );
