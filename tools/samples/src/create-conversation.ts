import type { Conversation, ConversationEvent } from '@earshot/call-player';
import { participantIdSchema, type Participant } from '@earshot/contracts';
import { countTracks, type Dialogue, type Speaker } from './dialogue.js';

/** Who is on a sample call and when. Null if nobody joins late or leaves: the player then uses LCA's two channels. */
export function createConversation(dialogue: Dialogue): Conversation | null {
  const speakers = Object.entries(dialogue.speakers);
  const events = speakers
    .flatMap(([id, speaker]) => createEvents(id, speaker))
    .sort((one, other) => one.atMs - other.atMs);
  if (events.length === 0) return null;
  const present = speakers.filter(([, { joinsAtMs }]) => joinsAtMs === undefined);
  const tracks = Array.from({ length: countTracks(dialogue) }, (_, track) => {
    const [id] = present.find(([, speaker]) => speaker.track === track) ?? [];
    return id === undefined ? {} : { participantId: participantIdSchema.parse(id) };
  });
  return { tracks, participants: present.map(([id, speaker]) => toParticipant(id, speaker)), events };
}

function createEvents(id: string, speaker: Speaker): ConversationEvent[] {
  const { joinsAtMs, leavesAtMs, track } = speaker;
  const participant = toParticipant(id, speaker);
  const events: ConversationEvent[] = [];
  if (joinsAtMs !== undefined) events.push({ atMs: joinsAtMs, type: 'participant.joined', participant, track });
  if (leavesAtMs !== undefined)
    events.push({ atMs: leavesAtMs, type: 'participant.left', participantId: participant.id });
  return events;
}

const toParticipant = (id: string, { role, name, number }: Speaker): Participant => ({
  id: participantIdSchema.parse(id),
  role,
  ...(name !== undefined && { name }),
  ...(number !== undefined && { number }),
});
