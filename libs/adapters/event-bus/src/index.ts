export * from './create-event-bus.js';
export { EmbeddedEventBus } from './embedded/embedded-event-bus.js';
