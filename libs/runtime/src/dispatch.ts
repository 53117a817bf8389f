import type { ConsumedBy, EarshotEvent, Handlers, ServiceName } from '@earshot/contracts';

/** Calls the handler for the type of the event. Every type that the service consumes has exactly one. */
export async function dispatch<S extends ServiceName, T extends ConsumedBy<S>>(
  handlers: Handlers<S, T>,
  event: EarshotEvent,
): Promise<void> {
  const table = handlers as unknown as Readonly<
    Record<string, ((event: EarshotEvent) => Promise<void> | void) | undefined>
  >;
  await table[event.type]?.(event);
}
