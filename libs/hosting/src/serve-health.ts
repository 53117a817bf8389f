import type { ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { healthAnswers, type HealthSources, type ListenAddress } from '@earshot/runtime';
import { serveHttp, type SmallServer } from './serve-http.js';

/** Serves health and metrics on their own port. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`. */
export const serveHealth = (host: string, port: number, sources: HealthSources): Promise<SmallServer> =>
  serve({ host, port, portVariable: 'EARSHOT_HEALTH_PORT' }, { sources, answers: healthAnswers }, (response) =>
    response.writeHead(404).end(),
  );

/**
 * Serves health on the port of a server that is still starting, and no metrics, because keys cannot be checked yet. Every
 * other path gets 503, and a browser loads it again by itself. Close it before the server listens. `Failure` `PORT_TAKEN`, `HOST_UNUSABLE`.
 */
export const serveHealthWhileStarting = (
  address: ListenAddress,
  sources: HealthSources,
  tls: ServerOptions | null = null,
): Promise<SmallServer> =>
  serve(
    address,
    { sources, answers: probes },
    (response) =>
      response
        .writeHead(503, {
          ...{ 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
          ...{ 'retry-after': String(RELOAD_AFTER_S), refresh: String(RELOAD_AFTER_S) },
        })
        .end('Earshot is starting. /health/ready says what it waits for.\n'),
    tls,
  );

const RELOAD_AFTER_S = 2;
const { '/metrics': _metrics, ...probes } = healthAnswers;

interface ServedHealth {
  readonly sources: HealthSources;
  readonly answers: typeof healthAnswers;
}

const serve = (
  address: ListenAddress,
  { sources, answers }: ServedHealth,
  answerOther: (response: ServerResponse) => void,
  tls: ServerOptions | null = null,
): Promise<SmallServer> =>
  serveHttp(
    address,
    (request, response) => {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const answer = isRead ? answers[pathOf(request.url)] : undefined;
      if (answer === undefined) return answerOther(response);
      answer(sources).then(
        ({ status, type, body }) =>
          response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
        () => response.writeHead(500).end(),
      );
    },
    tls,
  );

const pathOf = (url: string | undefined): string => (url ?? '').split('?', 1)[0] ?? '';
