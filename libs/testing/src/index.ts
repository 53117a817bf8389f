export * from './conformance/broken/broken-event-buses.js';
export * from './conformance/broken/broken-speech-engines.js';
export * from './conformance/conformance-case.js';
export * from './conformance/event-bus.conformance.js';
export * from './conformance/speech-engine.conformance.js';
export * from './fakes/manual-clock.js';
export * from './fakes/quiet.js';
