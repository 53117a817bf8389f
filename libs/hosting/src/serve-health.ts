import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthAnswers, listenFailure, type HealthSources, type ListenAddress } from '@earshot/runtime';

export interface HealthServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves health and metrics on their own port. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export const serveHealth = (host: string, port: number, sources: HealthSources): Promise<HealthServer> =>
  serve({ host, port, portVariable: 'EARSHOT_HEALTH_PORT' }, sources, (response) => response.writeHead(404).end());

/**
 * Serves health and metrics on the port of a server that is still starting. Every other path gets 503, and a browser loads
 * it again by itself. Close it before the server listens. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`.
 */
export const serveHealthWhileStarting = (address: ListenAddress, sources: HealthSources): Promise<HealthServer> =>
  serve(address, sources, (response) =>
    response
      .writeHead(503, {
        ...{ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
        ...{ 'retry-after': String(RELOAD_AFTER_S), refresh: String(RELOAD_AFTER_S) },
      })
      .end('Earshot is starting. /health/ready says what it waits for.\n'),
  );

const RELOAD_AFTER_S = 2;

async function serve(
  address: ListenAddress,
  sources: HealthSources,
  answerOther: (response: ServerResponse) => void,
): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const answer = isRead ? healthAnswers[pathOf(request.url)] : undefined;
    if (answer === undefined) return answerOther(response);
    answer(sources).then(
      ({ status, type, body }) =>
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  const { address: ip, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${ip}]` : ip}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';
