import { may } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import { clientError } from '../platform/graphql/client-error.js';
import type { OperationContext } from '../platform/graphql/operation-context.js';

/** Who manages, and the record of it. */
export type ManagerContext = Pick<OperationContext, 'viewer' | 'audit'>;

/** Rejects with `FORBIDDEN` for viewers who may not manage. `field`: what they asked for. `refusal`: what they read. */
export async function requireManager(
  { viewer, audit }: ManagerContext,
  field: string,
  refusal = 'You may not manage people, keys and teams.',
): Promise<void> {
  if (may(viewer, 'MANAGE')) return;
  await audit.record('REFUSED', { details: [field] });
  throw clientError('FORBIDDEN', refusal);
}

/** A change that was checked: the id or name of what it changes, if that has one, and how to apply it. */
export interface PreparedChange<T> {
  readonly changedId?: string;
  apply(): Promise<T>;
}

/**
 * Checks, records and applies a change, in this order, so that no change is unrecorded. A change that cannot be prepared or
 * applied is recorded as refused. Rejects with `FORBIDDEN`, `AUDIT_UNAVAILABLE`, or as the change does.
 */
export async function applyManagedChange<T>(
  context: ManagerContext,
  field: string,
  prepare: () => Promise<PreparedChange<T>>,
): Promise<T> {
  await requireManager(context, field);
  let detail = field;
  try {
    const { changedId, apply } = await prepare();
    if (changedId !== undefined) detail = `${field}:${changedId}`;
    await context.audit.record('MANAGE', { details: [detail] });
    return await apply();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await context.audit.record('REFUSED', { details: [detail] });
    throw error.code === 'BAD_ARGUMENT' ? clientError('BAD_INPUT', error.message) : error;
  }
}

const isRefusal = (error: unknown): error is Failure => error instanceof Failure && !error.retryable;
