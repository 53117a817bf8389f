import type { SessionMethod, SessionRowFragment } from '@earshot/graphql-api';
import { nameOf } from '../../../api/session/session-answer.js';
import { formatTime } from '../../../ui/format-time.js';
import type { AdminRow } from '../AdminTable.js';
import { describeBrowser } from './describe-browser.js';

type SessionAction = 'end' | 'end-all';

export const sessionHeads = ['Who', 'Signed in by', 'Since', 'Last used', 'Ends', 'Address', 'Browser', 'Change'];

const methodNames: Readonly<Record<SessionMethod, string>> = {
  PASSWORD: 'Password',
  OIDC: 'Single sign-on',
  ONE_TIME_LINK: 'One-time link',
  DEMO: 'Demo',
};

/** One session, with what an administrator can do. */
export const toSessionRow = (session: SessionRowFragment, onAct: (action: SessionAction) => void): AdminRow => ({
  key: session.id,
  cells: [
    <span key="who">
      {nameOf(session)}
      {session.displayName !== null && <span className="cell-detail">{session.name}</span>}
    </span>,
    methodNames[session.method],
    formatTime(session.createdAt),
    formatTime(session.lastUsedAt),
    formatTime(session.expiresAt),
    session.address,
    <span key="browser" title={session.userAgent}>
      {describeBrowser(session.userAgent)}
    </span>,
    <span key="change" className="admin-actions">
      <button
        type="button"
        className="button"
        aria-label={`End the session of ${session.name} at ${session.address}`}
        onClick={() => onAct('end')}
      >
        End
      </button>
      <button
        type="button"
        className="button"
        aria-label={`End all sessions of ${session.name}`}
        onClick={() => onAct('end-all')}
      >
        End all
      </button>
    </span>,
  ],
});
