/**
 * Marks that stand for a construction in the words of an utterance. They are upper case, so no spoken word equals them.
 * `DENY` turns the sentiment of the words after it; the others have a value of their own.
 */
export const DENY = 'DENY';
export const markValues: ReadonlyMap<string, number> = new Map([
  ['PRAISE', 3],
  ['BLAME', -2.5],
  ['SHORTFALL', -1.5],
]);

/** Words that mislead when each is taken alone, and the mark or the words that take their place. */
export interface Construction {
  readonly pattern: RegExp;
  readonly becomes: string;
}

export const SELF = '(?:i|we|anyone|anybody|someone|somebody|people|customers)';

export function becomes(source: string, to: string): Construction {
  return { pattern: new RegExp(`\\b(?:${source})(?:(?![a-z'])|(?<![a-z']))`, 'g'), becomes: to };
}
