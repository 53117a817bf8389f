import { useState } from 'react';
import { AddToTeamDocument, RemoveFromTeamDocument, TeamsDocument, type TeamsQuery } from '@earshot/graphql-api';
import { useChange } from '../../../api/use-change.js';
import { useRead } from '../../../api/use-read.js';
import { AdminList } from '../AdminList.js';
import type { AdminRow } from '../AdminTable.js';
import { usePages } from '../use-pages.js';
import { AddAgentDialog } from './AddAgentDialog.js';
import { RemoveAgentDialog } from './RemoveAgentDialog.js';
import { TeamAgents } from './TeamAgents.js';

const pageSize = 25;

type Team = TeamsQuery['teams']['nodes'][number];

type OpenDialog =
  /** `team`: null for a new one. */
  | { readonly kind: 'add'; readonly team: string | null }
  | { readonly kind: 'remove'; readonly team: Team; readonly agentId: string };

/** Which agents are in which team: `/admin/teams`. */
export default function TeamsPage() {
  const pages = usePages();
  const read = useRead(TeamsDocument, { first: pageSize, after: pages.after });
  const sendChange = useChange(read.reload);
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = (): void => setDialog(null);
  const toRow = (team: Team): AdminRow => ({
    key: team.name,
    cells: [
      team.name,
      <TeamAgents key="agents" team={team} onRemove={(agentId) => setDialog({ kind: 'remove', team, agentId })} />,
      <button
        key="add"
        type="button"
        className="button"
        aria-label={`Add an agent to ${team.name}`}
        onClick={() => setDialog({ kind: 'add', team: team.name })}
      >
        Add an agent
      </button>,
    ],
  });
  const teams = read.data?.teams;

  return (
    <div className="page">
      <div className="admin-head">
        <h1>Teams</h1>
        <button type="button" className="button" onClick={() => setDialog({ kind: 'add', team: null })}>
          New team
        </button>
      </div>
      <p className="admin-note">
        Supervisors and analysts of a team see the calls of its agents. A change counts within seconds.
      </p>
      <AdminList
        of="teams"
        label="Teams"
        heads={['Team', 'Agents', 'Change']}
        read={read}
        rows={(teams?.nodes ?? []).map(toRow)}
        empty="There is no team yet."
        pages={pages}
        pageInfo={teams?.pageInfo}
      />
      {dialog?.kind === 'add' && (
        <AddAgentDialog
          team={dialog.team}
          onAdd={async (team, agentId) => (await sendChange(AddToTeamDocument, { team, agentId })).problem}
          onClose={close}
        />
      )}
      {dialog?.kind === 'remove' && (
        <RemoveAgentDialog
          team={dialog.team.name}
          agentId={dialog.agentId}
          isLast={dialog.team.agentCount === 1}
          onRemove={async (team, agentId) => (await sendChange(RemoveFromTeamDocument, { team, agentId })).problem}
          onClose={close}
        />
      )}
    </div>
  );
}
