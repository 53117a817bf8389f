/** What one GraphQL operation may ask for. */
export const QUERY_LIMITS = {
  /** Text of the document, UTF-16 units. */
  maxQueryLength: 16_384,
  /** Tokens the parser reads before it gives up. */
  maxTokens: 2_500,
  /** Levels of fields. The schema's own description nests deeper than any call. */
  maxDepth: 8,
  maxIntrospectionDepth: 16,
  /** Selected fields once fragments are written out; an alias is a field of its own. */
  maxFields: 500,
  /** Fields at the top: each is at least one read, or one request to transcribe. */
  maxRootFields: { query: 20, mutation: 5, subscription: 1 },
  /** Fields times the sizes of the lists they stand in. */
  maxCost: 50_000,
} as const;

/** Fields that return pages: the size where the client gives none, and the largest that is ever answered. */
export const PAGED_FIELDS: Readonly<Record<string, { readonly default: number; readonly max: number }>> = {
  calls: { default: 25, max: 100 },
  segments: { default: 100, max: 500 },
};

/** Usual lengths of the other lists. */
export const LIST_SIZES: Readonly<Record<string, number>> = {
  words: 10,
  categories: 1,
  categoryMatches: 10,
  ledger: 2,
  gaps: 5,
  problems: 3,
  channels: 2,
  sentimentByQuarter: 4,
};

/** Fields that cost more than memory: each is a question to the store, or to another service. */
export const FIELD_WEIGHTS: Readonly<Record<string, number>> = {
  calls: 50,
  call: 10,
  segments: 10,
  categoryMatches: 10,
  transcribeCall: 100,
};
