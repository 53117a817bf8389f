import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { GraphQLError, buildSchema, graphql } from 'graphql';
import { useServer as serveGraphqlWs } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { foldText } from '@earshot/domain';
import { type CallFilter, type CallSort, type MutationSetParticipantRoleArgs, typeDefs } from '@earshot/graphql-api';
import { type MockCall, type MockSegment, aCall } from './mock-calls.js';
import { MockSignIn } from './mock-sign-in.js';
import { Feed } from './feed.js';
import { serveRange, serveStatic } from './static-files.js';
import { toneWav } from './wav.js';

interface PageArgs {
  first: number;
  after?: string | null;
}

interface FeedEvent {
  callChanged?: ReturnType<typeof toCallNode>;
  /** The call before the change, to tell whether it has stopped passing a filter. */
  callBefore?: MockCall | undefined;
  segmentChanged?: MockSegment;
}

/** Cuts a page out of a list. The cursor is the id of the page's last element. */
function cutPage<T extends { id: string }>(all: readonly T[], { first, after }: PageArgs) {
  const from = after ? all.findIndex(({ id }) => id === after) + 1 : 0;
  const nodes = all.slice(from, from + first);
  return { nodes, pageInfo: { hasNextPage: from + first < all.length, endCursor: nodes.at(-1)?.id ?? null } };
}

const toCallNode = (call: MockCall, segments: readonly MockSegment[]) => ({
  passesFilter: true,
  ...call,
  segments: (args: PageArgs) => cutPage(segments, args),
});

const sortKeys: Record<string, (call: MockCall) => number | string> = {
  STARTED_AT: (call) => call.startedAt,
  DURATION: (call) => call.durationMs,
  AGENT: (call) => call.agentId ?? '',
  STATUS: (call) => call.status,
  ALERTS: (call) => call.alertCount,
  CUSTOMER_SENTIMENT: (call) => call.metrics?.channels[0]?.weightedSentiment ?? -9,
};

function filterAndSort(
  calls: Iterable<MockCall>,
  filter: CallFilter | null | undefined,
  sort: CallSort | null | undefined,
): MockCall[] {
  const text = filter?.text && foldText(filter.text);
  const key = sortKeys[sort?.field ?? 'STARTED_AT'] ?? (() => 0);
  const direction = sort?.direction === 'ASC' ? 1 : -1;
  return [...calls]
    .filter((call) => !filter?.status || filter.status.includes(call.status))
    .filter((call) => !filter?.hasAlert || call.alertCount > 0)
    .filter((call) => !filter?.agentId || call.agentId === filter.agentId)
    .filter((call) => !filter?.category || call.categories.includes(filter.category))
    .filter(
      (call) =>
        !text || [call.id, call.agentId, call.customerNumber].some((value) => value && foldText(value).includes(text)),
    )
    .toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : 1) * direction);
}

/** Serves the API with invented calls, so that the page can be tested without the services. */
export class MockGateway {
  readonly #calls = new Map<string, MockCall>();
  readonly #segments = new Map<string, MockSegment[]>();
  readonly #feed = new Feed<FeedEvent>();
  readonly #http = createServer((request, response) => void this.#answer(request, response));
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #schema = buildSchema(typeDefs);
  /** Who is signed in. Nobody has to be, unless a test says so. */
  readonly signIn = new MockSignIn();
  /** Names of the operations that were answered. */
  readonly operations: string[] = [];
  /** What `transcribeCall` does. */
  transcribe: (id: string) => void = () => {
    throw new GraphQLError('Nothing to do', { extensions: { code: 'NOTHING_TO_TRANSCRIBE' } });
  };
  /** What `changeCall`, `swapTracks`, `startCall` and `setRecording` do. */
  controlCall: (mutation: string, args: { readonly id: string }) => void = () => undefined;
  /** What `pauseCall` and `resumeCall` do. */
  setPause: (id: string, isPaused: boolean, reason: string | null) => void = () => undefined;
  /** What `setParticipantRole` does. */
  setRole: (callId: string, participantId: string, role: string) => void = () => undefined;
  #online = true;
  #recordedMs = 8_000;

  private constructor(private readonly dist: string) {}

  static async start(dist: string, port = 0): Promise<MockGateway> {
    const gateway = new MockGateway(dist);
    serveGraphqlWs({ schema: gateway.#schema, roots: { subscription: gateway.#roots } }, gateway.#sockets);
    gateway.#http.on('upgrade', (request, socket, head) => {
      if (!gateway.#online || !gateway.signIn.isAllowed) return void socket.destroy();
      gateway.#sockets.handleUpgrade(request, socket, head, (opened) =>
        gateway.#sockets.emit('connection', opened, request),
      );
    });
    await new Promise<void>((resolve) => gateway.#http.listen(port, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Creates or changes a call and pushes it to the subscribers. */
  putCall(over: Partial<MockCall> & { id: string }, { silently = false } = {}): MockCall {
    const old = this.#calls.get(over.id);
    const call = old ? { ...old, ...over, version: old.version + 1 } : aCall(over);
    this.#calls.set(call.id, call);
    if (!silently) this.#feed.publish({ callChanged: this.#node(call), callBefore: old });
    return call;
  }

  /** Stores a final and pushes it; only pushes a partial. */
  publishSegment(callId: string, segment: MockSegment, { silently = false } = {}): void {
    const published = { ...segment, callId };
    if (!published.isPartial) {
      const stored = (this.#segments.get(callId) ?? []).filter(({ id }) => id !== published.id);
      this.#segments.set(
        callId,
        [...stored, published].sort((a, b) => a.startMs - b.startMs),
      );
    }
    if (!silently) this.#feed.publish({ segmentChanged: published });
  }

  /** Stores many finals without pushing them. */
  storeSegments(callId: string, segments: readonly MockSegment[]): void {
    this.#segments.set(
      callId,
      segments.map((segment) => ({ ...segment, callId })),
    );
  }

  /** Makes the API unreachable, as a restart or a lost network does, or reachable again. */
  setOnline(online: boolean): void {
    this.#online = online;
    if (!online) for (const socket of this.#sockets.clients) socket.terminate();
  }

  /** Ends the session as the gateway does: it closes the sockets, and answers nobody. */
  endSession(): void {
    this.signIn.demandSignIn(null, { ...this.signIn.answer, session: null });
    for (const socket of this.#sockets.clients) socket.close(4401, 'Unauthorized');
  }

  setRecordedMs(ms: number): void {
    this.#recordedMs = ms;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #node(call: MockCall) {
    return toCallNode(call, this.#segments.get(call.id) ?? []);
  }

  readonly #roots = {
    calls: (args: PageArgs & { filter?: CallFilter | null; sort?: CallSort | null }) => {
      const page = cutPage(filterAndSort(this.#calls.values(), args.filter, args.sort), args);
      return { ...page, nodes: page.nodes.map((call) => this.#node(call)) };
    },
    call: ({ id }: { id: string }) => {
      const call = this.#calls.get(id);
      return call ? this.#node(call) : null;
    },
    agents: ({ prefix, first }: { prefix: string; first: number }) => {
      const agents = new Set([...this.#calls.values()].flatMap(({ agentId }) => agentId ?? []));
      return [...agents].filter((agent) => foldText(agent).startsWith(foldText(prefix))).slice(0, first);
    },
    transcribeCall: ({ id }: { id: string }) => {
      this.transcribe(id);
      return this.#node(this.#calls.get(id) ?? aCall({ id }));
    },
    ...Object.fromEntries(
      ['changeCall', 'swapTracks', 'startCall', 'setRecording'].map((mutation) => [
        mutation,
        (args: { readonly id: string }) => {
          this.controlCall(mutation, args);
          return this.#node(this.#calls.get(args.id) ?? aCall({ id: args.id }));
        },
      ]),
    ),
    pauseCall: ({ id, reason }: { id: string; reason: string | null }) => {
      this.setPause(id, true, reason);
      return this.#node(this.#calls.get(id) ?? aCall({ id }));
    },
    resumeCall: ({ id, reason }: { id: string; reason: string | null }) => {
      this.setPause(id, false, reason);
      return this.#node(this.#calls.get(id) ?? aCall({ id }));
    },
    setParticipantRole: ({ callId, participantId: id, role }: MutationSetParticipantRoleArgs) => {
      this.setRole(callId, id, role);
      const stored = this.#calls.get(callId)?.participants.find((participant) => participant.id === id);
      return { ...stored, id, role, roleReason: 'USER', roleConfidence: 1 };
    },
    callChanged: ({ id, filter }: { id?: string | null; filter?: CallFilter | null }) => {
      const passes = (call: MockCall | undefined) =>
        call !== undefined && filterAndSort([call], filter, null).length > 0;
      return this.#feed.subscribe(
        ({ callChanged, callBefore }) =>
          callChanged !== undefined &&
          (!id || callChanged.id === id) &&
          (passes(callChanged) || passes(callBefore)) && {
            callChanged: { ...callChanged, passesFilter: passes(callChanged) },
          },
      );
    },
    segmentChanged: ({ callId }: { callId: string }) =>
      this.#feed.subscribe(({ segmentChanged }) => segmentChanged?.callId === callId && { segmentChanged }),
  };

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    if (path.startsWith('/recordings/')) return serveRange(toneWav(this.#recordedMs), request, response);
    const isAuth = path.startsWith('/auth/');
    if (path !== '/graphql' && !isAuth) return serveStatic(this.dist, request, response);
    if (!this.#online) return void response.writeHead(503).end();
    if (isAuth) return this.signIn.serve(path.slice('/auth/'.length), request, response);
    if (!this.signIn.isAllowed) return void response.writeHead(401).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { query, variables, operationName } = JSON.parse(Buffer.concat(chunks).toString()) as {
      query: string;
      variables: Record<string, unknown>;
      operationName: string;
    };
    this.operations.push(operationName);
    const result = await graphql({
      schema: this.#schema,
      source: query,
      rootValue: this.#roots,
      variableValues: variables,
    });
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    response.writeHead(200, headers).end(gzipSync(JSON.stringify(result)));
  }
}
