import { SpeakerPill } from '../participants/SpeakerPill.js';
import { type ShownParticipant, type Speaker, roleLabels } from '../participants/participant-list.js';

interface LineSpeakerProps {
  readonly participant: ShownParticipant;
  /** The role at the time of the line. */
  readonly role: Speaker['role'];
}

/** The speaker of a line, with the role when the label is a name. */
export function LineSpeaker({ participant, role }: LineSpeakerProps) {
  return (
    <span className="line-speaker">
      <SpeakerPill participant={participant} />
      {participant.hasName && <span className="line-role"> {roleLabels[role]}</span>}
    </span>
  );
}
