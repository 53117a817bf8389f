import type { StreamRegistry, TranscriptProgressStore } from '@earshot/ports';

/** Classes of the call store that nobody outside of it should reach; only what breaks it on purpose does. */
const partOf = async <T>(path: string): Promise<T> =>
  (await import(new URL(path, import.meta.resolve('@earshot/call-store')).href)) as T;

export const streamRegistryPrototype = async (): Promise<StreamRegistry> =>
  (await partOf<{ PostgresStreamRegistry: { prototype: StreamRegistry } }>('./registry/postgres-stream-registry.js'))
    .PostgresStreamRegistry.prototype;

export const transcriptProgressPrototype = async (): Promise<TranscriptProgressStore> =>
  (
    await partOf<{ PostgresTranscriptProgress: { prototype: TranscriptProgressStore } }>(
      './progress/postgres-transcript-progress.js',
    )
  ).PostgresTranscriptProgress.prototype;
