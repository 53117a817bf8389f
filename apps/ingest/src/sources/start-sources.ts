import { isLoopback, RequestGate, type ClientKeys } from '@earshot/hosting';
import { Failure } from '@earshot/ports';
import type { IngestConfig } from '../ingest.config.js';
import { addressesOf } from '../limits/source-addresses.js';
import type { RunningSource, SourceContext } from './media-source.js';
import { mediaSources, sourcesToStart, type RegisteredSource, type SourceName } from './registry.js';
import { principalOfVendor } from './source-identity.js';
import type { RequestServer } from './request-server.js';
import type { SocketServer } from './websocket-server.js';

/** The part of the context that all sources share. */
export type SharedContext = Omit<SourceContext, Door>;

/** The ways in, which each source has for itself. */
type Door = 'serveSockets' | 'serveRequests' | 'allowsAddress' | 'createOrigin' | 'originOf';

/** Where clients come in. */
export interface SourceServers {
  readonly sockets: SocketServer;
  readonly requests: RequestServer;
}

/** What each source of the configuration is. */
export type RegisteredSources = Readonly<Record<SourceName, RegisteredSource<IngestConfig>>>;

/** Starts every source that EARSHOT_SOURCES names and that is configured. */
export function startSources(
  config: IngestConfig,
  servers: SourceServers,
  clients: ClientKeys,
  shared: SharedContext,
  registered: RegisteredSources = mediaSources,
): readonly RunningSource[] {
  const { EARSHOT_SOURCES: named } = config;
  return sourcesToStart(named).flatMap((name) => {
    const { [name]: entry } = registered;
    const source = entry.create(config);
    if (source === null) {
      const fields = { source: name, settings: entry.neededSettings };
      if (named.includes(name))
        shared.telemetry.logger.warn(
          fields,
          'EARSHOT_SOURCES names a source that stays off, because its settings are missing',
        );
      return [];
    }
    return [source.start({ ...shared, ...doorsOf(name, config, servers, clients) })];
  });
}

function doorsOf(
  name: SourceName,
  config: IngestConfig,
  { sockets, requests }: SourceServers,
  clients: ClientKeys,
): Pick<SourceContext, Door> {
  const allowedAddresses = addressesOf(config.EARSHOT_INGEST_ALLOWED_ADDRESSES, name);
  const gate = new RequestGate({ clients, allowedAddresses, tlsEndsAtProxy: config.EARSHOT_TLS_ENDS_AT_PROXY });
  // Datagrams and connections of other protocols come without a proxy that speaks HTTP.
  const addressGate = new RequestGate({ clients, allowedAddresses, tlsEndsAtProxy: false });
  return {
    serveSockets: (path, accept, options) => sockets.serve(path, accept, { ...options, source: name, gate }),
    serveRequests: (path, handle) => requests.serve(path, handle, { source: name, gate }),
    originOf: (principal) => sockets.createOrigin(principal, principal.key),
    allowsAddress: (address) => addressGate.refusalOf({ headers: {}, socket: { remoteAddress: address } }) === null,
    createOrigin: (identity) => {
      const principal = principalOfVendor(name, identity);
      return sockets.createOrigin(principal, principal.key);
    },
  };
}

/** The settings of the process that say who may reach its ports. */
export interface ProcessDoors {
  readonly EARSHOT_MODE?: string;
  readonly EARSHOT_ALLOW_UNAUTHENTICATED?: boolean;
}

/**
 * Refuses to run sources that would take calls from everybody: in production, and elsewhere at an address that others can reach.
 * Throws `Failure` `PRODUCTION_NOT_READY` or `HOST_NEEDS_IDENTITY`, whose message names the settings and no value.
 */
export function requireClosedDoors(config: IngestConfig & ProcessDoors): void {
  const isProduction = config.EARSHOT_MODE === 'production';
  const lines = sourcesToStart(config.EARSHOT_SOURCES).flatMap((name) => {
    const entry: RegisteredSource<IngestConfig> = mediaSources[name];
    const isReachable = !isLoopback(entry.hostOf?.(config) ?? 'localhost') && !config.EARSHOT_ALLOW_UNAUTHENTICATED;
    if ((!isProduction && !isReachable) || entry.create(config) === null) return [];
    const door = entry.findOpenDoor?.(config) ?? null;
    return door === null ? [] : [`${door[0]}: ${door[1]}.`];
  });
  if (lines.length === 0) return;
  throw new Failure(isProduction ? 'PRODUCTION_NOT_READY' : 'HOST_NEEDS_IDENTITY', lines.join('\n'));
}
