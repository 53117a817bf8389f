import { runServiceProcess } from '@earshot/hosting';
import { gatewayConfigSchema } from './gateway.config.js';
import { startGateway } from './start-gateway.js';

await runServiceProcess({ name: 'gateway', schema: gatewayConfigSchema, opensCalls: true, start: startGateway }, process.env);
