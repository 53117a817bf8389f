import { memo } from 'react';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { formatDuration } from '../../ui/format-duration.js';
import type { ParticipantList } from '../participants/participant-list.js';
import { RedactedText } from '../transcript/LineText.js';
import type { FoundIssue } from './collect-issues.js';
import './issues-panel.css';

export interface IssuesPanelProps {
  readonly issues: readonly FoundIssue[];
  readonly participants: ParticipantList;
  /** Shows the line of the transcript that has the issue. */
  readonly onShowLine: (issue: FoundIssue) => void;
}

/** What the call is about, as the speech engine heard it. Most engines find no issues, so there is no panel without any. */
export const IssuesPanel = memo(function IssuesPanel({ issues, participants, onShowLine }: IssuesPanelProps) {
  if (issues.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${issues.length})`}>
          Issues
        </Header>
      }
    >
      <ul className="issue-list" aria-label={issues.length === 1 ? '1 issue' : `${issues.length} issues`}>
        {issues.map((issue) => (
          <li key={`${issue.segmentId} ${issue.startChar}`}>
            <span className="issue-text">
              <RedactedText text={issue.text} />
            </span>{' '}
            <button type="button" className="text-button" onClick={() => onShowLine(issue)}>
              {participants.find(issue.participant).label} at {formatDuration(issue.startMs)}
            </button>
          </li>
        ))}
      </ul>
    </Container>
  );
});
