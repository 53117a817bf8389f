import type { AuditAction, CallId } from '@earshot/contracts';
import type { Principal } from '@earshot/domain';
import type { AuditRecorder } from './audit-recorder.js';
import type { AuditedCalls } from './audited-calls.js';

/** What an access was about. `details`: names of filters, fields and parts, never values. */
export interface AccessObject {
  /** The id of a stored call. */
  readonly callId?: CallId;
  /** The id that a client sent, which no call may have. */
  readonly askedId?: string | null | undefined;
  readonly details: readonly string[];
}

/** Records what one viewer does, from one address. */
export interface ViewerAudit {
  /** Resolves when it is recorded. Rejects with retryable `AUDIT_UNAVAILABLE`: then the viewer must not get the answer. */
  record(action: AuditAction, object: AccessObject): Promise<void>;
}

/** For updates of a subscription: opening it was recorded, and one execution serves many viewers. */
export const auditedBefore: ViewerAudit = { record: () => Promise.resolve() };

/** Makes the audit of each viewer. */
export class ViewerAudits {
  constructor(
    private readonly recorder: AuditRecorder,
    private readonly calls: AuditedCalls,
  ) {}

  auditOf({ tenant, key, subject, kind }: Principal, address: string): ViewerAudit {
    const who = { tenant, principal: key, subject, kind, address };
    return {
      record: async (action, { callId, askedId, details }) => {
        const named = callId ?? (typeof askedId === 'string' ? await this.calls.findName(askedId) : null);
        await this.recorder.recordAccess({ ...who, action, callId: named, details: [...details] });
      },
    };
  }
}
