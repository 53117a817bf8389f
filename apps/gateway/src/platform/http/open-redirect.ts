import { endsTls, serveRedirect, type SmallServer, type TlsSettings } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import type { GatewayConfig } from '../../gateway.config.js';
import { findTlsOrigin } from './find-tls-origin.js';

/** Refuses a port that redirects where there is no TLS. Throws `Failure` `SETTING_INVALID`. */
export function requireRedirectTarget(config: Pick<GatewayConfig, 'EARSHOT_HTTP_REDIRECT_PORT'> & TlsSettings): void {
  if (config.EARSHOT_HTTP_REDIRECT_PORT === undefined || endsTls(config)) return;
  throw new Failure(
    'SETTING_INVALID',
    'EARSHOT_HTTP_REDIRECT_PORT: needs EARSHOT_TLS_CERT_FILE or EARSHOT_TLS_ENDS_AT_PROXY=true',
  );
}

/**
 * Opens the port that redirects browsers to TLS; null when the settings name none. `ownUrl`: the address of the gateway.
 * `Failure` `SETTING_INVALID` where there is no TLS to redirect to, `PORT_TAKEN`, `HOST_UNUSABLE`.
 */
export async function openRedirect(config: GatewayConfig, ownUrl: string): Promise<SmallServer | null> {
  const { EARSHOT_HTTP_REDIRECT_PORT: port, EARSHOT_HOST: host, EARSHOT_ALLOWED_ORIGINS: origins } = config;
  if (port === undefined) return null;
  requireRedirectTarget(config);
  const ownPort = Number(new URL(ownUrl).port) || 443;
  return serveRedirect({ host, port, portVariable: 'EARSHOT_HTTP_REDIRECT_PORT' }, (asked) =>
    findTlsOrigin(asked, origins, ownPort),
  );
}
