import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Clock } from '@earshot/ports';
import type { RequestServer } from './request-server.js';

/** A request that no source takes must have arrived after this time: a client that sends it byte by byte holds a connection. */
const OTHER_REQUEST_MS = 30_000;

interface RequestHooks {
  addHook(
    name: 'onRequest',
    hook: (request: { readonly raw: IncomingMessage }, reply: HijackableReply, done: () => void) => void,
  ): unknown;
}

interface HijackableReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/** Passes the requests that a source takes to it, before anybody reads their bodies. */
export function passRequestsToSources(
  http: HttpServer,
  hooks: RequestHooks,
  sources: Pick<RequestServer, 'takeRequest'>,
  clock: Clock,
): void {
  // A large file takes its time. A connection on which nothing comes is cut all the same.
  http.requestTimeout = 0;
  hooks.addHook('onRequest', ({ raw }, reply, done) => {
    if (sources.takeRequest(raw, reply.raw)) return void reply.hijack();
    raw.once(
      'close',
      clock.schedule(OTHER_REQUEST_MS, () => raw.complete || raw.destroy()),
    );
    done();
  });
}
