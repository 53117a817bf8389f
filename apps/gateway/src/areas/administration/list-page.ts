import type { PageInfo } from '@earshot/graphql-api';

/** A page of a list as GraphQL shows it. */
export interface ListPage<T> {
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfo;
}
