import type { Principal } from '@earshot/domain';
import type { ViewerAudit } from '../../audit/viewer-audit.js';
import type { Backlog } from '../../feed/backlog.js';
import type { OperationReads } from './operation-reads.js';

/** What the resolvers of one GraphQL operation share. */
export interface OperationContext {
  readonly viewer: Principal;
  readonly reads: OperationReads;
  /** Records what the viewer does. Nothing is answered that is not recorded. */
  readonly audit: ViewerAudit;
  /** What waits for the client's socket. Absent over HTTP. */
  readonly backlog?: Backlog;
}
