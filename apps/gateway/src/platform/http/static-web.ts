import { stat } from 'node:fs/promises';
import { join, normalize, resolve, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Paths that are never a page of the web app. */
const API_PATH = /^\/(graphql|recordings|health|metrics)(\/|$)/;
/** Where the build puts files whose name holds their hash. */
const HASHED_PATH = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

/** The built web page: its files, and `index.html` for every other address that a browser opens. */
export async function registerStaticWeb(fastify: FastifyInstance, webRoot: string): Promise<void> {
  const root = resolve(webRoot);
  await fastify.register(fastifyStatic, { root, serve: false, cacheControl: false, dotfiles: 'ignore' });
  fastify.get('/*', async (request, reply) => {
    const path = decodedPath(request);
    if (path !== null && !API_PATH.test(path)) {
      if (await isFile(root, path)) return send(reply, path.slice(1), HASHED_PATH.test(path));
      if (acceptsHtml(request) && (await isFile(root, '/index.html'))) return send(reply, 'index.html', false);
    }
    return reply.code(404).send({ error: 'There is nothing at this address.' });
  });
}

function send(reply: FastifyReply, file: string, immutable: boolean): FastifyReply {
  reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  return reply.sendFile(file);
}

function decodedPath(request: FastifyRequest): string | null {
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
