export { ClientKeys, type ClientKey, type ClientRequest } from './client-keys.js';
export { consumerProgram, type Consumer } from './consumer-program.js';
export { createFolder } from './create-folder.js';
export * from './hosting.config.js';
export { applyHttpRules, hasOneHost, type HttpRules } from './http-rules.js';
export { limitConnectionsPerClient, type ConnectionLimits } from './limit-connections-per-client.js';
export { isLoopback, requireFreePort, requireSafeHost } from './listening-rules.js';
export { lockDataDirectory, type LockedDataDirectory } from './lock-data-directory.js';
export { openAuthentication } from './open-authentication.js';
export { openEventBus, type HostedEventBus } from './open-event-bus.js';
export { gateMessages, RequestGate, type GateRefusal } from './request-gate.js';
export { requireProduction } from './production/require-production.js';
export { requireOperator } from './require-operator.js';
export { resourceNames, type ResourceName, type Resources, type ServiceResources } from './resources.js';
export { runKafkaPreparation } from './run-kafka-preparation.js';
export { runMigration } from './run-migration.js';
export { runServiceProcess } from './run-service-process.js';
export { closeWithin, runUntilStopped, waitForAbort } from './run-until-stopped.js';
export { serveHealthWhileStarting } from './serve-health.js';
export type { SmallServer } from './serve-http.js';
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
export { openServerTls, type ServerTls, type ServerTlsTools } from './tls/open-server-tls.js';
export { serveRedirect } from './tls/serve-redirect.js';
export { endsTls, type TlsSettings } from './tls/ends-tls.js';
export type { TlsFileSettings } from './tls/read-tls-files.js';
export { surviveUncaughtErrors } from './survive-uncaught-errors.js';
