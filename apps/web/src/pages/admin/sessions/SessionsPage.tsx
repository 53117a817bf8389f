import { useState } from 'react';
import {
  EndSessionDocument,
  EndUserSessionsDocument,
  type SessionRowFragment,
  UserSessionsDocument,
} from '@earshot/graphql-api';
import { nameOf } from '../../../api/session/session-answer.js';
import { useShownAnswer } from '../../../api/session/session-store.js';
import { useChange } from '../../../api/use-change.js';
import { useRead } from '../../../api/use-read.js';
import { FormDialog } from '../../../ui/FormDialog.js';
import { useSearch } from '../../../ui/location.js';
import { AdminList } from '../AdminList.js';
import { usePages } from '../use-pages.js';
import { sessionHeads, toSessionRow } from './session-row.js';

const pageSize = 25;

interface OpenDialog {
  readonly kind: 'end' | 'end-all';
  readonly session: SessionRowFragment;
}

/** Who is signed in, and where: `/admin/sessions`, and `?user=ID` for one person. */
export default function SessionsPage() {
  const userId = new URLSearchParams(useSearch()).get('user');
  return <Sessions key={userId} userId={userId} />;
}

function Sessions({ userId }: { userId: string | null }) {
  const pages = usePages();
  const read = useRead(UserSessionsDocument, { first: pageSize, after: pages.after, userId });
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const sessions = read.data?.userSessions;
  return (
    <div className="page">
      <div className="admin-head">
        <h1>Sessions</h1>
      </div>
      {userId !== null && (
        <p className="admin-note">
          Sessions of one person. <a href="/admin/sessions">Show all</a>
        </p>
      )}
      <AdminList
        of="sessions"
        label="Sessions"
        heads={sessionHeads}
        read={read}
        rows={(sessions?.nodes ?? []).map((session) => toSessionRow(session, (kind) => setDialog({ kind, session })))}
        empty={userId === null ? 'Nobody is signed in.' : 'This person is not signed in.'}
        pages={pages}
        pageInfo={sessions?.pageInfo}
      />
      {dialog !== null && <EndDialog {...dialog} reload={read.reload} onClose={() => setDialog(null)} />}
    </div>
  );
}

interface EndDialogProps extends OpenDialog {
  readonly reload: () => void;
  readonly onClose: () => void;
}

/** Asks before one session ends, or all of a person. */
function EndDialog({ kind, session, reload, onClose }: EndDialogProps) {
  const sendChange = useChange(reload);
  const ownId = useShownAnswer()?.session?.userId;
  const name = nameOf(session);
  const end = async (): Promise<string | null> => {
    const ended =
      kind === 'end'
        ? await sendChange(EndSessionDocument, { id: session.id })
        : await sendChange(EndUserSessionsDocument, { userId: session.userId });
    return ended.problem;
  };
  return (
    <FormDialog
      title={kind === 'end' ? `End the session of ${name}?` : `End all sessions of ${name}?`}
      submitLabel={kind === 'end' ? 'End the session' : 'End all sessions'}
      isRisky
      onSubmit={end}
      onClose={onClose}
    >
      <p>They are signed out within seconds, also on open pages. To keep somebody out, disable the account.</p>
      {session.userId === ownId && (
        <p>
          <strong>This is your own account.</strong> You may have to sign in again.
        </p>
      )}
    </FormDialog>
  );
}
