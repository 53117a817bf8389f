import type { StreamAccess } from '@earshot/graphql-api';
import type { GatewayConfig } from '../../gateway.config.js';

/** Where browsers reach ingest: by its own address, or at the host of the page. */
export type IngestAddress = Pick<StreamAccess, 'ingestUrl' | 'ingestPort'>;

/** A port that the system chooses is known to ingest alone. */
export function findIngestAddress({
  EARSHOT_INGEST_URL: ingestUrl,
  EARSHOT_INGEST_PORT: port,
}: Pick<GatewayConfig, 'EARSHOT_INGEST_URL' | 'EARSHOT_INGEST_PORT'>): IngestAddress {
  if (ingestUrl !== undefined) return { ingestUrl, ingestPort: null };
  return { ingestUrl: null, ingestPort: port === 0 ? null : port };
}
