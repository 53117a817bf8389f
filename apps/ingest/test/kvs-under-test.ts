import { expect } from '@jest/globals';
import type { CallStartHook } from '@earshot/ports';
import { InMemoryCallClaims, ManualClock, startAwsCalls, type AwsCallsServer } from '@earshot/testing';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';
import { nextTurn } from './ingest-steps.js';
import { BEGAN_AT_MS } from './kvs-phone-system.js';

/** Ingest beside a local server that stands in for AWS, on a clock that the test moves. */
export class KvsUnderTest {
  readonly bus = new CapturingBus(true);
  readonly registry = new FakeRegistry();
  private readonly claims: InMemoryCallClaims;
  private running: IngestUnderTest | undefined;

  private constructor(
    readonly aws: AwsCallsServer,
    private readonly hook: CallStartHook | undefined,
    readonly clock: ManualClock,
  ) {
    this.claims = new InMemoryCallClaims(clock);
  }

  static async open(hook?: CallStartHook): Promise<KvsUnderTest> {
    const clock = new ManualClock(BEGAN_AT_MS + 1_000);
    const aws = await startAwsCalls(clock);
    Object.assign(process.env, aws.environment);
    const under = new KvsUnderTest(aws, hook, clock);
    await under.openIngest();
    return under;
  }

  get ingest(): IngestUnderTest {
    if (this.running === undefined) throw new Error('ingest is not open');
    return this.running;
  }

  /** Opens ingest, or the next process of it. */
  async openIngest(): Promise<void> {
    const { aws, bus, registry, hook, clock } = this;
    this.running = await IngestUnderTest.openIn(
      { bus, registry, callClaims: this.claims, ...(hook !== undefined && { callStartHook: hook }) },
      {
        EARSHOT_SOURCES: 'kvs',
        EARSHOT_KVS_EVENTS_QUEUE_URL: aws.queueUrl,
        EARSHOT_KVS_ENDPOINT: aws.endpoint,
        EARSHOT_CONNECT_ENDPOINT: aws.endpoint,
        AWS_REGION: 'eu-central-1',
      },
      clock,
    );
  }

  async close(): Promise<void> {
    await this.ingest.close();
    await this.aws.goAway();
  }

  /** Lets time pass in small steps until something is so. */
  async passTimeUntil(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await this.clock.advance(50);
      await nextTurn();
    }
  }

  /** Lets this much time pass in small steps. */
  passTime(durationMs: number): Promise<void> {
    const untilMs = this.clock.nowMs() + durationMs;
    return this.passTimeUntil(() => this.clock.nowMs() >= untilMs);
  }

  problemsOf(callId: string) {
    return this.bus.of(callId).flatMap((event) => (event.type === 'processing.failed' ? [event.data.code] : []));
  }

  missingOf(callId: string) {
    return this.bus.of(callId).flatMap((event) => (event.type === 'audio.gap-declared' ? [event.data] : []));
  }

  isEnded(callId: string): boolean {
    return this.bus.types(callId).includes('call.ended');
  }

  /** Fails unless the track has exactly these pieces. A difference of whole tracks would take minutes to print. */
  expectSaid(callId: string, track: number, ...said: readonly (Buffer | undefined)[]): void {
    const heard = trackOf(this.bus.audio(callId), track);
    const expected = Buffer.concat(said as Buffer[]);
    expect(heard.length).toBe(expected.length);
    expect(heard.equals(expected)).toBe(true);
  }
}

/** One of two tracks of interleaved audio. */
function trackOf(audio: Buffer, track: number): Buffer {
  const samples = Buffer.alloc(audio.length / 2);
  for (let at = 0; at * 4 < audio.length; at += 1) {
    audio.copy(samples, at * 2, at * 4 + track * 2, at * 4 + track * 2 + 2);
  }
  return samples;
}
