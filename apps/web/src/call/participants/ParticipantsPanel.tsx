import { memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatDuration } from '../../ui/format-duration.js';
import { formatTime } from '../../ui/format-time.js';
import { SpeakerPill } from './SpeakerPill.js';
import { CorrectionOutcome, RoleMenu, SwapButton } from './RoleControls.js';
import { type ParticipantList, type ShownParticipant, roleLabels } from './participant-list.js';
import { describeRoleReason } from './role-reasons.js';
import { type RoleCorrections, useRoleCorrections } from './use-role-corrections.js';
import './participants-panel.css';

type Stored = CallDetailFragment['participants'][number];

/** A moment of the call, as its position on the call clock. */
function CallTime({ at, startedAt }: { at: string; startedAt: string }) {
  return (
    <time dateTime={at} title={formatTime(at)} className="tabular">
      {formatDuration(Date.parse(at) - Date.parse(startedAt))}
    </time>
  );
}

function Presence({ stored, startedAt }: { stored: Stored | undefined; startedAt: string }) {
  const { joinedAt = null, leftAt = null } = stored ?? {};
  return (
    <span className="participant-presence">
      {joinedAt !== null && (
        <>
          Joined <CallTime at={joinedAt} startedAt={startedAt} />
        </>
      )}
      {leftAt !== null && (
        <>
          {', left '}
          <CallTime at={leftAt} startedAt={startedAt} />
        </>
      )}
    </span>
  );
}

interface ParticipantRowProps {
  readonly participant: ShownParticipant;
  /** Undefined for somebody whom the call's source did not announce. */
  readonly stored: Stored | undefined;
  readonly startedAt: string;
  readonly corrections: RoleCorrections | null;
}

function ParticipantRow({ participant, stored, startedAt, corrections }: ParticipantRowProps) {
  const reason = stored === undefined ? null : describeRoleReason(stored);
  return (
    <li>
      <span className="participant-name">
        <SpeakerPill participant={participant} />
      </span>
      <span className="participant-facts">
        {participant.hasName && <span>{roleLabels[participant.role]}</span>}
        {reason !== null && <span className="participant-reason">{reason}</span>}
        {stored?.number && <span className="tabular">{stored.number}</span>}
      </span>
      <Presence stored={stored} startedAt={startedAt} />
      {corrections !== null && <RoleMenu participant={participant} corrections={corrections} />}
    </li>
  );
}

interface ParticipantsPanelProps {
  readonly callId: string;
  readonly participants: ParticipantList;
  readonly stored: CallDetailFragment['participants'];
  readonly startedAt: string;
}

/** Who is or was on the call, with role and number, and when they joined and left. Whoever may control the call corrects roles. */
export const ParticipantsPanel = memo(function ParticipantsPanel(props: ParticipantsPanelProps) {
  const { callId, participants, stored, startedAt } = props;
  const { all } = participants;
  const corrections = useRoleCorrections(callId);
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={all.length > 0 ? `(${all.length})` : undefined}
          actions={corrections && <SwapButton all={all} corrections={corrections} />}
        >
          Participants
        </Header>
      }
    >
      {all.length === 0 && <Box color="text-body-secondary">Nobody is known yet.</Box>}
      <ul className="participants" aria-label="Participants">
        {all.map((participant) => (
          <ParticipantRow
            key={participant.id}
            participant={participant}
            stored={stored.find(({ id }) => id === participant.id)}
            startedAt={startedAt}
            corrections={corrections}
          />
        ))}
      </ul>
      {corrections !== null && <CorrectionOutcome corrections={corrections} />}
    </Container>
  );
});
