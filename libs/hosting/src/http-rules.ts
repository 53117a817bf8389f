import type { IncomingMessage, Server } from 'node:http';
import { gateMessages, type RequestGate } from './request-gate.js';

/** Requests on one connection. The client opens another one after that. */
const MAX_REQUESTS_PER_CONNECTION = 1_000;
/** The headers of a request must have arrived after this time: a client that sends them byte by byte holds a connection. */
const HEADERS_TIMEOUT_MS = 15_000;

/**
 * Whether a request names exactly one host. With two, a proxy and this server could read different ones; without one, nobody
 * knows which host the client means.
 */
export const hasOneHost = ({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean =>
  rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host').length === 1;

/** The part of Fastify that the rules need. */
interface RequestHooks {
  addHook(
    name: 'onRequest',
    hook: (
      request: { readonly raw: IncomingMessage },
      reply: { code(status: number): { send(body: object): unknown } },
      done: () => void,
    ) => void,
  ): unknown;
}

export interface HttpRules {
  readonly maxConnections: number;
  readonly gate: RequestGate;
}

/**
 * Refuses requests without exactly one Host header and those that the gate refuses, and bounds the connections of an HTTP
 * server and what one may do.
 */
export function applyHttpRules(server: Server, hooks: RequestHooks, { maxConnections, gate }: HttpRules): void {
  server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  hooks.addHook('onRequest', ({ raw }, reply, done) => {
    if (!hasOneHost(raw)) {
      reply.code(400).send({ code: 'HOST_HEADER_INVALID', message: 'A request needs exactly one Host header.' });
      return;
    }
    const code = gate.refusalOf(raw);
    if (code === null) done();
    else reply.code(403).send({ code, message: gateMessages[code] });
  });
}
