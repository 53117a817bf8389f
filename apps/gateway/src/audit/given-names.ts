/** The names of the fields of a filter that have a value, for the audit. The values may hold words and numbers. */
export const givenNames = (filter: object | null | undefined): string[] =>
  Object.entries(filter ?? {}).flatMap(([name, value]) => (value === null || value === undefined ? [] : [name]));
