import { lookClasses } from './look.js';
import type { ShownParticipant } from './participant-list.js';
import './speaker.css';

/** The name of a participant in the participant's colours. */
export function SpeakerPill({ participant }: { participant: ShownParticipant }) {
  return <span className={`speaker-pill ${lookClasses(participant)}`}>{participant.label}</span>;
}
