import type { CallPlan, LegAction } from './call-plan.js';
import type { ContactEvent, ContactFlowEvent } from './platform-events.js';

/** The tracks of a contact's stream: what the customer says, and what the customer hears. */
export const contactTracks = ['AUDIO_FROM_CUSTOMER', 'AUDIO_TO_CUSTOMER'] as const;

/** A contact is over, and its last fragments and their tags still come: they take up to four seconds. */
const END_GRACE_MS = 10_000;

/**
 * A contact of Amazon Connect that a contact flow streams: one stream with two tracks. The customer is on track 0, the agent, or what
 * speaks in place of one, on track 1.
 */
export class ContactCall implements CallPlan {
  readonly areCallers = [false, true];
  readonly labels = [undefined, undefined];
  private readonly seenStreams = new Set<string>();
  private endsAtMs: number | null = null;

  constructor(private readonly silentMs: number) {}

  receiveEvent(event: ContactFlowEvent | ContactEvent, nowMs: number): readonly LegAction[] {
    if (event.kind === 'contact') {
      if (event.detail.eventType === 'DISCONNECTED') this.endsAtMs ??= nowMs + END_GRACE_MS;
      return [];
    }
    const { StreamARN: arn, StartFragmentNumber, StartTimestamp } = event.contact.MediaStreams.Customer.Audio;
    const key = `${arn} ${StartFragmentNumber}`;
    if (this.seenStreams.has(key)) return [];
    this.seenStreams.add(key);
    const stream = { arn, startFragmentNumber: StartFragmentNumber, startedAtMs: StartTimestamp };
    return [{ kind: 'open-stream', tracks: contactTracks.map((name, track) => ({ track, name })), stream }];
  }

  finishEnds(): void {
    // A stream says nothing of its end.
  }

  tick(nowMs: number, lastAudioAtMs: number): readonly LegAction[] {
    const isEnded = this.endsAtMs !== null && nowMs >= this.endsAtMs;
    const isSilent = nowMs - lastAudioAtMs >= this.silentMs;
    return isEnded || isSilent ? [{ kind: 'end-call', isUnannounced: !isEnded }] : [];
  }
}
