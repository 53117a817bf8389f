import { readFile } from 'node:fs/promises';
import { Failure, type CallKeys, type Clock, type RecordingEraser, type RecordingStore } from '@earshot/ports';
import type { RecordingsConfig } from './recordings.config.js';

export interface RecordingStoreOptions {
  /** The folder of the disk store. */
  readonly directory: string;
  readonly clock: Clock;
  readonly keys: CallKeys;
  /** The process writes recordings, so it checks the bucket at the start. */
  readonly isWriter: boolean;
}

/** Stores recordings, and removes audio from them. */
export type Recordings = RecordingStore & RecordingEraser;

type Kind = RecordingsConfig['RECORDINGS'];

/** Each store is loaded when it is chosen, because the AWS SDK is large. */
const stores: Readonly<
  Record<Kind, (config: RecordingsConfig, options: RecordingStoreOptions) => Promise<Recordings>>
> = {
  disk: async (_config, { directory, keys }) =>
    (await import('./disk/disk-recording-store.js')).createDiskRecordingStore({ directory, keys }),
  s3: async (config, { clock, keys, isWriter }) => {
    if (config.S3_BUCKET === undefined)
      throw new Failure('RECORDINGS_UNUSABLE', 'S3_BUCKET: required with RECORDINGS=s3');
    const { S3RecordingStore } = await import('./s3/s3-recording-store.js');
    const store = new S3RecordingStore({
      bucket: config.S3_BUCKET,
      prefix: config.S3_PREFIX,
      endpoint: config.S3_ENDPOINT,
      ca: await readAuthorities(config.S3_TLS_CA_FILE),
      region: config.S3_REGION,
      forcePathStyle: config.S3_FORCE_PATH_STYLE,
      chunkSeconds: config.RECORDING_CHUNK_SECONDS,
      maxBufferedBytes: config.RECORDING_BUFFER_MIB * 1_048_576,
      clock,
      keys,
    });
    if (isWriter) await store.requireUsable();
    return store;
  },
};

/** Creates the store that the settings choose. Rejects with `Failure` `RECORDINGS_UNUSABLE`, which names the variable. */
export const createRecordingStore = (config: RecordingsConfig, options: RecordingStoreOptions): Promise<Recordings> =>
  stores[config.RECORDINGS](config, options);

/** The authorities that a private store's certificate comes from, as PEM. */
async function readAuthorities(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Failure('RECORDINGS_UNUSABLE', `S3_TLS_CA_FILE: the file cannot be read (${reason})`);
  }
}
