import type { ConsumedBy, EarshotEvent, Handlers, ServiceName } from '@earshot/contracts';

/** Calls the handler of the event's type; the table is closed, so there is exactly one. */
export async function dispatch<S extends ServiceName, T extends ConsumedBy<S>>(
  handlers: Handlers<S, T>,
  event: EarshotEvent,
): Promise<void> {
  const table = handlers as unknown as Readonly<
    Record<string, ((event: EarshotEvent) => Promise<void> | void) | undefined>
  >;
  await table[event.type]?.(event);
}
