import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { KinesisPushes } from './kinesis-pushes.js';
import type { KinesisServer } from './start-kinesis.js';

export interface FanOutServer {
  readonly endpoint: string;
  /** The subscriptions so far: the consumer, the shard and the type of the starting position. */
  readonly subscriptions: readonly { consumer: string; shard: string; position: string }[];
  /** Decides what a subscription does before its next event. */
  mayPush: (pushes: KinesisPushes) => 'push' | 'end' | 'wait';
  /** Forgets every registered consumer. */
  forgetConsumers(): void;
  dispose(): Promise<void>;
}

type Json = Record<string, unknown>;

/**
 * Starts a server in front of a kinesalite that adds enhanced fan-out, which kinesalite lacks. It registers consumers and
 * pushes shards over HTTP/2 without TLS, and forwards everything else over HTTP/1.1. Each consumer has one subscription to a
 * shard: the next one replaces it.
 */
export async function startFanOut(kinesis: KinesisServer): Promise<FanOutServer> {
  const consumers = new Map<string, string>();
  const current = new Map<string, KinesisPushes>();
  const subscriptions: { consumer: string; shard: string; position: string }[] = [];
  const sockets = new Set<Socket>();
  let mayPush: FanOutServer['mayPush'] = () => 'push';

  const consumerOf = (streamArn: string, name: string) => ({
    ConsumerName: name,
    ConsumerARN: `${streamArn}/consumer/${name}:1`,
    ConsumerStatus: 'ACTIVE',
    ConsumerCreationTimestamp: 1_700_000_000,
  });
  const registry = (
    operation: string,
    { StreamARN, ConsumerName }: Json,
  ): { status: number; body: Json } | undefined => {
    const consumer = consumerOf(String(StreamARN), String(ConsumerName));
    const isKnown = consumers.has(consumer.ConsumerARN);
    if (operation === 'DescribeStreamConsumer') {
      return isKnown
        ? { status: 200, body: { ConsumerDescription: { ...consumer, StreamARN } } }
        : { status: 400, body: { __type: 'ResourceNotFoundException', message: '' } };
    }
    if (operation !== 'RegisterStreamConsumer') return undefined;
    if (isKnown) return { status: 400, body: { __type: 'ResourceInUseException', message: '' } };
    consumers.set(consumer.ConsumerARN, String(StreamARN).split('/')[1] ?? '');
    return { status: 200, body: { Consumer: consumer } };
  };

  const http1 = createHttpServer((request, response) => void passOn(request, response, kinesis.endpoint, registry));
  const http2 = createHttp2Server();
  http2.on('stream', (stream: ServerHttp2Stream, headers) => {
    void readJson(stream).then(async (input) => {
      const arn = String(input['ConsumerARN']);
      const position = input['StartingPosition'] as { Type: string; SequenceNumber?: string };
      const [streamName, shard] = [consumers.get(arn), String(input['ShardId'])];
      if (streamName === undefined) {
        stream.respond({ ':status': 400, 'content-type': 'application/x-amz-json-1.1' });
        stream.end(JSON.stringify({ __type: 'ResourceNotFoundException', message: '' }));
        return;
      }
      subscriptions.push({ consumer: arn.split('/').at(-1) ?? '', shard, position: position.Type });
      const ask = (operation: string, body: object) =>
        askKinesis(kinesis.endpoint, String(headers['authorization']), operation, body);
      const pushes = new KinesisPushes(stream, ask, { streamName, shard, position });
      const place = `${arn} ${shard}`;
      current.get(place)?.refuse('ResourceInUseException');
      current.set(place, pushes);
      await pushes.run((which) => mayPush(which)).catch(() => stream.destroy());
    });
  });

  // The first bytes of a connection tell its protocol.
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.once('data', (first) => {
      socket.pause();
      socket.unshift(first);
      (first.toString('latin1').startsWith('PRI * HTTP/2') ? http2 : http1).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    subscriptions,
    get mayPush() {
      return mayPush;
    },
    set mayPush(next) {
      mayPush = next;
    },
    forgetConsumers: () => consumers.clear(),
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function readJson(stream: AsyncIterable<unknown>): Promise<Json> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Json;
}

async function askKinesis(endpoint: string, authorization: string, operation: string, input: object): Promise<Json> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
      ...{ 'x-amz-date': 'any', authorization },
    },
    body: JSON.stringify(input),
  });
  if (answer.status !== 200) throw new Error(`${operation} was refused`);
  return (await answer.json()) as Json;
}

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: string,
  registry: (operation: string, input: Json) => { status: number; body: Json } | undefined,
): Promise<void> {
  try {
    const input = await readJson(request);
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      ...headers
    } = request.headers as Record<string, string>;
    const answer = registry((headers['x-amz-target'] ?? '').split('.')[1] ?? '', input);
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (answer !== undefined) {
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
      return;
    }
    const got = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(input) });
    response.writeHead(got.status).end(await got.text());
  } catch {
    response.destroy();
  }
}
