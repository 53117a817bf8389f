import { CapturingLogger } from '@earshot/testing';
import { createCallStore } from '@earshot/postgres';
import type { StreamRegistry, TranscriptProgressStore } from '@earshot/ports';

const prototypeOf = <T extends object>(instance: T): T => Object.getPrototypeOf(instance) as T;

/** The stores connect when they are first used, so that none of these needs a database. */
const stores = createCallStore({ url: 'postgres://127.0.0.1/unused', poolSize: 1, logger: new CapturingLogger() });

export const streamRegistryPrototype: StreamRegistry = prototypeOf(stores.registry);
export const transcriptProgressPrototype: TranscriptProgressStore = prototypeOf(stores.progress);
