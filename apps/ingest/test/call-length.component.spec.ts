import { describe, expect, it, jest } from '@jest/globals';
import { callIdSchema, exampleAgent, exampleCustomer, frameSamples } from '@earshot/contracts';
import { EventPublisher } from '@earshot/runtime';
import { CapturingLogger, CapturingMetrics, ManualClock, seededRandom } from '@earshot/testing';
import { EventDelivery } from '../src/bus/event-delivery.js';
import { buildCallChain } from '../src/call/build-call-chain.js';
import type { CallClient } from '../src/call/call-client.js';
import { CallPipeline } from '../src/call/call-pipeline.js';
import { CallSession } from '../src/call/call-session.js';
import type { CallStart } from '../src/call/call-start.js';
import { createIngestMetrics } from '../src/ingest.metrics.js';
import { ByteBudget } from '../src/limits/byte-budget.js';
import { CallLookup } from '../src/registry/call-lookup.js';
import { KnownCalls } from '../src/registry/known-calls.js';
import { CapturingBus } from './capturing-bus.js';
import { RecordedRegistry } from './recorded-registry.js';

// Generous for a busy machine: only a stall takes this long.
jest.setTimeout(120_000);

const CHUNK_MS = 200;
const RATE_HZ = 8_000;
const STALL_MS = 1_000;
const start: CallStart = {
  callId: callIdSchema.parse('c1'),
  isNewId: false,
  source: 'test',
  format: { codec: 'L16', sampleRateHz: RATE_HZ, channelCount: 2 },
  tracks: [{ participantId: exampleCustomer.id }, { participantId: exampleAgent.id }],
  participants: [exampleCustomer, exampleAgent],
};
const chunk = new Uint8Array((CHUNK_MS * RATE_HZ * 4) / 1_000);
const client: CallClient = {
  origin: { socket: {}, address: 'test' } as never,
  pauseReading: () => {},
  resumeReading: () => {},
  refuseCall: (code) => {
    throw new Error(`refused: ${code}`);
  },
  confirmResume: () => {},
  confirmEnd: () => {},
  refuseEnd: () => {},
};

/** What can happen to a call. */
const disturbances = ['stall', 'short stalls', 'burst', 'reconnect', 'move', 'kill'] as const;
type Disturbance = (typeof disturbances)[number];

/** The ingest processes of one bus, as far as one call is concerned. A killed process is replaced. */
class Processes {
  private readonly sessions: (CallSession | undefined)[] = [];

  constructor(
    private readonly clock: ManualClock,
    private readonly bus: CapturingBus,
    private readonly registry: RecordedRegistry,
  ) {}

  /** The client connects to a process and sends START. */
  connect(process: number): CallSession {
    const known = this.sessions[process];
    if (known !== undefined && !known.isOver) {
      known.carryOn(client, start, this.clock.nowMs());
      return known;
    }
    const session = this.createSession();
    this.sessions[process] = session;
    session.open(client, null);
    return session;
  }

  kill(process: number): void {
    this.sessions[process]?.abandon();
    this.sessions[process] = undefined;
  }

  private createSession(): CallSession {
    const { clock, bus } = this;
    const telemetry = { logger: new CapturingLogger(), metrics: createIngestMetrics(new CapturingMetrics()) };
    const publisher = new EventPublisher<'ingest'>({ bus, clock, newId: () => 'id' });
    const options = {
      delivery: new EventDelivery(publisher, 16, clock, telemetry),
      clock,
      newId: () => 'id',
      telemetry,
      stallMs: STALL_MS,
      longestAbsenceMs: 630_000,
      paceRate: 0,
      burstMs: 30_000,
    };
    const knownCalls = new KnownCalls(
      new CallLookup(this.registry, clock),
      { reconnectWindowMs: 30_000, isShared: true },
      clock,
      telemetry.logger,
    );
    const pipeline = new CallPipeline(
      start,
      { budget: new ByteBudget(10_000_000, 100_000_000), pace: { rate: 0, burstMs: 30_000 } },
      (announced, buffer) => buildCallChain(announced, buffer, options),
      clock,
      telemetry,
    );
    return new CallSession(start, pipeline, knownCalls, () => {}, telemetry);
  }
}

/** A source whose clock runs at `rate` times ours, and the time that its call really lasted. */
class Source {
  /** Audio that was spoken, by the clock of the source, and time in which none was captured, by ours. */
  lengthMs = 0;
  private process = 0;
  private session: CallSession;
  private nextAtMs: number;

  constructor(
    private readonly clock: ManualClock,
    private readonly processes: Processes,
    private readonly rate: number,
    private readonly random: () => number,
  ) {
    this.session = processes.connect(0);
    this.nextAtMs = clock.nowMs() + this.chunkMs;
  }

  private get chunkMs(): number {
    return CHUNK_MS / this.rate;
  }

  async talk(forMs: number): Promise<void> {
    const untilMs = this.clock.nowMs() + forMs;
    while (this.nextAtMs < untilMs) await this.sendChunk(this.random() ** 4 * 150);
  }

  async disturb(what: Disturbance): Promise<void> {
    const { random } = this;
    switch (what) {
      case 'stall':
        return this.stall(STALL_MS + 200 + random() * 15_000);
      case 'short stalls':
        for (let at = 0; at < 8; at++) {
          await this.stall(400 + random() * 300);
          await this.talk(1_000);
        }
        return;
      case 'burst':
        await this.clock.advance(1_000 + random() * 10_000);
        while (this.nextAtMs <= this.clock.nowMs()) await this.sendChunk(5);
        return;
      default:
        return this.comeBack(what, 200 + random() * 20_000);
    }
  }

  end(): void {
    this.session.end();
  }

  private async comeBack(how: 'reconnect' | 'move' | 'kill', afterMs: number): Promise<void> {
    if (how === 'kill') this.processes.kill(this.process);
    else this.session.loseConnection();
    await this.stall(afterMs);
    if (how !== 'reconnect') this.process = (this.process + 1) % 2;
    this.session = this.processes.connect(this.process);
  }

  /** Nothing is captured for a while. */
  private async stall(forMs: number): Promise<void> {
    await this.clock.advance(forMs);
    this.lengthMs += forMs;
    this.nextAtMs += forMs;
  }

  private async sendChunk(lateMs: number): Promise<void> {
    await this.clock.advance(Math.max(0, this.nextAtMs + lateMs - this.clock.nowMs()));
    this.session.receiveAudio(chunk);
    this.lengthMs += CHUNK_MS;
    this.nextAtMs += this.chunkMs;
  }
}

/** Plays a call. Returns by how much it is too long, and whether each of its samples has one account. */
async function playCall(seed: number, allowed: readonly Disturbance[]) {
  const random = seededRandom(seed);
  const clock = new ManualClock();
  const bus = new CapturingBus(true);
  const rate = 1 + (random() * 2 - 1) * 0.008;
  const startedAtMs = clock.nowMs();
  const source = new Source(clock, new Processes(clock, bus, new RecordedRegistry(bus)), rate, random);
  for (let round = 0; round < 6; round++) {
    await source.talk(3_000 + random() * 30_000);
    const what = allowed[Math.floor(random() * allowed.length)] ?? 'stall';
    await source.disturb(what);
  }
  // A burst needs some seconds until the detector knows what it filled, and a process until it knows the call.
  await source.talk(20_000);
  source.end();
  const { data } = await bus.next('c1', 'stream.closed');
  const callMs = (data.endSample * 1_000) / RATE_HZ;
  const wallMs = clock.nowMs() - startedAtMs;
  // The clocks of source and server drift apart, and both are right.
  return { tooLongMs: excessOver([source.lengthMs, wallMs], callMs), account: accountOf(bus, data.endSample) };
}

/** By how much a length is above the larger of two others, or, as a negative number, below the smaller one. */
const excessOver = (both: readonly number[], length: number): number =>
  Math.max(0, length - Math.max(...both)) + Math.min(0, length - Math.min(...both));

/** Samples that no frame and no gap has, and samples that two frames have. */
function accountOf(bus: CapturingBus, endSample: number) {
  let reached = 0;
  let missing = 0;
  let repeated = 0;
  for (const event of bus.of('c1')) {
    if (event.type !== 'audio.frame' && event.type !== 'audio.gap-declared') continue;
    const isFrame = event.type === 'audio.frame';
    const from = isFrame ? event.positionSample : event.data.fromSample;
    missing += Math.max(0, from - reached);
    if (isFrame) repeated += Math.max(0, reached - from);
    reached = Math.max(reached, isFrame ? from + frameSamples(event) : event.data.toSample);
  }
  return { missing: missing + endSample - reached, repeated };
}

/**
 * A call may be this much too short. A lag below `STALL_MS` is not declared, because it may be jitter, and each process that
 * dies leaves such a lag behind.
 */
const mostTooShortMs: Readonly<Record<Disturbance | 'anything', number>> = {
  stall: 200,
  'short stalls': STALL_MS + 100,
  burst: 1,
  reconnect: 1,
  move: 1,
  kill: 1,
  anything: STALL_MS + 500,
};

describe('the length of a call', () => {
  it.each(['anything', ...disturbances] as const)(
    'agrees with the clocks of source and server, with a drift of up to 0.8 %%: %s',
    async (kind) => {
      const allowed = kind === 'anything' ? disturbances : [kind];
      for (let seed = 1; seed <= 30; seed++) {
        const { tooLongMs, account } = await playCall(seed, allowed);
        expect({ seed, ...account }).toEqual({ seed, missing: 0, repeated: 0 });
        expect({ seed, isRight: tooLongMs <= 1 && tooLongMs >= -mostTooShortMs[kind], tooLongMs }).toMatchObject({
          seed,
          isRight: true,
        });
      }
    },
  );
});
