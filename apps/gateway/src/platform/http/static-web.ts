import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { unknownAddress } from '@earshot/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CompressedFiles } from './compressed-files.js';
import { chooseCoding } from './content-coding.js';

/** The files of the page that are worth compressing. */
const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** First parts of paths that never belong to the web app, besides those of the areas. */
const PLATFORM_PATHS = ['auth', 'graphql', 'health', 'metrics', 'scim'];
/** The build puts the hash of a file into the names in this folder, so that a browser may keep them. */
const FILE_EXTENSION = /\.[a-z0-9]{1,12}$/i;
const HASHED_PATH = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/**
 * Serves the built web app: its files, and `index.html` for every other address that a browser opens.
 * `areaPaths`: first parts of paths that belong to the areas' routes.
 */
export async function registerStaticWeb(
  fastify: FastifyInstance,
  webRoot: string,
  areaPaths: readonly string[],
): Promise<void> {
  const root = resolve(webRoot);
  const apiPaths = new Set([...PLATFORM_PATHS, ...areaPaths]);
  const isApiPath = (path: string): boolean => apiPaths.has(path.split('/', 2)[1] ?? '');
  const compressedFiles = new CompressedFiles();
  const sendFile = async (request: FastifyRequest, reply: FastifyReply, file: string): Promise<FastifyReply> => {
    const isImmutable = HASHED_PATH.test(`/${file}`);
    reply.header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    const type = contentTypes[extname(file)];
    if (type === undefined) return reply.sendFile(file);
    reply.header('vary', 'accept-encoding');
    const coding = request.headers.range === undefined ? chooseCoding(request.headers['accept-encoding']) : null;
    const body = coding === null ? null : await compressedFiles.readCompressed(join(root, file), coding);
    if (coding === null || body === null) return reply.sendFile(file);
    return sendCompressed(request, reply.type(type).header('content-encoding', coding), body);
  };
  await fastify.register(fastifyStatic, { root, serve: false, cacheControl: false, dotfiles: 'ignore' });
  fastify.get('/*', async (request, reply) => {
    const path = decodePath(request);
    if (path !== null && !isApiPath(path)) {
      if (await isFile(root, path)) return sendFile(request, reply, path.slice(1));
      if (isPageRequest(request, path) && (await isFile(root, '/index.html')))
        return sendFile(request, reply, 'index.html');
    }
    return reply.code(404).send(unknownAddress);
  });
}

/**
 * A browser that gets a page in place of a missing script reports nothing useful, so a path of a file is not a page. Only
 * the id of a call may look like one, and then the browser asks for HTML by name.
 */
function isPageRequest({ headers: { accept = '' } }: FastifyRequest, path: string): boolean {
  if (path.startsWith('/assets/')) return false;
  if (FILE_EXTENSION.test(path)) return path.startsWith('/calls/') && accept.includes('text/html');
  return /\btext\/html\b|\*\/\*/.test(accept);
}

/** The ETag names the compressed form, so that a cache does not mix the two. */
function sendCompressed(request: FastifyRequest, reply: FastifyReply, body: Buffer): FastifyReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  reply.header('etag', etag);
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(body);
}

function decodePath(request: FastifyRequest): string | null {
  try {
    const path = decodeURIComponent((request.raw.url ?? '').split('?', 1)[0] ?? '');
    return path.startsWith('/') && !path.includes('\0') ? path : null;
  } catch {
    return null;
  }
}

/** Within the root only, and nothing hidden. */
async function isFile(root: string, path: string): Promise<boolean> {
  const file = normalize(join(root, path));
  if (!file.startsWith(root + sep) || file.slice(root.length).includes(`${sep}.`)) return false;
  return stat(file).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
