import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ParticipantRole } from '@earshot/graphql-api';
import { type ShownParticipant, roleLabels } from './participant-list.js';
import { findSwappablePair, type RoleCorrections } from './use-role-corrections.js';

const offeredRoles = ['CUSTOMER', 'AGENT', 'SUPERVISOR', 'AUTOMATION'] as const satisfies readonly ParticipantRole[];

/** Corrects the role of one participant. */
export function RoleMenu({
  participant,
  corrections,
}: {
  participant: ShownParticipant;
  corrections: RoleCorrections;
}) {
  const items = offeredRoles
    .filter((role) => role !== participant.role)
    .map((role) => ({ id: role, text: `This is the ${roleLabels[role].toLowerCase()}`, role }));
  return (
    <ButtonDropdown
      variant="inline-icon"
      ariaLabel={`Correct the role of ${participant.label}`}
      items={items}
      onItemClick={({ detail }) => {
        const chosen = items.find(({ id }) => id === detail.id);
        if (chosen !== undefined) void corrections.setRole(participant.id, chosen.role);
      }}
    />
  );
}

/** Lets the agent and the customer change places, where the call has one of each. */
export function SwapButton({ all, corrections }: { all: readonly ShownParticipant[]; corrections: RoleCorrections }) {
  const pair = findSwappablePair(all);
  if (pair === null) return null;
  return (
    <Button onClick={() => void corrections.swapRoles(pair.customerId, pair.agentId)}>Swap agent and customer</Button>
  );
}

/** Says what became of the last correction. */
export function CorrectionOutcome({ corrections: { outcome } }: { corrections: RoleCorrections }) {
  if (outcome === null) return null;
  return <p role={outcome.isRefused ? 'alert' : 'status'}>{outcome.text}</p>;
}
