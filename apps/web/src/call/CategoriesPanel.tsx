import { memo } from 'react';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { formatDuration } from '../ui/format-duration.js';
import type { Marker } from './TranscriptRow.js';

const sides = { CUSTOMER: 'Customer', AGENT: 'Agent' } as const;

export interface CategoriesPanelProps {
  readonly matches: readonly Marker[];
  readonly onShow: (match: Marker) => void;
}

/** What was recognised in the call; alerts first, each with the way to its line. */
export const CategoriesPanel = memo(function CategoriesPanel({ matches, onShow }: CategoriesPanelProps) {
  const sorted = matches.toSorted((a, b) => Number(b.isAlert) - Number(a.isAlert) || a.atMs - b.atMs);
  const alerts = matches.filter(({ isAlert }) => isAlert).length;
  return (
    <Container
      header={
        <Header variant="h2" counter={matches.length > 0 ? `(${matches.length})` : undefined}>
          Categories and alerts
        </Header>
      }
    >
      {matches.length === 0 && <Box color="text-body-secondary">Nothing was recognised so far.</Box>}
      <ul className="matches" aria-label={`${matches.length} matches, ${alerts} of them alerts`}>
        {sorted.map((match) => (
          <li key={`${match.category} ${match.segmentId} ${match.atMs}`}>
            <span className={match.isAlert ? 'marker marker-alert' : 'marker'}>
              {match.isAlert ? `! Alert: ${match.category}` : `# ${match.category}`}
            </span>
            <button type="button" className="text-button" onClick={() => onShow(match)}>
              {sides[match.channel]} at {formatDuration(match.atMs)}
            </button>
          </li>
        ))}
      </ul>
    </Container>
  );
});
