import { frameSamples, type CallId, type EarshotEvent } from '@earshot/contracts';
import { Failure, type KnownCall, type StreamRegistry } from '@earshot/ports';
import type { CapturingBus } from './capturing-bus.js';

/** What a recorder would have stored of what is on the bus; it can be behind, or away. */
export class RecordedRegistry implements StreamRegistry {
  questions = 0;
  isAway = false;
  private knows = Infinity;

  constructor(private readonly bus: CapturingBus) {}

  /** Learns nothing more until `catchUp`. */
  fallBehind(events = this.bus.events.length): void {
    this.knows = events;
  }

  catchUp(): void {
    this.knows = Infinity;
  }

  async find(callId: CallId): Promise<KnownCall | null> {
    this.questions++;
    if (this.isAway) throw new Failure('STORE_UNAVAILABLE', 'away', { retryable: true });
    const events = this.bus.events.slice(0, this.knows).filter((event) => event.callId === callId);
    return events.reduce<KnownCall | null>(recorded, null);
  }
}

function recorded(known: KnownCall | null, event: EarshotEvent): KnownCall | null {
  if (event.type === 'stream.opened') {
    const { codec, sampleRateHz, channels } = event.data;
    return known ?? { ...fresh, codec, sampleRateHz, channelCount: channels.length };
  }
  if (known === null) return null;
  if (event.type === 'stream.closed') return { ...known, state: 'CLOSED' };
  if (event.type === 'audio.gap-declared')
    return { ...known, positionSample: Math.max(known.positionSample, event.data.toSample) };
  if (event.type !== 'audio.frame') return known;
  return {
    ...known,
    positionSample: Math.max(known.positionSample, event.positionSample + frameSamples(event)),
    nextSequence: Math.max(known.nextSequence, event.sequence + 1),
    lastAudioAtMs: Math.max(known.lastAudioAtMs, event.receivedAtMs),
  };
}

const fresh = { state: 'OPEN', startedAtMs: 0, positionSample: 0, lastAudioAtMs: 0, nextSequence: 0 } as const;
