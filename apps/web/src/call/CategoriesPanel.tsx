import { memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { formatDuration } from '../ui/format-duration.js';
import { type CategoryMatch, CategoryMarker } from './CategoryMarker.js';
import type { ParticipantList } from './participants/participant-list.js';
import './categories-panel.css';

export interface CategoriesPanelProps {
  readonly matches: readonly CategoryMatch[];
  readonly participants: ParticipantList;
  /** Shows the line of the transcript that a category matched. */
  readonly onShowLine: (match: CategoryMatch) => void;
}

/** The categories that matched, alerts first, each with a link to its line. */
export const CategoriesPanel = memo(function CategoriesPanel(props: CategoriesPanelProps) {
  const { matches, participants, onShowLine } = props;
  const sorted = matches.toSorted((a, b) => Number(b.isAlert) - Number(a.isAlert) || a.atMs - b.atMs);
  const alertCount = matches.filter(({ isAlert }) => isAlert).length;
  return (
    <Container
      header={
        <Header variant="h2" counter={matches.length > 0 ? `(${matches.length})` : undefined}>
          Categories and alerts
        </Header>
      }
    >
      {matches.length === 0 && <Box color="text-body-secondary">No categories or alerts.</Box>}
      <ul className="category-matches" aria-label={`${matches.length} matches, ${alertCount} of them alerts`}>
        {sorted.map((match) => (
          <li key={`${match.category} ${match.segmentId} ${match.atMs}`}>
            <CategoryMarker match={match} />
            <button type="button" className="text-button" onClick={() => onShowLine(match)}>
              {participants.find(match.participant).label} at {formatDuration(match.atMs)}
            </button>
          </li>
        ))}
      </ul>
    </Container>
  );
});
