import { memo, useState } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { formatDuration } from '../ui/format-duration.js';
import { type CategoryMatch, CategoryMarker } from './CategoryMarker.js';
import { type CategoryGroup, groupMatches } from './group-matches.js';
import type { ParticipantList } from './participants/participant-list.js';
import './categories-panel.css';

export interface CategoriesPanelProps {
  readonly matches: readonly CategoryMatch[];
  readonly participants: ParticipantList;
  /** Shows the line of the transcript that a category matched. */
  readonly onShowLine: (match: CategoryMatch) => void;
}

/** A long call matches a category hundreds of times: the reader asks for more than this. */
const shownAtFirst = 12;

interface CategoryGroupRowProps extends Omit<CategoriesPanelProps, 'matches'> {
  readonly group: CategoryGroup;
}

/** One category, with how often it matched and a link to each line. */
function CategoryGroupRow({ group, participants, onShowLine }: CategoryGroupRowProps) {
  const [shownCount, setShownCount] = useState(shownAtFirst);
  const { matches } = group;
  const [first] = matches;
  if (!first) return null;
  return (
    <li>
      <details open={group.isAlert}>
        <summary>
          <CategoryMarker match={first} />
          <span className="category-count">{matches.length === 1 ? 'once' : `${matches.length} times`}</span>
        </summary>
        <ul className="category-places" aria-label={`Lines that match ${group.category}`}>
          {matches.slice(0, shownCount).map((match) => (
            <li key={`${match.segmentId} ${match.atMs}`}>
              <button type="button" className="text-button" onClick={() => onShowLine(match)}>
                {participants.find(match.participant).label} at {formatDuration(match.atMs)}
              </button>
            </li>
          ))}
        </ul>
        {matches.length > shownCount && (
          <button type="button" className="text-button" onClick={() => setShownCount(matches.length)}>
            Show all {matches.length}
          </button>
        )}
      </details>
    </li>
  );
}

const countAlerts = (count: number): string => (count === 1 ? '1 alert' : `${count} alerts`);

/** The categories that matched, alerts first, each with links to its lines. */
export const CategoriesPanel = memo(function CategoriesPanel(props: CategoriesPanelProps) {
  const { matches, participants, onShowLine } = props;
  const groups = groupMatches(matches);
  const alertCount = matches.filter(({ isAlert }) => isAlert).length;
  return (
    <Container
      header={
        <Header variant="h2" counter={groups.length > 0 ? `(${groups.length})` : undefined}>
          Categories and alerts
        </Header>
      }
    >
      {groups.length === 0 ? (
        <Box color="text-body-secondary">No category has matched.</Box>
      ) : (
        <ul className="category-groups" aria-label={`${groups.length} categories, ${countAlerts(alertCount)}`}>
          {groups.map((group) => (
            <CategoryGroupRow
              key={`${group.isAlert} ${group.category}`}
              group={group}
              participants={participants}
              onShowLine={onShowLine}
            />
          ))}
        </ul>
      )}
    </Container>
  );
});
