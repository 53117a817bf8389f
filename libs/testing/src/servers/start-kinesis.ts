import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exactKinesalite } from './exact-kinesalite.js';

/** One answer of the service as it goes over the wire. */
export interface KinesisAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Stands before the service: may change a request, its answer, or answer itself. */
export type KinesisFault = (
  operation: string,
  input: Readonly<Record<string, unknown>>,
  forward: (input: Readonly<Record<string, unknown>>) => Promise<KinesisAnswer>,
) => Promise<KinesisAnswer>;

/** Kinesalite on the loopback, in memory: streams, shards, resharding; no enhanced fan-out, no limits on throughput. */
export interface KinesisServer {
  readonly endpoint: string;
  /** From now on every request goes through it; `undefined` ends that. */
  fault: KinesisFault | undefined;
  /** Nobody listens any more and every connection breaks; what was stored stays. */
  goAway(): Promise<void>;
  /** On the same port, with the same records. */
  comeBack(): Promise<void>;
  dispose(): Promise<void>;
}

/** An answer as the service refuses with it. */
export const kinesisError = (code: string, status = 400): KinesisAnswer => ({
  status,
  body: { __type: code, message: code },
});

/** Starts kinesalite in this process on a free port; streams and shards change without the pauses of the real service. */
export async function startKinesis(options: { updateStreamMs?: number } = {}): Promise<KinesisServer> {
  const handler = exactKinesalite({
    createStreamMs: 5,
    deleteStreamMs: 5,
    updateStreamMs: options.updateStreamMs ?? 5,
    shardLimit: 10_000,
  });
  const inner = await listen(handler, 0);
  let fault: KinesisFault | undefined;
  const answer: RequestListener = (request, response) => {
    if (fault === undefined) handler(request, response);
    else void throughFault(fault, portOf(inner), request, response);
  };
  let outer: Server | undefined = await listen(answer, 0);
  const port = portOf(outer);
  const goAway = async () => {
    await close(outer);
    outer = undefined;
  };
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get fault() {
      return fault;
    },
    set fault(next) {
      fault = next;
    },
    goAway,
    comeBack: async () => void (outer ??= await listen(answer, port)),
    dispose: async () => {
      await goAway();
      await close(inner);
    },
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

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

const listen = (handler: RequestListener, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer(handler).once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const close = (server: Server | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (server === undefined) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
