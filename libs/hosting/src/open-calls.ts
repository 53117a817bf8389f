import { openCallReader, sealCallStore, type SealedNumbersTools } from '@earshot/keys';
import type { CallReader, CallStore } from '@earshot/ports';
import type { PostgresStores } from '@earshot/postgres';

/** The calls in PostgreSQL. Sealed numbers are opened in any case; new ones are sealed if the settings say so. */
export const openCalls = (
  { callReader, callStore }: Pick<PostgresStores, 'callReader' | 'callStore'>,
  tools: SealedNumbersTools,
  sealsNumbers: boolean,
): { readonly callReader: CallReader; readonly callStore: CallStore } => ({
  callReader: openCallReader(callReader, tools),
  callStore: sealsNumbers ? sealCallStore(callStore, tools) : callStore,
});
