import { serveRequests } from './child-process.js';
import { figureHandlers } from './process-figures.js';
import { createSubscriber, subscribeToCall } from './subscribe-to-call.js';

/** One result that reached a subscriber. */
export interface ReceivedResult {
  readonly atMs: number;
  readonly lagMs: number;
  readonly isPartial: boolean;
}

export interface CallsToSubscribe {
  readonly httpUrl: string;
  readonly callIds: readonly string[];
}

const clients: { dispose(): unknown }[] = [];
let received: ReceivedResult[] = [];

serveRequests(
  {},
  {
    ...figureHandlers(),
    /** Opens one client for each call, like a browser page. */
    subscribe: ({ httpUrl, callIds }: CallsToSubscribe) => {
      for (const callId of callIds) {
        const client = createSubscriber(httpUrl);
        clients.push(client);
        subscribeToCall(client, callId, ({ recognizedAt, isPartial }) => {
          const atMs = Date.now();
          received.push({ atMs, lagMs: atMs - Date.parse(recognizedAt), isPartial });
        });
      }
    },
    /** Returns the results since the previous request. */
    takeResults: () => {
      const results = received;
      received = [];
      return results;
    },
    stop: async () => void (await Promise.all(clients.map((client) => client.dispose()))),
  },
);
