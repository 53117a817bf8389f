import { RequestGate, type ClientKeys } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import type { IngestConfig } from '../ingest.config.js';
import { addressesOf } from '../limits/source-addresses.js';
import type { RunningSource, SourceContext } from './media-source.js';
import { mediaSources, type RegisteredSource, type SourceName } from './registry.js';
import { principalOfVendor } from './source-identity.js';
import type { SocketServer } from './websocket-server.js';

/** The part of the context that all sources share. */
export type SharedContext = Omit<SourceContext, 'serveSockets' | 'allowsAddress' | 'createOrigin'>;

/** What each source of the configuration is. */
export type RegisteredSources = Readonly<Record<SourceName, RegisteredSource<IngestConfig>>>;

/** Starts every source that EARSHOT_SOURCES names and that is configured. */
export function startSources(
  config: IngestConfig,
  sockets: SocketServer,
  clients: ClientKeys,
  shared: SharedContext,
  registered: RegisteredSources = mediaSources,
): readonly RunningSource[] {
  return config.EARSHOT_SOURCES.flatMap((name) => {
    const source = registered[name].create(config);
    if (source === null) {
      shared.telemetry.logger.info({ source: name }, 'a source is not configured and stays off');
      return [];
    }
    return [source.start({ ...shared, ...doorsOf(name, config, sockets, clients) })];
  });
}

function doorsOf(
  name: SourceName,
  config: IngestConfig,
  sockets: SocketServer,
  clients: ClientKeys,
): Pick<SourceContext, 'serveSockets' | 'allowsAddress' | 'createOrigin'> {
  const allowedAddresses = addressesOf(config.EARSHOT_INGEST_ALLOWED_ADDRESSES, name);
  const gate = new RequestGate({ clients, allowedAddresses, tlsEndsAtProxy: config.EARSHOT_TLS_ENDS_AT_PROXY });
  // Datagrams and connections of other protocols come without a proxy that speaks HTTP.
  const addressGate = new RequestGate({ clients, allowedAddresses, tlsEndsAtProxy: false });
  return {
    serveSockets: (path, accept, options) => sockets.serve(path, accept, { ...options, source: name, gate }),
    allowsAddress: (address) => addressGate.refusalOf({ headers: {}, socket: { remoteAddress: address } }) === null,
    createOrigin: (identity) => {
      const principal = principalOfVendor(name, identity);
      return sockets.createOrigin(principal, principal.key);
    },
  };
}

/**
 * Refuses to run sources in production that would take calls from everybody. Throws `Failure` `PRODUCTION_NOT_READY`, whose
 * message names the settings and no value.
 */
export function requireClosedDoors(config: IngestConfig & { readonly EARSHOT_MODE?: string }): void {
  if (config.EARSHOT_MODE !== 'production') return;
  const lines = config.EARSHOT_SOURCES.flatMap((name) => {
    const registered: RegisteredSource<IngestConfig> = mediaSources[name];
    const door = registered.create(config) === null ? null : (registered.findOpenDoor?.(config) ?? null);
    return door === null ? [] : [`${door[0]}: ${door[1]}.`];
  });
  if (lines.length > 0) throw new Failure('PRODUCTION_NOT_READY', lines.join('\n'));
}
