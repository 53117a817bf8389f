import { frameSamples, type CallId, type EarshotEvent } from '@earshot/contracts';
import { Failure, type KnownCall, type StreamRegistry } from '@earshot/ports';
import type { CapturingBus } from './capturing-bus.js';

/** Stores the calls on the bus as persistence does. It can lag, and it can be down. */
export class RecordedRegistry implements StreamRegistry {
  queries = 0;
  isDown = false;
  private storedEvents = Infinity;

  constructor(private readonly bus: CapturingBus) {}

  /** Stores nothing more until `catchUp`. */
  lag(events = this.bus.events.length): void {
    this.storedEvents = events;
  }

  catchUp(): void {
    this.storedEvents = Infinity;
  }

  async find(callId: CallId): Promise<KnownCall | null> {
    this.queries++;
    if (this.isDown) throw new Failure('STORE_UNAVAILABLE', 'down', { retryable: true });
    const events = this.bus.events.slice(0, this.storedEvents).filter((event) => event.callId === callId);
    return events.reduce<KnownCall | null>(store, null);
  }
}

function store(known: KnownCall | null, event: EarshotEvent): KnownCall | null {
  if (event.type === 'stream.opened') {
    const { codec, sampleRateHz, tracks } = event.data;
    return known ?? { ...newCall, codec, sampleRateHz, channelCount: tracks.length };
  }
  if (known === null) return null;
  if (event.type === 'stream.closed') return { ...known, state: 'CLOSED' };
  if (event.type === 'audio.gap-declared')
    return {
      ...known,
      positionSample: Math.max(known.positionSample, event.data.toSample),
      lastAudioAtMs: Math.max(known.lastAudioAtMs, event.data.endsAtMs ?? 0),
    };
  if (event.type !== 'audio.frame') return known;
  return {
    ...known,
    positionSample: Math.max(known.positionSample, event.positionSample + frameSamples(event)),
    nextSequence: Math.max(known.nextSequence, event.sequence + 1),
    lastAudioAtMs: Math.max(known.lastAudioAtMs, event.receivedAtMs),
  };
}

const newCall = { state: 'OPEN', startedAtMs: 0, positionSample: 0, lastAudioAtMs: 0, nextSequence: 0 } as const;
