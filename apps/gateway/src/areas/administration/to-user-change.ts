import type { UserChange } from '@earshot/graphql-api';
import type { UserChange as StoredChange } from '@earshot/ports';
import { checkText } from '../../platform/graphql/check-text.js';

/** Null clears these. For the others, null counts as left out. */
const CLEARABLE: ReadonlySet<string> = new Set(['displayName', 'agentId']);

/** What a client wants to change, without what it left out. Throws `BAD_INPUT`. */
export function toUserChange(change: UserChange): StoredChange {
  const given = Object.entries(change).filter(
    ([name, value]) => value !== undefined && (value !== null || CLEARABLE.has(name)),
  );
  for (const [name, value] of given)
    for (const text of [value].flat()) if (typeof text === 'string') checkText(name, text);
  return Object.fromEntries(given);
}
