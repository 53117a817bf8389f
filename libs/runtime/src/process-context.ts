import type { Clock, EventBus, Logger, Metrics, NewId } from '@earshot/ports';

/** The parts that all services of a process share. In the standalone form, five services share one context. */
export interface ProcessContext {
  readonly bus: EventBus;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly logger: Logger;
  readonly metrics: Metrics;
}
