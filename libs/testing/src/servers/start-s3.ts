import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage, RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exactS3rver } from './exact-s3rver.js';
import { LoopbackServer } from './loopback-server.js';
import type { IssuedPair } from './test-authority.js';

/** One request as a fault sees it. */
export interface S3Request {
  readonly method: string;
  /** The key of the object, decoded; empty for the bucket. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Sees each request before the store. A number is the status to refuse it with; nothing lets it pass. A promise delays it. */
export type S3Fault = (request: S3Request) => Promise<number | void> | number | void;

/** s3rver on the loopback, in a folder of its own. It has objects, ranges, listings and multipart uploads, and checks no signatures. */
export interface S3Server {
  readonly endpoint: string;
  readonly bucket: string;
  /** Environment variables with the only credentials that this server knows. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every request goes through this fault until it is undefined again. */
  fault: S3Fault | undefined;
  keys(prefix?: string): Promise<string[]>;
  /** Stops listening and breaks every connection. Keeps the objects. */
  goAway(): Promise<void>;
  /** Listens again, on the same port with the same objects. */
  comeBack(): Promise<void>;
  dispose(): Promise<void>;
}

const BUCKET = 'recordings';

/** Starts s3rver in this process on a free port, with TLS if it has a certificate. A listing has at most `keysPerListing` keys; the default is 1,000, as in S3. */
export async function startS3(options: { keysPerListing?: number; pair?: IssuedPair } = {}): Promise<S3Server> {
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
  const server = await LoopbackServer.open(answer, options.pair);
  return {
    endpoint: server.url,
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
