import type { Principal } from '@earshot/domain';
import type { Backlog } from '../../feed/backlog.js';
import type { OperationReads } from './operation-reads.js';

/** What the resolvers of one GraphQL operation share. */
export interface OperationContext {
  readonly viewer: Principal;
  readonly reads: OperationReads;
  /** What waits for the client's socket. Absent over HTTP. */
  readonly backlog?: Backlog;
}
