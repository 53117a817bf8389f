import { FormDialog } from '../../../ui/FormDialog.js';

interface RemoveAgentDialogProps {
  readonly team: string;
  readonly agentId: string;
  /** Whether nobody else is in the team. */
  readonly isLast: boolean;
  /** Resolves with why nothing was changed; with null if it was. */
  readonly onRemove: (team: string, agentId: string) => Promise<string | null>;
  readonly onClose: () => void;
}

/** Asks before an agent leaves a team. */
export const RemoveAgentDialog = ({ team, agentId, isLast, onRemove, onClose }: RemoveAgentDialogProps) => (
  <FormDialog
    title={`Remove ${agentId} from ${team}?`}
    submitLabel="Remove"
    isRisky
    onSubmit={() => onRemove(team, agentId)}
    onClose={onClose}
  >
    <p>
      People who see the calls of {team} no longer see those of {agentId}, unless another team or queue gives them.
      {isLast && ' The team ends with its last agent.'}
    </p>
  </FormDialog>
);
