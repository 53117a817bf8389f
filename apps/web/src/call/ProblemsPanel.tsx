import { memo } from 'react';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { CallDetailFragment } from '@earshot/graphql-api';
import { formatTime } from '../ui/format-time.js';
import './problems-panel.css';

/** What failed during this call, with the code that an operator looks up. Absent while nothing failed. */
export const ProblemsPanel = memo(function ProblemsPanel({ problems }: { problems: CallDetailFragment['problems'] }) {
  if (problems.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${problems.length})`}>
          Problems
        </Header>
      }
    >
      <ul className="problems">
        {problems.map(({ stage, code, message, at }, key) => (
          <li key={key}>
            <strong>{message}</strong>
            <span className="problem-facts">
              {stage} · <code>{code}</code> · {formatTime(at)}
            </span>
          </li>
        ))}
      </ul>
    </Container>
  );
});
