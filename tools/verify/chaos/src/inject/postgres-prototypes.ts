import { CapturingLogger } from '@earshot/testing';
import { openPostgres } from '@earshot/postgres';
import type { StreamRegistry, TranscriptProgressStore } from '@earshot/ports';

const prototypeOf = <T extends object>(instance: T): T => Object.getPrototypeOf(instance) as T;

/** The stores connect on first use, so this needs no database. */
const stores = openPostgres({ url: 'postgres://127.0.0.1/unused', poolSize: 1, logger: new CapturingLogger() });

export const streamRegistryPrototype: StreamRegistry = prototypeOf(stores.streamRegistry);
export const transcriptProgressPrototype: TranscriptProgressStore = prototypeOf(stores.transcriptProgress);
