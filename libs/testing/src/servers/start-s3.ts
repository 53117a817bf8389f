import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exactS3rver } from './exact-s3rver.js';
import { LoopbackServer } from './loopback-server.js';

/** One request as a fault sees it. */
export interface S3Request {
  readonly method: string;
  /** Of the object, decoded; empty for the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Stands before the store: a number is the status it refuses with, nothing lets the request pass. It may take its time. */
export type S3Fault = (request: S3Request) => Promise<number | void> | number | void;

/** s3rver on the loopback, in a folder of its own: objects, ranges, listings, multipart; signatures are not checked. */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  /** Environment variables that the SDK takes its credentials from; it knows no others. */
  readonly environment: Readonly<Record<string, string>>;
  /** From now on every request goes through it; `undefined` ends that. */
  fault: S3Fault | undefined;
  keys(prefix?: string): Promise<string[]>;
  /** Nobody listens any more and every connection breaks; what was stored stays. */
  goAway(): Promise<void>;
  /** On the same port, with the same objects. */
  comeBack(): Promise<void>;
  dispose(): Promise<void>;
}

const BUCKET = 'recordings';

/** Starts s3rver in this process on a free port. A listing shows no more than so many keys, 1,000 as of S3 unless said. */
export async function startS3(options: { keysPerListing?: number } = {}): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 'earshot-s3-'));
  const { handler, store } = await exactS3rver(directory, BUCKET, options.keysPerListing ?? 1_000);
  let fault: S3Fault | undefined;
  const answer: RequestListener = (request, response) => {
    if (fault === undefined) return handler(request, response);
    void Promise.resolve(fault(asked(request))).then((status) => {
      if (typeof status === 'number') response.writeHead(status).end();
      else if (!request.destroyed) handler(request, response);
    });
  };
  const server = await LoopbackServer.open(answer);
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    bucket: BUCKET,
    environment: { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' },
    get fault() {
      return fault;
    },
    set fault(next) {
      fault = next;
    },
    keys: async (prefix = '') => (await store.listObjects(BUCKET, { prefix })).objects.map(({ key }) => key),
    goAway: () => server.goAway(),
    comeBack: () => server.comeBack(),
    dispose: async () => {
      await server.goAway();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function asked({ method = '', url = '/' }: IncomingMessage): S3Request {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  return { method, key: decodeURIComponent(pathname.split('/').slice(2).join('/')), query: searchParams };
}
