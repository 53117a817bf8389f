import { ManualClock, type CallFormat, type MediaPeer, type MediaSourceWorld } from '@earshot/testing';
import type { RegisteredSources } from '../src/sources/start-sources.js';
import { CapturingBus } from './capturing-bus.js';
import { FakeRegistry, IngestUnderTest } from './ingest-under-test.js';

export interface WorldOptions {
  readonly settings?: Record<string, string>;
  readonly sources?: RegisteredSources;
  /** Connects to this ingest as the vendor's phone system does, and announces the call. */
  connect(ingest: IngestUnderTest, callId: string, format: CallFormat): Promise<MediaPeer>;
}

/** Ingest on a manual clock, for the conformance suite of sources. */
export async function openMediaSourceWorld({ settings, sources, connect }: WorldOptions): Promise<MediaSourceWorld> {
  const clock = new ManualClock();
  const [bus, registry] = [new CapturingBus(), new FakeRegistry()];
  const ingest = await IngestUnderTest.openIn({ bus, registry, ...(sources && { sources }) }, settings, clock);
  return {
    clock,
    connect: (callId, format) => connect(ingest, callId, format),
    eventsOf: (callId) => bus.of(callId),
    forgetEvents: () => void bus.events.splice(0),
    stall: () => {
      bus.stall();
      registry.stall();
    },
    resume: () => {
      bus.flow();
      registry.answer();
    },
    heldBytes: () => ingest.metrics.values.get('earshot_ingest_queue_bytes') ?? 0,
    close: () => ingest.close(),
  };
}

const FRAMES = 'earshot_ingest_frames_received_total';

/** Sends a frame, and resolves when ingest has it. */
export async function sendFrame({ metrics }: IngestUnderTest, send: () => unknown): Promise<void> {
  const received = metrics.reach(FRAMES, (metrics.values.get(FRAMES) ?? 0) + 1);
  await send();
  await received;
}
