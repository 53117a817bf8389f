import type { Viewer } from '../../access/access.js';
import type { OperationReads } from './operation-reads.js';

/** What the resolvers of one GraphQL operation share. */
export interface OperationContext {
  readonly viewer: Viewer;
  readonly reads: OperationReads;
}
