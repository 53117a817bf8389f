import { parseEvent, type CallId, type EarshotEvent, type EventOf } from '@earshot/contracts';
import { REVISIONS_PER_EPOCH, SpanSet } from '@earshot/domain';
import type { EventBus } from '@earshot/ports';

type Final = EventOf<'transcript.segment'>['data'];

/** Everything that all owners published, as seen by a consumer that keeps the highest revision of each segment. */
export class Published {
  readonly events: EarshotEvent[] = [];

  async subscribe(bus: EventBus): Promise<void> {
    await bus.subscribe({
      topic: 'calls.transcript',
      as: { group: 'checker' },
      acknowledge: 'on-return',
      handle: async ({ value }) => {
        const parsed = parseEvent(value);
        if (!parsed.ok) throw new Error(parsed.error.code);
        this.events.push(parsed.value);
      },
    });
  }

  completed(callId: CallId): number {
    return this.events.filter((event) => event.type === 'transcript.completed' && event.callId === callId).length;
  }

  /** How many owners published segments of the call. */
  owners(callId: CallId): number {
    const revisions = this.tracks(callId).flatMap((track) =>
      this.segments(callId, track).map(({ revision }) => revision),
    );
    return new Set(revisions.map((revision) => Math.floor(revision / REVISIONS_PER_EPOCH))).size;
  }

  /** The tracks of which owners accounted for audio. */
  tracks(callId: CallId): number[] {
    const tracks = this.events.flatMap((event) =>
      event.callId === callId && (event.type === 'transcript.covered' || event.type === 'transcript.gap')
        ? [event.data.track]
        : [],
    );
    return [...new Set(tracks)].sort((a, b) => a - b);
  }

  /** The finals of a track with the highest revisions, by time. */
  finals(callId: CallId, track: number): Final[] {
    const kept = new Map<string, Final>();
    for (const data of this.segments(callId, track)) {
      if (data.isPartial || (kept.get(data.segmentId)?.revision ?? 0) >= data.revision) continue;
      kept.set(data.segmentId, data);
    }
    return [...kept.values()].sort((a, b) => a.startMs - b.startMs);
  }

  /** Ids of finals in the order in which they were first published. */
  firstSeen(callId: CallId, track: number): string[] {
    const finals = this.segments(callId, track).filter(({ isPartial }) => !isPartial);
    return [...new Set(finals.map(({ segmentId }) => segmentId))];
  }

  /** The microseconds of a track that owners published as covered and as gaps. */
  accounts(callId: CallId, track: number): { covered: SpanSet; gaps: SpanSet } {
    const accounts = { covered: new SpanSet(), gaps: new SpanSet() };
    for (const event of this.events) {
      if (event.callId !== callId) continue;
      if (event.type !== 'transcript.covered' && event.type !== 'transcript.gap') continue;
      if (event.data.track !== track) continue;
      const span = { from: Math.round(event.data.fromMs * 1_000), to: Math.round(event.data.toMs * 1_000) };
      accounts[event.type === 'transcript.gap' ? 'gaps' : 'covered'].add(span);
    }
    return accounts;
  }

  private segments(callId: CallId, track: number): Final[] {
    return this.events.flatMap((event) =>
      event.type === 'transcript.segment' && event.callId === callId && event.data.track === track ? [event.data] : [],
    );
  }
}
