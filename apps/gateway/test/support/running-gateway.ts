import 'reflect-metadata';
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { createClient, type Client } from 'graphql-ws';
import { print, type DocumentNode } from 'graphql';
import { WebSocket } from 'ws';
import { openAuthenticator } from '@earshot/access';
import { makeEvent, encodeEvent, type EventData, type JsonEventType, type TopicName } from '@earshot/contracts';
import type { Authenticator, CallView, Clock, SegmentView } from '@earshot/ports';
import { EventBusServer, ProcessLifecycle, registerHealth, RethrowFilter } from '@earshot/runtime';
import { CapturingLogger, InMemoryKeys, TestSealer } from '@earshot/testing';
import { configureGateway, gatewayConfigSchema, GatewayModule } from '../../src/index.js';
import { TeamDirectory } from '../../src/access/team-directory.js';
import { FeedRegistry } from '../../src/feed/feed-registry.js';
import type { RowKind } from '../../src/feed/feed.js';
import type { GatewayAdapters } from '../../src/platform/platform.module.js';
import { FakeAuditReader } from './fake-audit-reader.js';
import { noLifecycle } from './no-lifecycle.js';
import { FakeCallReader } from './fake-call-reader.js';
import { FakeSpeechReadiness } from './fake-speech-readiness.js';
import { FakeBus, FakeMetrics, realClock } from './fake-process.js';
import { FakeTeams } from './fake-teams.js';
import { FakeRecordings } from './fake-recordings.js';
import type { Received } from './gateway-clients.js';
import { asCallId, enriched } from './views.js';

export interface GraphqlAnswer {
  readonly data: Record<string, never> | null;
  readonly errors?: { message: string; path?: unknown[]; extensions: { code: string; correlationId?: string } }[];
}
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A method and the path pattern that a route of the HTTP server answers. */
export interface ServedRoute {
  readonly method: string;
  readonly path: string;
}

/** A gateway on a free port, with stores in memory unless a test brings others. It is wired as in production. */
export class RunningGateway {
  readonly clients: Client[] = [];
  private ids = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly port: number,
    readonly reader: FakeCallReader,
    readonly recordings: FakeRecordings,
    readonly bus: FakeBus,
    readonly logger: CapturingLogger,
    readonly metrics: FakeMetrics,
    readonly speech: FakeSpeechReadiness,
    readonly routes: readonly ServedRoute[],
    readonly auditReader: FakeAuditReader,
  ) {}

  static async start(
    env: Record<string, string> = {},
    clock: Clock = realClock,
    authenticator: Authenticator = openAuthenticator,
    stores: Partial<
      Pick<
        GatewayAdapters,
        | 'accessKeys'
        | 'callErasures'
        | 'callKeeping'
        | 'notifications'
        | 'people'
        | 'retention'
        | 'reader'
        | 'singleSignOn'
        | 'teams'
      >
    > = {},
  ): Promise<RunningGateway> {
    const [reader, recordings, bus] = [new FakeCallReader(), new FakeRecordings(), new FakeBus()];
    const [logger, metrics] = [new CapturingLogger(), new FakeMetrics()];
    const [speech, auditReader] = [new FakeSpeechReadiness(), new FakeAuditReader()];
    let ids = 0;
    const process = { bus, clock, logger, metrics, newId: () => `id-${(ids += 1)}` };
    const module = GatewayModule.forRoot(gatewayConfigSchema.parse(env), process, {
      auditReader,
      authenticator,
      ...noLifecycle,
      people: null,
      singleSignOn: null,
      reader,
      recordings,
      speech,
      accessKeys: new InMemoryKeys(),
      teams: new FakeTeams(),
      ...stores,
    });
    const app = await NestFactory.create<NestFastifyApplication>(
      module,
      new FastifyAdapter({ bodyLimit: 65_536, forceCloseConnections: true }),
      {
        logger: false,
        abortOnError: false,
      },
    );
    app.useGlobalFilters(new RethrowFilter(app.getHttpAdapter()));
    const fastify = app.getHttpAdapter().getInstance();
    const routes: ServedRoute[] = [];
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) routes.push({ method: each, path: url });
    });
    registerHealth(fastify as never, {
      lifecycle: new ProcessLifecycle(),
      metricsText: async () => 'earshot_gateway_sockets 0',
    });
    await configureGateway(app);
    app.connectMicroservice({ strategy: new EventBusServer('gateway', process, new TestSealer()) });
    await app.init();
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return new RunningGateway(app, port, reader, recordings, bus, logger, metrics, speech, routes, auditReader);
  }

  get feeds(): FeedRegistry {
    return this.app.get(FeedRegistry);
  }

  /** Waits until these subscriptions, to rows of this kind, are open. Rejects when one of them fails or ends before. */
  async untilOpen(kind: RowKind, received: readonly Received[]): Promise<void> {
    while (this.feeds.openSubscriptions(kind) < received.length) {
      for (const each of received) each.requireOpen();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  get teams(): TeamDirectory {
    return this.app.get(TeamDirectory);
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.dispose()));
    await this.app.close();
  }

  async query(
    query: string | DocumentNode,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<GraphqlAnswer> {
    const text = typeof query === 'string' ? query : print(query);
    const answer = await this.http('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: text, variables }),
    });
    return JSON.parse(answer.body.toString()) as GraphqlAnswer;
  }

  /** Sends a bare HTTP request. Unlike `fetch`, it lets a test set Host and Origin. */
  async http(
    path: string,
    options: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<RawAnswer> {
    const request = httpRequest({
      host: '127.0.0.1',
      port: this.port,
      path,
      method: options.method ?? 'GET',
      headers: options.headers ?? {},
    });
    request.end(options.body);
    const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
  }

  /** A client from the protocol's own library. */
  client(headers: Record<string, string> = {}): Client {
    class SocketWithHeaders extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers });
      }
    }
    const client = createClient({
      url: `ws://127.0.0.1:${this.port}/graphql`,
      webSocketImpl: SocketWithHeaders,
      retryAttempts: 0,
      lazy: true,
    });
    this.clients.push(client);
    return client;
  }

  socket(headers: Record<string, string> = {}, protocol = 'graphql-transport-ws'): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${this.port}/graphql`, protocol, { headers });
  }

  publish<T extends JsonEventType>(topic: TopicName, type: T, callId: string, data: EventData<T>): Promise<void> {
    const event = makeEvent(type, asCallId(callId), data, { id: `e-${(this.ids += 1)}`, occurredAtMs: Date.now() });
    return this.bus.publish(topic, callId, encodeEvent(event as never));
  }

  /** Enrichment publishes a segment. */
  publishSegment(segment: SegmentView): Promise<void> {
    return this.publish('calls.insight', 'segment.enriched', segment.callId, enriched(segment));
  }

  /** Persistence stores a final and announces it. */
  async storeSegment(segment: SegmentView): Promise<void> {
    this.reader.putSegment(segment);
    await this.publish('calls.updates', 'row.changed', segment.callId, {
      kind: 'segment',
      id: segment.id,
      version: segment.revision,
    });
  }

  /** Persistence stores a call and announces it. */
  async storeCall(call: CallView): Promise<void> {
    this.reader.putCall(call);
    await this.publish('calls.updates', 'row.changed', call.id, { kind: 'call', id: call.id, version: call.version });
  }
}
