import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthAnswers, listenFailure, type HealthSources } from '@earshot/runtime';

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves health and metrics on their own port. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export async function serveHealth(host: string, port: number, sources: HealthSources): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = isRead ? healthAnswers[pathOf(request.url)] : undefined;
    if (answer === undefined) return void response.writeHead(404).end();
    answer(sources).then(
      ({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, { host, port, portVariable: 'EARSHOT_HEALTH_PORT' })));
    server.listen(port, host, resolve);
  });
  const { address, family, port: actualPort } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${actualPort}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';
