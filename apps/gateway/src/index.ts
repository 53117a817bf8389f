export { configureGateway, type ConfigurableApp } from './configure-gateway.js';
export type { GatewayAdapters } from './platform/platform.module.js';
export { gatewayConfigSchema, type GatewayConfig } from './gateway.config.js';
export { GatewayModule } from './gateway.module.js';
export { requireRedirectTarget } from './platform/http/open-redirect.js';
export { describeSignInLink, type SignInLink } from './sign-in/make-sign-in-link.js';
export { gatewayProgram, startGateway, type StartedGateway } from './start-gateway.js';
