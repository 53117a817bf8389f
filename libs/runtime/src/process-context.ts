import type { Clock, EventBus, Logger, Metrics, NewId } from '@earshot/ports';

/** What a process lends to every service in it: in the standalone form all five share one. */
export interface ProcessContext {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Injection token of the `ProcessContext`. */
export const SERVICE_PROCESS = Symbol('SERVICE_PROCESS');
