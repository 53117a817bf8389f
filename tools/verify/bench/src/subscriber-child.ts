import { serveQuestions } from './child-process.js';
import { figureAnswers } from './process-figures.js';
import { hear, subscriber } from './subscribe.js';

/** One result that reached a subscriber. */
export interface Heard {
  readonly atMs: number;
  readonly lagMs: number;
  readonly isPartial: boolean;
}

export interface CallsToHear {
  readonly httpUrl: string;
  readonly callIds: readonly string[];
}

const clients: { dispose(): unknown }[] = [];
let heard: Heard[] = [];

serveQuestions(
  {},
  {
    ...figureAnswers(),
    /** Each call by a client of its own, as each page has one. */
    hear: ({ httpUrl, callIds }: CallsToHear) => {
      for (const callId of callIds) {
        const client = subscriber(httpUrl);
        clients.push(client);
        hear(client, callId, ({ recognizedAt, isPartial }) => {
          const atMs = Date.now();
          heard.push({ atMs, lagMs: atMs - Date.parse(recognizedAt), isPartial });
        });
      }
    },
    /** What was heard since this was asked last. */
    heard: () => {
      const all = heard;
      heard = [];
      return all;
    },
    stop: async () => void (await Promise.all(clients.map((client) => client.dispose()))),
  },
);
