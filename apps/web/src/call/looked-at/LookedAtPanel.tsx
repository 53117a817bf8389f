import { memo } from 'react';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { LookedAtByDocument } from '@earshot/graphql-api';
import { actionNames } from '../../api/action-names.js';
import { describeFailure } from '../../api/describe-failure.js';
import { useRead } from '../../api/use-read.js';
import { formatTime } from '../../ui/format-time.js';
import './looked-at-panel.css';

/** Who looked at the call, for viewers who may read the audit. */
export const LookedAtPanel = memo(function LookedAtPanel({ callId }: { callId: string }) {
  const { data, error, isLoading, reload } = useRead(LookedAtByDocument, { id: callId });
  const accesses = data?.call?.lookedAtBy ?? [];
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={accesses.length > 0 ? `(${accesses.length})` : undefined}
          actions={
            <button type="button" className="button" aria-label="Refresh who looked at this" onClick={reload}>
              Refresh
            </button>
          }
        >
          Who looked at this
        </Header>
      }
    >
      <div aria-busy={isLoading}>
        {error && (
          <p role="alert" className="looked-at-note">
            {describeFailure(error)} Retrying…
          </p>
        )}
        {data === undefined && !error && <p className="looked-at-note">Loading…</p>}
        {data && (
          <p className="looked-at-note">
            {accesses.length === 0
              ? 'Nobody yet. An entry appears within about a minute.'
              : 'The latest first. An entry appears within about a minute.'}
          </p>
        )}
        <ul className="looked-at">
          {accesses.map(({ principal, subject, action, count, lastAt }) => (
            <li key={`${principal} ${action}`}>
              <strong title={principal}>{subject}</strong>
              <span>{actionNames[action]}</span>
              <span className="looked-at-facts">
                {count === 1 ? 'once' : `${count} times, last`} on {formatTime(lastAt)}
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Container>
  );
});
