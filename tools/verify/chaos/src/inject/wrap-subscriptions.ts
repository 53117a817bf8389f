import type { ServiceName } from '@earshot/contracts';
import type { Delivery, EventBus, SubscribeOptions } from '@earshot/ports';
import { EventBusServer, type ProcessContext } from '@earshot/runtime';

export interface WrappedSubscription {
  readonly service: ServiceName;
  readonly bus: EventBus;
  readonly options: SubscribeOptions;
}

interface ServerParts {
  service: ServiceName;
  process: ProcessContext;
}

/** Changes how each service of this process subscribes. It patches a prototype, because product code has no hook for bugs. */
export function wrapSubscriptions(wrap: (subscription: WrappedSubscription) => SubscribeOptions): void {
  const prototype: { listen: EventBusServer['listen'] } = EventBusServer.prototype;
  const { listen } = prototype;
  prototype.listen = function (this: EventBusServer, callback) {
    const parts = this as unknown as ServerParts;
    const { bus } = parts.process;
    const wrapped = new Proxy(bus, {
      get: (target, property) => {
        if (property === 'subscribe')
          return (options: SubscribeOptions) =>
            target.subscribe(wrap({ service: parts.service, bus: target, options }));
        const value: unknown = Reflect.get(target, property, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    parts.process = { ...parts.process, bus: wrapped };
    return listen.call(this, callback);
  };
}

/** Copies a delivery of any class with some changes. */
export const copyDelivery = (delivery: Delivery, changes: Partial<Delivery>): Delivery => ({
  topic: delivery.topic,
  key: delivery.key,
  value: delivery.value,
  partition: delivery.partition,
  attempt: delivery.attempt,
  acknowledge: () => delivery.acknowledge(),
  ...changes,
});
