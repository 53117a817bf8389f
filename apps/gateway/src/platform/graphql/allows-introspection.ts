import type { GatewayConfig } from '../../gateway.config.js';
import { isLoopback } from '../http/request-guard.js';

/** Whether clients may ask for the schema. Unless the setting decides, only clients on this machine may. */
export const allowsIntrospection = (config: Pick<GatewayConfig, 'EARSHOT_HOST' | 'EARSHOT_INTROSPECTION'>): boolean =>
  config.EARSHOT_INTROSPECTION === undefined
    ? isLoopback(config.EARSHOT_HOST)
    : config.EARSHOT_INTROSPECTION === 'true';
