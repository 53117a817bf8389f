import { useState } from 'react';
import type { PageInfo } from '@earshot/graphql-api';

/** The cursor of the page that is shown, and the steps to its neighbours. */
export function usePages() {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors.at(-1) ?? null,
    showFirst: () => setCursors([]),
    onPrevious: cursors.length === 0 ? null : () => setCursors(cursors.slice(0, -1)),
    stepAfter: (pageInfo: PageInfo | undefined) => {
      const { hasNextPage = false, endCursor = null } = pageInfo ?? {};
      return hasNextPage && endCursor !== null ? () => setCursors([...cursors, endCursor]) : null;
    },
  };
}

export type Pages = ReturnType<typeof usePages>;
