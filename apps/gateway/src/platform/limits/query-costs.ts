/** What fields cost, by field name. The names hold for every type of the schema. */
export interface QueryCosts {
  /** Fields that read from the store or ask another service. Any other field weighs 1. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Fields that return a page: its size when the client gives none, and the largest size. */
  readonly pages?: Readonly<Record<string, { readonly default: number; readonly max: number }>>;
  /** Usual length of every other list. */
  readonly listLengths?: Readonly<Record<string, number>>;
}

/** The costs of several areas together. */
export const mergeCosts = (all: readonly QueryCosts[]): Required<QueryCosts> => ({
  weights: Object.assign({}, ...all.map(({ weights }) => weights)),
  pages: Object.assign({}, ...all.map(({ pages }) => pages)),
  listLengths: Object.assign({}, ...all.map(({ listLengths }) => listLengths)),
});
