import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Failure, findTlsProblem } from '@earshot/ports';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import type { ListedObject } from './recording-layout.js';

const CONNECT_WITHIN_MS = 5_000;
/** A request fails after this long without a byte. */
const SILENT_FOR_MS = 30_000;
const MAX_SOCKETS = 64;
const MAX_REMOVALS = 8;
/** One assembly needs the memory of one part. A recording may have 10,000 parts. */
const PART_BYTES = 8 * 1_048_576;

export interface S3Place {
  readonly bucket: string;
  readonly endpoint?: string | undefined;
  /** Authorities that the certificate of the endpoint may come from, as PEM. Undefined: the public ones. */
  readonly ca?: string | undefined;
  readonly region?: string | undefined;
  readonly forcePathStyle: boolean;
}

/** The operations on the object store that recordings need. Rejects with retryable `Failure` `RECORDING_IO_FAILED`. */
export class S3Objects {
  private readonly client: S3Client;

  constructor(private readonly place: S3Place) {
    this.client = new S3Client(clientConfig(place));
  }

  /** Every object whose key begins with `prefix`, in the order of the keys. */
  async list(prefix: string): Promise<ListedObject[]> {
    const objects: ListedObject[] = [];
    let after: string | undefined;
    do {
      const page = await this.listAfter(prefix, after);
      for (const { Key, Size, LastModified, ETag } of page.Contents ?? []) {
        objects.push({
          key: Key ?? '',
          sizeBytes: Size ?? 0,
          modifiedAtMs: LastModified?.getTime() ?? 0,
          etag: ETag ?? '',
        });
      }
      after = page.IsTruncated === true ? objects.at(-1)?.key : undefined;
    } while (after !== undefined);
    return objects;
  }

  async put(key: string, body: Uint8Array, signal?: AbortSignal): Promise<void> {
    const put = new PutObjectCommand({ Bucket: this.place.bucket, Key: key, Body: body });
    await this.attempt('writing', () => this.client.send(put, signal === undefined ? {} : { abortSignal: signal }));
  }

  /** Bytes `from` to `toInclusive`; null when the object does not exist or is not the one of `etag`. */
  async get(key: string, from: number, toInclusive: number, etag?: string): Promise<AsyncIterable<Uint8Array> | null> {
    const get = new GetObjectCommand({ Bucket: this.place.bucket, Key: key, Range: `bytes=${from}-${toInclusive}` });
    try {
      const { Body, ETag } = await this.client.send(get);
      if (etag === undefined || ETag === etag) return readBody(Body as Readable);
      (Body as Readable).destroy();
      return null;
    } catch (error) {
      if (nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound') return null;
      throw objectFailure('reading', error);
    }
  }

  /**
   * Uploads in parts, as fast as the store takes them. The object appears only when it is complete. Rejects when the object is
   * no longer the `replaced` one, so that a late upload never replaces a longer object by a shorter one.
   */
  async upload(key: string, body: AsyncIterable<Uint8Array>, replaced: ListedObject | undefined): Promise<void> {
    const condition = replaced === undefined ? { IfNoneMatch: '*' } : { IfMatch: replaced.etag };
    const upload = new Upload({
      client: this.client,
      params: {
        Bucket: this.place.bucket,
        Key: key,
        Body: Readable.from(body),
        ContentType: 'application/octet-stream',
        ...condition,
      },
      partSize: PART_BYTES,
      queueSize: 1,
    });
    await this.attempt('assembling', () => upload.done());
  }

  /** Removes one object per request, because not every S3 store can remove many at once. */
  async remove(keys: readonly string[]): Promise<void> {
    const waiting = [...keys];
    const worker = async () => {
      for (let key = waiting.shift(); key !== undefined; key = waiting.shift()) {
        await this.client.send(new DeleteObjectCommand({ Bucket: this.place.bucket, Key: key }));
      }
    };
    await this.attempt('removing', () => Promise.all(Array.from({ length: MAX_REMOVALS }, worker)));
  }

  /** Rejects with `Failure` `RECORDINGS_UNUSABLE` when the store refuses the bucket or has no trusted certificate. Resolves when the store does not answer. */
  async requireUsable(): Promise<void> {
    try {
      await this.client.send(new ListObjectsV2Command({ Bucket: this.place.bucket, MaxKeys: 1 }));
    } catch (error) {
      const problem = findTlsProblem(error);
      if (problem !== null) {
        const message = `S3_ENDPOINT: the certificate of the store is not trusted (${problem}). S3_TLS_CA_FILE names its authority`;
        throw new Failure('RECORDINGS_UNUSABLE', message, { retryable: false, cause: error });
      }
      if (!refusals.has(nameOf(error))) return;
      throw new Failure('RECORDINGS_UNUSABLE', `S3_BUCKET: the store refuses this bucket (${nameOf(error)})`, {
        retryable: false,
        cause: error,
      });
    }
  }

  private listAfter(prefix: string, after: string | undefined) {
    const { bucket } = this.place;
    const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ...(after && { StartAfter: after }) });
    return this.attempt('looking up', () => this.client.send(list));
  }

  private async attempt<T>(step: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw objectFailure(step, error);
    }
  }
}

const refusals = new Set([
  'NoSuchBucket',
  'AccessDenied',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'CredentialsProviderError',
  'PermanentRedirect',
  'InvalidBucketName',
]);

function clientConfig({ endpoint, ca, region, forcePathStyle }: S3Place): S3ClientConfig {
  const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS };
  return {
    forcePathStyle,
    ...(endpoint === undefined ? {} : { endpoint }),
    // Stores other than Amazon's have no regions, but a signature needs one.
    ...(region === undefined && endpoint === undefined ? {} : { region: region ?? 'us-east-1' }),
    // Some stores do not know checksums in trailers and store streamed bodies wrong.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_WITHIN_MS,
      requestTimeout: SILENT_FOR_MS,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent({ ...sockets, ...(ca !== undefined && { ca }) }),
    }),
  };
}

async function* readBody(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of body) yield piece as Uint8Array;
  } catch (error) {
    throw objectFailure('reading', error);
  }
}

const nameOf = (error: unknown): string => (error as Error).name;

/** Retryable, because permissions and free space may return. The message names neither bucket nor key. */
const objectFailure = (step: string, cause: unknown): Failure =>
  cause instanceof Failure
    ? cause
    : new Failure('RECORDING_IO_FAILED', `Recording: ${step} failed with ${nameOf(cause)}.`, {
        retryable: true,
        cause,
      });
