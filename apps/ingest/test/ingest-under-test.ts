import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openAuthenticator } from '@earshot/access';
import type { CallId } from '@earshot/contracts';
import type {
  Authenticator,
  CallClaims,
  CallStartHook,
  Clock,
  KnownCall,
  RecordStreams,
  Sealer,
  StreamRegistry,
} from '@earshot/ports';
import { systemClock } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, TestSealer } from '@earshot/testing';
import type { ClientOptions } from 'ws';
import { createIngest, EARSHOT_PATH, ingestConfigSchema, type IngestServer } from '../src/index.js';
import type { RegisteredSources } from '../src/sources/start-sources.js';
import { CapturingBus } from './capturing-bus.js';
import { EarshotClient } from './earshot-client.js';
import { LcaClient } from './lca-client.js';
import type { SocketClient } from './socket-client.js';

/** A registry that answers as the test says. It knows no call by default. */
export class FakeRegistry implements StreamRegistry {
  readonly known = new Map<string, KnownCall>();
  readonly asked: string[] = [];
  failures = 0;
  private gate: Promise<void> = Promise.resolve();
  private openGate = () => {};

  async find(callId: CallId): Promise<KnownCall | null> {
    this.asked.push(callId);
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the database is down');
    }
    await this.gate;
    return this.known.get(callId) ?? null;
  }

  stall(): void {
    this.gate = new Promise((resolve) => (this.openGate = resolve));
  }

  answer(): void {
    this.openGate();
  }
}

/** The bus and the registry that processes share. */
export interface World<R extends StreamRegistry> {
  readonly bus: CapturingBus;
  readonly registry: R;
  /** Who may send; everybody by default. */
  readonly authenticator?: Authenticator;
  /** The customer's program that decides about new calls; none by default. */
  readonly callStartHook?: CallStartHook;
  /** Its own by default: what it seals, only this ingest opens. */
  readonly sealer?: Sealer;
  readonly callClaims?: CallClaims;
  /** Streams that other programs write. None by default. */
  readonly openRecordStreams?: () => RecordStreams;
  /** In place of the registered sources. */
  readonly sources?: RegisteredSources;
}

/** Ingest on a real HTTP server at a free port, with a bus and a registry that the test controls. */
export class IngestUnderTest<R extends StreamRegistry = FakeRegistry> {
  readonly bus: CapturingBus;
  readonly registry: R;
  readonly metrics = new CapturingMetrics();
  readonly logger = new CapturingLogger();
  readonly server: IngestServer;
  private readonly http: Server = createServer((request, response) => {
    if (!this.server.takeRequest(request, response)) response.writeHead(404).end();
  });
  private readonly clients: Pick<SocketClient, 'socket'>[] = [];
  private ids = 0;

  private constructor(settings: Record<string, string>, clock: Clock, world: World<R>) {
    this.bus = world.bus;
    this.registry = world.registry;
    const { bus, metrics, logger, registry } = this;
    const { authenticator = openAuthenticator, callStartHook = null, callClaims = null, openRecordStreams } = world;
    const newId = () => `id-${++this.ids}`;
    this.server = createIngest(
      // Tests send faster than real time, and most of them steer the clock.
      ingestConfigSchema.parse({ EARSHOT_CALL_PACE: '0', ...settings }),
      { bus, clock, newId, logger, metrics },
      {
        ...{ registry, authenticator, callStartHook, callClaims, sealer: world.sealer ?? new TestSealer() },
        ...(openRecordStreams && { openRecordStreams }),
      },
      world.sources,
    );
    this.server.attach(this.http);
  }

  static open(settings: Record<string, string> = {}, clock: Clock = systemClock): Promise<IngestUnderTest> {
    return IngestUnderTest.openIn({ bus: new CapturingBus(), registry: new FakeRegistry() }, settings, clock);
  }

  static async openIn<R extends StreamRegistry>(
    world: World<R>,
    settings: Record<string, string> = {},
    clock: Clock = systemClock,
  ): Promise<IngestUnderTest<R>> {
    const opened = new IngestUnderTest(settings, clock, world);
    opened.http.listen(0, '127.0.0.1');
    await once(opened.http, 'listening');
    try {
      await opened.server.openSources();
    } catch (error) {
      // An open HTTP server would keep the test run alive, and so hide why the source does not open.
      await opened.close();
      throw error;
    }
    return opened;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/api/v1/ws`;
  }

  async client(options: ClientOptions = {}): Promise<LcaClient> {
    return this.adopt(await LcaClient.open(this.url, options));
  }

  /** Closes the client together with this ingest. */
  adopt<C extends Pick<SocketClient, 'socket'>>(client: C): C {
    this.clients.push(client);
    return client;
  }

  /** A client of the Earshot protocol. */
  async earshotClient(): Promise<EarshotClient> {
    return this.adopt(await EarshotClient.open(`ws://127.0.0.1:${this.port}${EARSHOT_PATH}`));
  }

  /** A client of the Earshot protocol whose call of three tracks has started. */
  async earshotCall(callId: string, fields: object = {}): Promise<EarshotClient> {
    const client = await this.earshotClient();
    client.start(callId, fields);
    await client.reply('started', { callId });
    return client;
  }

  /** A client whose call has started. */
  async call(callId: string, fields: object = {}): Promise<LcaClient> {
    const client = await this.client();
    client.start(callId, fields);
    await client.reply('started', { callId });
    return client;
  }

  async close(): Promise<void> {
    this.bus.flow();
    if (this.registry instanceof FakeRegistry) this.registry.answer();
    for (const client of this.clients) client.socket.terminate();
    await this.server.drain();
    await new Promise((done) => this.http.close(done));
  }
}
