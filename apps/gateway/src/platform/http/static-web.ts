import { stat } from 'node:fs/promises';
import { join, normalize, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** First parts of paths that never belong to the web app, besides those of the areas. */
const PLATFORM_PATHS = ['graphql', 'health', 'metrics'];
/** The build puts the hash of a file into the names in this folder, so that a browser may keep them. */
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
  await fastify.register(fastifyStatic, { root, serve: false, cacheControl: false, dotfiles: 'ignore' });
  fastify.get('/*', async (request, reply) => {
    const path = decodePath(request);
    if (path !== null && !isApiPath(path)) {
      if (await isFile(root, path)) return sendFile(reply, path.slice(1), HASHED_PATH.test(path));
      if (acceptsHtml(request) && (await isFile(root, '/index.html'))) return sendFile(reply, 'index.html', false);
    }
    return reply.code(404).send({ error: 'There is nothing at this address.' });
  });
}

function sendFile(reply: FastifyReply, file: string, immutable: boolean): FastifyReply {
  reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  return reply.sendFile(file);
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

const acceptsHtml = (request: FastifyRequest): boolean => /\btext\/html\b|\*\/\*/.test(request.headers.accept ?? '');
