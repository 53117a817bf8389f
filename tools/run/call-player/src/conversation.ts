import { earshotMessages } from '@earshot/media/earshot';
import { z } from 'zod';

const atMs = z.number().min(0);
const { tracks, participants } = earshotMessages.start.shape;

/** The participants and tracks of a played call, and their changes: `<sample>.participants.json` beside the WAV. */
export const conversationSchema = z.strictObject({
  /** One for each channel of the WAV, at the start. */
  tracks,
  /** Everybody who is on the call at the start. */
  participants,
  /** In the order of time. `atMs` counts from the first sample; the rest is a message of the Earshot protocol. */
  events: z.array(
    z.discriminatedUnion('type', [
      earshotMessages['participant.joined'].extend({ atMs }),
      earshotMessages['participant.changed'].extend({ atMs }),
      earshotMessages['participant.left'].extend({ atMs }),
      earshotMessages['track.assigned'].extend({ atMs }),
    ]),
  ),
});

export type Conversation = z.infer<typeof conversationSchema>;
export type ConversationEvent = Conversation['events'][number];

/** A call whose participants are unknown. */
export const unknownConversation = (trackCount: number): Conversation => ({
  tracks: Array.from({ length: trackCount }, () => ({})),
  participants: [],
  events: [],
});

/** Takes the events of a conversation when they are due, and keeps the roster for a start on a new connection. */
export class ConversationTimeline {
  private roster: Pick<Conversation, 'tracks' | 'participants'>;
  private readonly events: ConversationEvent[];

  constructor({ tracks, participants, events }: Conversation) {
    this.roster = { tracks, participants };
    this.events = [...events].sort((one, other) => one.atMs - other.atMs);
  }

  /** The roster after the events that were taken. */
  get present(): Pick<Conversation, 'tracks' | 'participants'> {
    return this.roster;
  }

  /** When the next event is due; infinite after the last one. */
  get nextAtMs(): number {
    return this.events[0]?.atMs ?? Infinity;
  }

  /** Takes the events that are due at a position of the audio, as messages. */
  takeDue(positionMs: number): object[] {
    const next = this.events.findIndex((event) => event.atMs > positionMs);
    return this.events.splice(0, next < 0 ? this.events.length : next).map((event) => {
      this.roster = applyEvent(this.roster, event);
      const { atMs: _, ...message } = event;
      return message;
    });
  }
}

type Roster = ConversationTimeline['present'];

function applyEvent(roster: Roster, event: ConversationEvent): Roster {
  switch (event.type) {
    case 'participant.joined': {
      const joined = { ...roster, participants: [...roster.participants, event.participant] };
      return event.track === undefined ? joined : putOnTrack(joined, event.track, event.participant.id);
    }
    case 'participant.changed': {
      const { participant } = event;
      const participants = roster.participants.map((one) => (one.id === participant.id ? participant : one));
      return { ...roster, participants };
    }
    case 'participant.left':
      return {
        tracks: roster.tracks.map((track) => (track.participantId === event.participantId ? {} : track)),
        participants: roster.participants.filter(({ id }) => id !== event.participantId),
      };
    case 'track.assigned':
      return putOnTrack(roster, event.track, event.participantId);
  }
}

const putOnTrack = (
  roster: Roster,
  track: number,
  participantId: Roster['tracks'][number]['participantId'],
): Roster => ({
  ...roster,
  tracks: roster.tracks.map((before, at) => (at === track ? { participantId } : before)),
});
