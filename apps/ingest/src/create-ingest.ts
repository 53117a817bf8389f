import { ClientKeys } from '@earshot/hosting';
import { AgentNumbers } from '@earshot/domain';
import type { Authenticator, CallClaims, CallStartHook } from '@earshot/ports';
import { EventPublisher, type ProcessContext } from '@earshot/runtime';
import { EventDelivery } from './bus/event-delivery.js';
import { buildCallChain, type BuildCallChain, type CallChainOptions } from './call/build-call-chain.js';
import { CallPipeline } from './call/call-pipeline.js';
import { CallSession } from './call/call-session.js';
import { publishChange } from './call/publish-change.js';
import { publishProblem } from './call/publish-problem.js';
import { RefusedReturns } from './call/refused-returns.js';
import { CallSessions, type CreateCallSession } from './call/call-sessions.js';
import { IngestServer } from './ingest-server.js';
import type { IngestConfig } from './ingest.config.js';
import { createIngestMetrics } from './ingest.metrics.js';
import { Admission } from './limits/admission.js';
import { CallQuotas } from './limits/call-quotas.js';
import { ClientQuota } from './limits/client-quota.js';
import { ByteBudget } from './limits/byte-budget.js';
import { CallLookup } from './registry/call-lookup.js';
import { RegistryLatency } from './registry/registry-latency.js';
import { KnownCalls } from './registry/known-calls.js';
import type { SourceContext } from './sources/media-source.js';
import { createRecordContext, type RecordAdapters } from './sources/record-source-context.js';
import { startSources, type RegisteredSources, type SharedContext } from './sources/start-sources.js';
import { RequestServer } from './sources/request-server.js';
import { SocketServer } from './sources/websocket-server.js';

/** The share of the buffer of all calls that running calls may fill before new ones are refused. */
const NEW_CALLS_SHARE = 0.5;
/** Publishes of one call in flight on a durable bus: six seconds of frames, so that a backlog drains quickly. */
const MAX_IN_FLIGHT = 32;
/** Together with the reconnect window, the longest time that a call without audio stays open in the store. */
const LONGEST_PROCESS_GAP_MS = 600_000;
/** Open sockets for each call: room for clients that come back before their old socket is known to be dead. */
const SOCKETS_PER_CALL = 2;

/** The ports that ingest uses; the composition builds them. */
export interface IngestAdapters extends RecordAdapters {
  readonly authenticator: Authenticator;
  /** Null or absent where no other process gets events of the same calls. */
  readonly callClaims?: CallClaims | null;
  /** Null or absent where no program is asked about new calls. */
  readonly callStartHook?: CallStartHook | null;
}

/** Builds ingest from plain parts. `attach` it to an HTTP server, and `drain` it at the end. */
export function createIngest(
  config: IngestConfig,
  process: ProcessContext,
  adapters: IngestAdapters,
  registeredSources?: RegisteredSources,
): IngestServer {
  const { bus, clock, newId } = process;
  const metrics = createIngestMetrics(process.metrics);
  const telemetry = { logger: process.logger.child({ service: 'ingest' }), metrics };
  const budget = new ByteBudget(config.EARSHOT_CALL_BUFFER_BYTES, config.EARSHOT_INGEST_BUFFER_BYTES);
  const limits = {
    maxHeldBytes: config.EARSHOT_INGEST_BUFFER_BYTES * NEW_CALLS_SHARE,
    maxBacklogMessages: config.EARSHOT_MAX_BACKLOG_FRAMES,
    maxRegistryLatencyMs: config.EARSHOT_MAX_DATABASE_LATENCY_MS,
  };
  const registry = new RegistryLatency(adapters.registry, clock);
  const load = {
    get heldBytes() {
      return budget.heldBytes;
    },
    get registryLatencyMs() {
      return registry.latencyMs;
    },
  };
  const admission = new Admission(limits, load, bus, clock, telemetry);
  const publisher = new EventPublisher<'ingest'>(process);
  const delivery = new EventDelivery(publisher, bus.isDurable ? MAX_IN_FLIGHT : 1, clock, telemetry);
  const refusedReturns = new RefusedReturns(clock, (callId, problem) =>
    publishProblem(callId, problem, { delivery, clock, newId }),
  );
  const chainOptions: CallChainOptions = {
    delivery,
    clock,
    newId,
    telemetry,
    stallMs: config.EARSHOT_STALL_GAP_MS,
    paceRate: config.EARSHOT_CALL_PACE,
    burstMs: config.EARSHOT_CALL_BURST_MS,
    longestAbsenceMs: config.EARSHOT_RECONNECT_WINDOW_MS + LONGEST_PROCESS_GAP_MS,
  };
  const knownCalls = new KnownCalls(
    new CallLookup(registry, clock),
    { reconnectWindowMs: config.EARSHOT_RECONNECT_WINDOW_MS, isShared: bus.isDurable },
    clock,
    telemetry.logger,
  );
  const callLimits = {
    budget,
    pace: { rate: config.EARSHOT_CALL_PACE, burstMs: config.EARSHOT_CALL_BURST_MS },
  };
  const buildChain: BuildCallChain = (start, buffer) => buildCallChain(start, buffer, chainOptions);
  const createSession: CreateCallSession = (start, onGone) => {
    const pipeline = new CallPipeline(start, callLimits, buildChain, clock, telemetry);
    return new CallSession(start, pipeline, knownCalls, onGone, telemetry);
  };
  const calls = new CallSessions(
    {
      maxCalls: config.EARSHOT_MAX_CALLS,
      quotas: createQuotas(config),
      mayChooseEngine: config.EARSHOT_ALLOW_CHOSEN_ENGINE,
    },
    admission,
    createSession,
    clock,
    telemetry,
  );
  const clients = new ClientKeys(config.EARSHOT_TRUSTED_PROXIES);
  const sockets = new SocketServer(
    {
      allowedOrigins: config.EARSHOT_ALLOWED_ORIGINS,
      maxSockets: config.EARSHOT_MAX_CALLS * SOCKETS_PER_CALL,
      clientKeys: clients,
      authenticator: adapters.authenticator,
    },
    clock,
    telemetry,
  );
  const clientTimeoutMs = config.EARSHOT_SOCKET_TIMEOUT_MS;
  const callStartHook = adapters.callStartHook ?? null;
  const changeCall: SourceContext['changeCall'] = (origin, callId, change) =>
    publishChange(origin, callId, change, { delivery, clock, newId });
  const { authenticator, sealer } = adapters;
  const requests = new RequestServer({ allowedOrigins: config.EARSHOT_ALLOWED_ORIGINS, authenticator }, telemetry);
  const isBusy = () => admission.needsAll;
  const records = createRecordContext(process, adapters, delivery);
  const shared: SharedContext = {
    ...{ calls, changeCall, refusedReturns, clock, newId, telemetry, callStartHook, clientTimeoutMs },
    ...{ sealer, isBusy, records, callClaims: adapters.callClaims ?? null },
    agentNumbers: new AgentNumbers(config.EARSHOT_AGENT_NUMBERS),
  };
  const sources = startSources(config, { sockets, requests }, clients, shared, registeredSources);
  return new IngestServer({ sockets, requests }, sources, calls, admission, {
    refusedReturns,
    clock,
    drainMs: config.EARSHOT_INGEST_DRAIN_MS,
  });
}

const createQuotas = (config: IngestConfig): CallQuotas =>
  new CallQuotas(
    new ClientQuota({
      maxCalls: config.EARSHOT_MAX_CALLS_PER_SOCKET,
      startsPerSecond: config.EARSHOT_STARTS_PER_SOCKET,
    }),
    new ClientQuota({
      maxCalls: config.EARSHOT_MAX_CALLS_PER_ADDRESS,
      startsPerSecond: config.EARSHOT_STARTS_PER_ADDRESS,
    }),
  );
