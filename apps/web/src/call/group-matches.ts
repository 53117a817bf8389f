import type { CategoryMatch } from './CategoryMarker.js';

/** The matches of one category, in the order of time. */
export interface CategoryGroup {
  readonly category: string;
  readonly isAlert: boolean;
  readonly matches: readonly CategoryMatch[];
}

/** Groups matches by category: alerts first, then the category that matched first. */
export function groupMatches(matches: readonly CategoryMatch[]): CategoryGroup[] {
  const groups = new Map<string, CategoryMatch[]>();
  for (const match of matches.toSorted((a, b) => a.atMs - b.atMs)) {
    const key = `${Number(!match.isAlert)} ${match.category}`;
    const group = groups.get(key);
    if (group) group.push(match);
    else groups.set(key, [match]);
  }
  return [...groups.values()]
    .flatMap((group) => (group[0] ? [{ category: group[0].category, isAlert: group[0].isAlert, matches: group }] : []))
    .toSorted((a, b) => Number(b.isAlert) - Number(a.isAlert));
}
