import type { Principal } from '@earshot/domain';
import type {
  MutationSetRetentionPolicyArgs,
  QueryRetentionPreviewArgs,
  RetentionPolicy,
  RetentionPreview,
} from '@earshot/graphql-api';
import type {
  Clock,
  RetentionChange,
  RetentionPolicies,
  RetentionPolicy as StoredPolicy,
  RetentionTarget,
} from '@earshot/ports';
import { requireManager } from '../../audit/managed-change.js';
import type { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { checkText } from '../../platform/graphql/check-text.js';
import { clientError } from '../../platform/graphql/client-error.js';
import { toDateTime } from '../../platform/graphql/date-time.scalar.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';

const MAX_DAYS = 36_500;
const REFUSAL = 'You may not manage how long calls are kept.';

type Named = Pick<MutationSetRetentionPolicyArgs, 'kind' | 'name'>;

/** The policies of a tenant: how long its calls are kept. Each change is recorded before it happens. */
export class Retention {
  constructor(
    private readonly store: RetentionPolicies,
    private readonly clock: Clock,
    private readonly metrics: GatewayMetrics,
    private readonly defaultDays: number,
  ) {}

  /** Throws `FORBIDDEN`. */
  async listPolicies(context: OperationContext): Promise<readonly RetentionPolicy[]> {
    await requireManager(context, 'retentionPolicies', REFUSAL);
    const policies = await this.readPolicies(context.viewer);
    await context.audit.record('LIST', { details: ['retentionPolicies'] });
    return policies;
  }

  /** Throws `FORBIDDEN` or `BAD_INPUT`. */
  async previewRemoval(context: OperationContext, args: QueryRetentionPreviewArgs): Promise<RetentionPreview> {
    await requireManager(context, 'retentionPreview', REFUSAL);
    const change = args.change ? toChange(args.change) : null;
    const clock = { nowMs: this.clock.nowMs(), defaultDays: this.defaultDays };
    const preview = await this.metrics.timeRead('retentionPreview', () =>
      this.store.previewRemoval(context.viewer.tenant, clock, change),
    );
    await context.audit.record('LIST', { details: ['retentionPreview'] });
    const sum = (of: (day: (typeof preview.days)[number]) => number) => preview.days.reduce((n, day) => n + of(day), 0);
    return { ...preview, calls: sum(({ calls }) => calls), recordingBytes: sum((day) => day.recordingBytes) };
  }

  /** Throws `FORBIDDEN` or `BAD_INPUT`. */
  async setPolicy(
    context: OperationContext,
    { days, ...named }: MutationSetRetentionPolicyArgs,
  ): Promise<readonly RetentionPolicy[]> {
    await requireManager(context, 'setRetentionPolicy', REFUSAL);
    const target = toTarget(named);
    requireDays(days);
    await context.audit.record('MANAGE', { details: ['setRetentionPolicy'] });
    const { tenant, key: principal, subject } = context.viewer;
    await this.store.setPolicy(tenant, { target, days, principal, subject, setAtMs: this.clock.nowMs() });
    return this.readPolicies(context.viewer);
  }

  /** Throws `FORBIDDEN` or `BAD_INPUT`. */
  async removePolicy(context: OperationContext, named: Named): Promise<readonly RetentionPolicy[]> {
    await requireManager(context, 'removeRetentionPolicy', REFUSAL);
    const target = toTarget(named);
    await context.audit.record('MANAGE', { details: ['removeRetentionPolicy'] });
    await this.store.removePolicy(context.viewer.tenant, target);
    return this.readPolicies(context.viewer);
  }

  private async readPolicies({ tenant }: Principal): Promise<readonly RetentionPolicy[]> {
    const stored = (await this.store.listPolicies(tenant)).map(policyToGraphql);
    if (stored.some(({ kind }) => kind === 'DEFAULT')) return stored;
    return [{ kind: 'DEFAULT', name: null, days: this.defaultDays, subject: null, setAt: null }, ...stored];
  }
}

function requireDays(days: number): void {
  if (days < 1 || days > MAX_DAYS) throw clientError('BAD_INPUT', `days must be 1 to ${MAX_DAYS}.`);
}

function toChange({ days = null, ...named }: NonNullable<QueryRetentionPreviewArgs['change']>): RetentionChange {
  if (days !== null) requireDays(days);
  return { target: toTarget(named), days };
}

function toTarget({ kind, name }: Named): RetentionTarget {
  if (kind === 'DEFAULT') {
    if (!name) return { kind };
    throw clientError('BAD_INPUT', 'The default policy has no name.');
  }
  if (!name) throw clientError('BAD_INPUT', 'name must name the queue or category.');
  return { kind, name: checkText('name', name) };
}

const policyToGraphql = ({ target, days, subject, setAtMs }: StoredPolicy): RetentionPolicy => ({
  kind: target.kind,
  name: target.kind === 'DEFAULT' ? null : target.name,
  days,
  subject,
  setAt: toDateTime(setAtMs),
});
