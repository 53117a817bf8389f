export { ClientKeys, type ClientKey, type ClientRequest } from './client-keys.js';
export { consumerProgram, type Consumer } from './consumer-program.js';
export * from './hosting.config.js';
export { applyHttpRules, hasOneHost } from './http-rules.js';
export { limitConnectionsPerClient, type ConnectionLimits } from './limit-connections-per-client.js';
export { requireFreePort, requireSafeHost } from './listening-rules.js';
export { lockDataDirectory, type LockedDataDirectory } from './lock-data-directory.js';
export { openEventBus, type HostedEventBus } from './open-event-bus.js';
export { resourceNames, type ResourceName, type Resources, type ServiceResources } from './resources.js';
export { runServiceProcess } from './run-service-process.js';
export { closeWithin, runUntilStopped, waitForAbort } from './run-until-stopped.js';
export { serveHealthWhileStarting, type HealthServer } from './serve-health.js';
export { ServiceHost, type ServiceHostOptions } from './service-host.js';
export {
  programSchema,
  serviceProgram,
  type ProgramConfig,
  type ServiceProgram,
  type StartedService,
} from './service-program.js';
export { ShutdownSteps } from './shutdown-steps.js';
export { silenceSdkNodeWarning } from './silence-sdk-node-warning.js';
export { surviveUncaughtErrors } from './survive-uncaught-errors.js';
