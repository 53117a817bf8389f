/** The most that one GraphQL operation may ask for. */
export const QUERY_LIMITS = {
  /** Length of the document's text in UTF-16 code units. */
  maxQueryLength: 16_384,
  /** Tokens that the parser reads before it gives up. */
  maxTokens: 2_500,
  /** Levels of nested fields. An introspection query nests deeper than any query for calls. */
  maxDepth: 8,
  maxIntrospectionDepth: 16,
  /** Selected fields with fragments expanded. Each alias counts as a field. */
  maxFields: 500,
  /** Fields at the top level. Each costs at least one read or one request to another service. */
  maxRootFields: { query: 20, mutation: 5, subscription: 1 },
  /** Sum over all fields: weight of the field times the lengths of the lists around it. */
  maxCost: 50_000,
} as const;
