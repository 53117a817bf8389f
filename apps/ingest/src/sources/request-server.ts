import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConnectionRefusalCode } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import type { Authenticator } from '@earshot/ports';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { HandleRequest } from './media-source.js';
import { admitUpgrade, type PathRules, type UpgradeRefusalCode } from './upgrade-check.js';

interface ServedRequests extends PathRules {
  readonly handle: HandleRequest;
}

const BUSY = 503;
const statuses: Readonly<Record<UpgradeRefusalCode, number>> = {
  ADDRESS_NOT_ALLOWED: 403,
  ADDRESS_UNKNOWN: 404,
  DRAINING: BUSY,
  FORBIDDEN: 403,
  HOST_HEADER_INVALID: 400,
  IDENTITY_PROVIDER_UNAVAILABLE: BUSY,
  ORIGIN_NOT_ALLOWED: 403,
  STORE_UNAVAILABLE: BUSY,
  TLS_REQUIRED: 403,
  TOO_MANY_SOCKETS: BUSY,
  UNAUTHENTICATED: 401,
  WRONG_PROTOCOL: 400,
};

/** Passes the requests of HTTP clients to the sources that take some, after the checks that sockets get, too. */
export class RequestServer {
  private readonly paths = new Map<string, ServedRequests>();
  private isDraining = false;

  constructor(
    private readonly options: { readonly allowedOrigins: readonly string[]; readonly authenticator: Authenticator },
    private readonly telemetry: IngestTelemetry<'refused'>,
  ) {}

  /** Passes the requests of this path, and of those below it, to a source from now on. */
  serve(path: string, handle: HandleRequest, rules: PathRules): void {
    this.paths.set(path, { ...rules, handle });
  }

  /** Refuses requests from now on. */
  stopAccepting(): void {
    this.isDraining = true;
  }

  /** Whether a source takes this request. If so, it is answered. */
  takeRequest(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = ''] = (request.url ?? '').split('?', 1);
    const served = [...this.paths].find(([base]) => path === base || path.startsWith(`${base}/`));
    if (served === undefined) return false;
    this.answer(served[1], request, response).catch((error: unknown) => {
      this.telemetry.logger.error({ err: error }, 'could not answer a request');
      response.destroy();
    });
    return true;
  }

  private async answer(served: ServedRequests, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { allowedOrigins, authenticator } = this.options;
    const findCapacityRefusal = (): ConnectionRefusalCode | null => (this.isDraining ? 'DRAINING' : null);
    const principal = await admitUpgrade(request, served, { allowedOrigins, authenticator, findCapacityRefusal });
    if (typeof principal !== 'string') return served.handle(request, response, principal satisfies Principal);
    this.telemetry.metrics.refused.add(1, { code: principal });
    const status = statuses[principal];
    response.writeHead(status, {
      'content-type': 'application/json',
      connection: 'close',
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === BUSY && { 'retry-after': '2' }),
    });
    response.end(JSON.stringify({ code: principal }));
  }
}
