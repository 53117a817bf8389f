import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';

interface S3Object {
  readonly bucket: string;
  readonly key: string;
  readonly content: Buffer | Readable;
  readonly metadata: unknown;
}
interface Range {
  start?: number;
  end?: number;
}
interface Listing {
  objects: { key: string; size: number }[];
  isTruncated: boolean;
}
type Written = Promise<{ size: number; md5: string }>;

/** The part of s3rver's store that is used or replaced here. */
interface ObjectStore {
  rootDirectory: string;
  putObject(object: S3Object): Written;
  putPart(bucket: string, uploadId: string, partNumber: string, content: Readable): Written;
  putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
  getMetadata(bucket: string, key: string): Promise<{ etag: string }>;
  putBucket(bucket: string): Promise<unknown>;
  getResourcePath(bucket: string, key: string | undefined, resource: string): string;
  getObject(bucket: string, key: string, options?: Range): Promise<{ content: Readable | null; range?: Range } | null>;
  listObjects(bucket: string, options: { prefix?: string; maxKeys?: number }): Promise<Listing>;
}

interface S3rver {
  store: ObjectStore;
  context: { store: ObjectStore };
  callback(): RequestListener;
}

/** Creates the request handler and the store of a new s3rver and corrects five of its faults. */
export async function exactS3rver(
  directory: string,
  bucket: string,
  keysPerListing: number,
): Promise<{ handler: RequestListener; store: ObjectStore }> {
  // s3rver has no types.
  const require = createRequire(import.meta.url);
  const Server = require('s3rver') as new (options: object) => S3rver;
  const server = new Server({ directory, silent: true, vhostBuckets: false, allowMismatchedSignatures: true });
  const Store = require('s3rver/lib/stores/filesystem.js') as new (directory: string) => ObjectStore;
  const store = listInKeyOrder(readFirstByte(writeAtomically(new Store(directory))));
  server.store = server.context.store = store;
  await store.putBucket(bucket);
  const handler = checkConditions(limitListings(server.callback(), keysPerListing), store, bucket);
  return { handler, store };
}

/** s3rver answers before an object is on the disk and overwrites the old one in place. S3 shows a whole object or none. */
function writeAtomically(store: ObjectStore): ObjectStore {
  const write = async (path: string, content: Buffer | Readable): Written => {
    const body = Buffer.isBuffer(content) ? content : Buffer.concat((await content.toArray()) as Buffer[]);
    const part = join(store.rootDirectory, `.${randomUUID()}`);
    await writeFile(part, body);
    await mkdir(dirname(path), { recursive: true });
    await rename(part, path);
    return { size: body.length, md5: createHash('md5').update(body).digest('hex') };
  };
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const written = await write(store.getResourcePath(bucket, key, 'object'), content);
    await store.putMetadata(bucket, key, metadata, written.md5);
    return written;
  };
  store.putPart = async (bucket, uploadId, partNumber, content) => {
    const path = join(store.getResourcePath(bucket, undefined, 'uploads'), uploadId, partNumber);
    const written = await write(path, content);
    await writeFile(`${path}.md5`, written.md5);
    return written;
  };
  return store;
}

/** s3rver treats a range that ends at 0 as a range without an end. */
function readFirstByte(store: ObjectStore): ObjectStore {
  const getObject = store.getObject.bind(store);
  store.getObject = async (bucket, key, range) => {
    if (range?.end !== 0) return getObject(bucket, key, range);
    const object = await getObject(bucket, key, { start: 0, end: 1 });
    if (object?.content == null) return object;
    const [bytes] = (await object.content.toArray()) as Buffer[];
    return Object.assign(object, { content: Readable.from([bytes?.subarray(0, 1)]), range: { start: 0, end: 0 } });
  };
  return store;
}

/** s3rver lists a folder before a file with the same beginning. S3 sorts by the bytes of the keys, and pages depend on this order. */
function listInKeyOrder(store: ObjectStore): ObjectStore {
  const listObjects = store.listObjects.bind(store);
  store.listObjects = async (bucket, { maxKeys = Infinity, ...options }) => {
    const listing = await listObjects(bucket, options);
    const objects = listing.objects.sort((a, b) => (a.key < b.key ? -1 : 1));
    return { ...listing, objects: objects.slice(0, maxKeys), isTruncated: objects.length > maxKeys };
  };
  return store;
}

/** The continuation tokens of s3rver need a cipher that OpenSSL no longer has. The older form of a listing continues by key. */
const limitListings =
  (handler: RequestListener, keysPerListing: number): RequestListener =>
  (request, response) => {
    const url = request.url ?? '';
    if (request.method === 'GET' && url.includes('list-type=2')) {
      request.url = url.replace('list-type=2', `max-keys=${keysPerListing}`).replace('start-after=', 'marker=');
    }
    handler(request, response);
  };

/** s3rver ignores the conditions of a write. */
const checkConditions =
  (handler: RequestListener, store: ObjectStore, bucket: string): RequestListener =>
  (request, response) => {
    const { 'if-none-match': absent, 'if-match': tag } = request.headers;
    const isWrite = request.method === 'PUT' || request.method === 'POST';
    if (!isWrite || (absent === undefined && tag === undefined)) return handler(request, response);
    const key = decodeURIComponent((request.url ?? '').split('?')[0]?.split('/').slice(2).join('/') ?? '');
    void store.getMetadata(bucket, key).then(
      ({ etag }) => (absent === '*' || etag !== tag ? response.writeHead(412).end() : handler(request, response)),
      () => (tag !== undefined ? response.writeHead(412).end() : handler(request, response)),
    );
  };
