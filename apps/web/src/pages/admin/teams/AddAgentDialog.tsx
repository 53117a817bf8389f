import { useState } from 'react';
import { FormDialog } from '../../../ui/FormDialog.js';
import { FormField } from '../../../ui/FormField.js';
import { AgentField } from '../AgentField.js';

interface AddAgentDialogProps {
  /** Null for a new team. */
  readonly team: string | null;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onAdd: (team: string, agentId: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Adds an agent to a team. A new team begins with its first agent. */
export function AddAgentDialog({ team, onAdd, onClose }: AddAgentDialogProps) {
  const [name, setName] = useState(team ?? '');
  const [agentId, setAgentId] = useState('');
  return (
    <FormDialog
      title={team === null ? 'New team' : `Add an agent to ${team}`}
      submitLabel={team === null ? 'Make the team' : 'Add'}
      canSubmit={name.trim() !== '' && agentId.trim() !== ''}
      onSubmit={() => onAdd(name.trim(), agentId.trim())}
      onClose={onClose}
    >
      {team === null && <FormField label="Team" required maxLength={256} value={name} onChange={setName} />}
      <AgentField
        label={team === null ? 'First agent' : 'Agent'}
        hint="Exactly as the calls name the agent."
        required
        value={agentId}
        onChange={setAgentId}
      />
    </FormDialog>
  );
}
