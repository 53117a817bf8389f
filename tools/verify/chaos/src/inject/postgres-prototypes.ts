import { CapturingLogger } from '@earshot/testing';
import { openPostgres } from '@earshot/postgres';
import type { StreamRegistry, TranscriptProgressStore } from '@earshot/ports';

const prototypeOf = <T extends object>(instance: T): T => Object.getPrototypeOf(instance) as T;

/** The stores connect when they are first used, so that none of these needs a database. */
const stores = openPostgres({ url: 'postgres://127.0.0.1/unused', poolSize: 1, logger: new CapturingLogger() });

export const streamRegistryPrototype: StreamRegistry = prototypeOf(stores.streamRegistry);
export const transcriptProgressPrototype: TranscriptProgressStore = prototypeOf(stores.transcriptProgress);
