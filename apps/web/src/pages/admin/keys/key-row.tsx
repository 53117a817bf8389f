import type { KeyRowFragment } from '@earshot/graphql-api';
import { roleNames } from '../../../api/session/role-names.js';
import { formatTime } from '../../../ui/format-time.js';
import type { AdminRow } from '../AdminTable.js';
import { type KeyState, keyStateOf } from './key-state.js';

type KeyAction = 'replace' | 'revoke';

export const keyHeads = ['Name', 'May', 'Calls', 'Last used', 'Expires', 'State', 'Change'];

const stateNames: Readonly<Record<KeyState, string>> = {
  active: 'Active',
  replaced: 'Replaced, works until it expires',
  expired: 'Expired',
  revoked: 'Revoked',
};

/** One key, with what an administrator can do. */
export function toKeyRow(accessKey: KeyRowFragment, onAct: (action: KeyAction) => void): AdminRow {
  const { id, name, lastUsedAt, expiresAt } = accessKey;
  const state = keyStateOf(accessKey, Date.now());
  const isOver = state === 'expired' || state === 'revoked';
  return {
    key: id,
    isOver,
    cells: [
      <span key="name">
        {name}
        <span className="cell-detail">{id}</span>
      </span>,
      describeRights(accessKey),
      describeCalls(accessKey),
      lastUsedAt === null ? 'Never' : formatTime(lastUsedAt),
      expiresAt === null ? 'Never' : formatTime(expiresAt),
      stateNames[state],
      isOver ? null : <KeyActions key="change" accessKey={accessKey} onAct={onAct} isReplaced={state === 'replaced'} />,
    ],
  };
}

const describeRights = ({ roles, sources }: KeyRowFragment): string =>
  sources.length > 0 ? `Sends calls: ${sources.join(', ')}` : roles.map((role) => roleNames[role]).join(', ');

/** Whose calls the key reads; null for a key that reads none. */
function describeCalls({ sources, agentId, teams, queues }: KeyRowFragment): string | null {
  if (sources.length > 0) return null;
  const parts = [
    agentId === null ? [] : [`Agent ${agentId}`],
    teams.length === 0 ? [] : [`Teams ${teams.join(', ')}`],
    queues.length === 0 ? [] : [`Queues ${queues.join(', ')}`],
  ].flat();
  return parts.join(' · ') || 'All';
}

interface KeyActionsProps {
  readonly accessKey: KeyRowFragment;
  readonly isReplaced: boolean;
  readonly onAct: (action: KeyAction) => void;
}

const KeyActions = ({ accessKey: { name }, isReplaced, onAct }: KeyActionsProps) => (
  <span className="admin-actions">
    {!isReplaced && (
      <button type="button" className="button" aria-label={`Replace ${name}`} onClick={() => onAct('replace')}>
        Replace
      </button>
    )}
    <button type="button" className="button" aria-label={`Revoke ${name}`} onClick={() => onAct('revoke')}>
      Revoke
    </button>
  </span>
);
