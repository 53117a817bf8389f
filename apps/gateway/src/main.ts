import { runServiceProcess } from '@earshot/hosting';
import { gatewayProgram } from './start-gateway.js';

await runServiceProcess(gatewayProgram, process.env);
