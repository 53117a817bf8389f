import type { CallDetailFragment } from '@earshot/graphql-api';
import './category-marker.css';

/** A category that matched a line of the call. */
export type CategoryMatch = CallDetailFragment['categoryMatches'][number];

/** The name of a matched category. An alert differs by its sign and words as well as its colour. */
export function CategoryMarker({ match: { category, isAlert } }: { match: CategoryMatch }) {
  return (
    <span className={isAlert ? 'category-marker category-marker-alert' : 'category-marker'}>
      {isAlert ? `! Alert: ${category}` : `# ${category}`}
    </span>
  );
}
