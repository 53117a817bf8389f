import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { exactKinesalite } from './exact-kinesalite.js';
import { LoopbackServer } from './loopback-server.js';
import type { IssuedPair } from './test-authority.js';

/** One answer of Kinesis as it goes over the wire. */
export interface KinesisAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sees each request before the service. It may change the request or its answer, or answer itself. */
export type KinesisFault = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  forward: (input: Readonly<Record<string, unknown>>) => Promise<KinesisAnswer>,
) => Promise<KinesisAnswer>;

/** Kinesalite on the loopback, in memory. It has streams, shards and resharding, but no enhanced fan-out and no limits. */
export interface KinesisServer {
  readonly endpoint: string;
  /** Every request goes through this fault until it is undefined again. */
  fault: KinesisFault | undefined;
  /** Stops listening and breaks every connection. Keeps the records. */
  goAway(): Promise<void>;
  /** Listens again, on the same port with the same records. */
  comeBack(): Promise<void>;
  dispose(): Promise<void>;
}

/** The answer with which Kinesis refuses a request. */
export const kinesisError = (code: string, status = 400): KinesisAnswer => ({
  status,
  body: { __type: code, message: code },
});

/** Starts kinesalite in this process on a free port, with TLS if it has a certificate. Streams and shards change without the pauses of the real service. */
export async function startKinesis(
  options: { updateStreamMs?: number; pair?: IssuedPair } = {},
): Promise<KinesisServer> {
  const handler = exactKinesalite({
    createStreamMs: 5,
    deleteStreamMs: 5,
    updateStreamMs: options.updateStreamMs ?? 5,
    shardLimit: 10_000,
  });
  const inner = await LoopbackServer.open(handler);
  let fault: KinesisFault | undefined;
  const answer: RequestListener = (request, response) => {
    if (fault === undefined) handler(request, response);
    else void throughFault(fault, inner.port, request, response);
  };
  const outer = await LoopbackServer.open(answer, options.pair);
  return {
    endpoint: outer.url,
    get fault() {
      return fault;
    },
    set fault(next) {
      fault = next;
    },
    goAway: () => outer.goAway(),
    comeBack: () => outer.comeBack(),
    dispose: async () => {
      await outer.goAway();
      await inner.goAway();
    },
  };
}

async function throughFault(
  fault: KinesisFault,
  innerPort: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const headers = request.headers as Record<string, string>;
    const forward = async (input: Readonly<Record<string, unknown>>): Promise<KinesisAnswer> => {
      const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
      const got = await fetch(`http://127.0.0.1:${innerPort}/`, {
        method: 'POST',
        headers: rest,
        body: JSON.stringify(input),
      });
      const text = await got.text();
      return { status: got.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
    };
    const operation = (headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const input = JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>;
    const { status, body } = await fault(operation, input, forward);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  } catch {
    response.destroy();
  }
}
