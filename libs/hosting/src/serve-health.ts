import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthAnswers, type HealthSources } from '@earshot/runtime';
import { listenFailure } from './listening-rules.js';

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Health and metrics on a port of their own, open before anything else is. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function serveHealth(host: string, port: number, sources: HealthSources): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const answer =
      request.method === 'GET' || request.method === 'HEAD' ? healthAnswers[pathOf(request.url)] : undefined;
    if (answer === undefined) return void response.writeHead(404).end();
    answer(sources).then(
      ({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port, 'EARSHOT_HEALTH_PORT')));
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';
