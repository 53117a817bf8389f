import { connect, createServer, type Server, type Socket } from 'node:net';
import type { BrokerLink } from './stack.js';

/** A TCP proxy on loopback that can interrupt its connections. */
export interface RunningLink extends BrokerLink {
  close(): Promise<void>;
}

type State = 'open' | 'cut' | 'stalled';

/** Listens on `port` and forwards connections to `targetPort`. */
export async function openBrokerLink(port: number, targetPort: number): Promise<RunningLink> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: State = 'open';
  const server = createServer({ pauseOnConnect: true }, (client) => {
    if (state === 'cut') return void client.resetAndDestroy();
    const broker = connect(targetPort, '127.0.0.1');
    const pair = [client, broker] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [broker, client] as const]) {
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
    }
    if (state === 'open') connectPair(pair);
  });
  await listen(server, port);
  const resetAll = () => pairs.forEach((pair) => pair.forEach((socket) => socket.resetAndDestroy()));
  return {
    cut() {
      state = 'cut';
      resetAll();
    },
    stall() {
      state = 'stalled';
      pairs.forEach(pausePair);
    },
    restore() {
      state = 'open';
      pairs.forEach(connectPair);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        resetAll();
      }),
  };
}

function connectPair([client, broker]: readonly [Socket, Socket]): void {
  client.pipe(broker);
  broker.pipe(client);
}

function pausePair([client, broker]: readonly [Socket, Socket]): void {
  client.unpipe(broker).pause();
  broker.unpipe(client).pause();
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve()));
