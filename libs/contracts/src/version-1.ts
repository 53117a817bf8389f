import { z } from 'zod';
import { participantIdSchema, type Participant, type ParticipantId, type ParticipantRole } from './participants.js';

/*
 * Version 1 of the events knew two sides of a call instead of tracks and participants. Messages of that version may still
 * be on a topic when the new version starts, so `parseEvent` turns them into the current one.
 */

export const sideSchema = z.enum(['CUSTOMER', 'AGENT']);
export type Side = z.infer<typeof sideSchema>;

const participantIds: Record<Side, ParticipantId> = {
  CUSTOMER: participantIdSchema.parse('customer'),
  AGENT: participantIdSchema.parse('agent'),
};

export const participantOfSide = (side: Side): Participant => ({ id: participantIds[side], role: side });

export const trackOfSide = (side: Side): number => (side === 'CUSTOMER' ? 0 : 1);

interface Speaker {
  track: number;
  participantId: ParticipantId;
  role: ParticipantRole;
}

export const speakerOfSide = (side: Side): Speaker => ({
  track: trackOfSide(side),
  participantId: participantIds[side],
  role: side,
});

/** Replaces `channel` in the data of an event with the track of that side. */
export function channelToTrack<T extends { channel: Side }>({ channel, ...rest }: T) {
  return { ...rest, track: trackOfSide(channel) };
}

/** Replaces `channel` in the data of an event with track, participant and role. */
export function channelToSpeaker<T extends { channel: Side }>({ channel, ...rest }: T) {
  return { ...rest, ...speakerOfSide(channel) };
}
