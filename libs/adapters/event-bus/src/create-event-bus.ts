import { services, type ServiceName } from '@earshot/contracts';
import { Failure, type Clock, type EventBus } from '@earshot/ports';
import { EmbeddedEventBus } from './embedded/embedded-event-bus.js';

export const eventBusKinds = ['embedded'] as const;
export type EventBusKind = (typeof eventBusKinds)[number];

/**
 * The bus for a process that runs `inProcess`. The embedded one refuses to start where it would lie: a service that
 * runs alone would publish to nobody. `Failure` `BUS_EMBEDDED_NEEDS_ONE_PROCESS`.
 */
export function createEventBus(options: { kind: EventBusKind; inProcess: readonly ServiceName[]; clock: Clock }): EventBus {
  const missing = services.filter((service) => !options.inProcess.includes(service));
  if (missing.length > 0) {
    throw new Failure(
      'BUS_EMBEDDED_NEEDS_ONE_PROCESS',
      `EARSHOT_BUS: the embedded bus needs all services in one process, ${missing.join(', ')} are not in this one; run apps/standalone`,
    );
  }
  return new EmbeddedEventBus(options.clock);
}
