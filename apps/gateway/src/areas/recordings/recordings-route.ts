import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callIdSchema, type CallId } from '@earshot/contracts';
import type { CallReader, Logger, RecordingStore, StoredRecording } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { byteRange } from './byte-range.js';

export interface RecordingsParts {
  readonly recordings: RecordingStore;
  readonly reader: CallReader;
  readonly access: Access;
  readonly logger: Logger;
}

const PATH = /^\/recordings\/([^/?]+)\.wav(?:\?|$)/;

/** `GET` and `HEAD /recordings/<call id, URL encoded>.wav`: the stereo WAV, whole or by range, also while the call goes on. */
export function registerRecordings(fastify: FastifyInstance, parts: RecordingsParts): void {
  fastify.route({
    method: ['GET', 'HEAD'],
    url: '/recordings/*',
    handler: async (request, reply) => {
      const callId = callIdOf(request);
      const allowed = callId !== null && parts.access.maySeeCall(parts.access.viewerOf(request), callId);
      const recording = allowed ? await parts.recordings.find(callId) : null;
      if (callId === null || recording === null) return notFound(reply);
      return answer(request, reply, recording, await isOver(parts, callId));
    },
  });
}

/** Read from the raw URL: a router would cut a long id and take an encoded slash for a real one. */
function callIdOf(request: FastifyRequest): CallId | null {
  const encoded = PATH.exec(request.raw.url ?? '')?.[1];
  if (encoded === undefined) return null;
  try {
    const callId = callIdSchema.safeParse(decodeURIComponent(encoded));
    return callId.success ? callId.data : null;
  } catch {
    return null;
  }
}

/** Only what will not change any more may be kept by a browser; where nobody can tell, it may not. */
async function isOver({ reader, logger }: RecordingsParts, callId: CallId): Promise<boolean> {
  try {
    const [call] = await reader.callsById([callId]);
    return call !== null && call !== undefined && call.status !== 'LIVE';
  } catch (error) {
    logger.warn({ err: error, callId }, 'recording served without knowing whether its call is over');
    return false;
  }
}

function answer(request: FastifyRequest, reply: FastifyReply, recording: StoredRecording, over: boolean): FastifyReply {
  const { sizeBytes } = recording;
  const validators = over ? validatorsOf(recording) : null;
  reply.headers({
    'accept-ranges': 'bytes',
    'content-type': 'audio/wav',
    'cache-control': over ? 'private, no-cache' : 'no-store',
  });
  if (validators !== null) {
    reply.headers({ etag: validators.etag, 'last-modified': validators.lastModified });
    if (isFresh(request, validators)) return reply.code(304).send();
  }
  const range = mayBePartial(request, validators) ? byteRange(request.headers.range, sizeBytes) : null;
  if (range === 'UNSATISFIABLE')
    return reply.code(416).header('content-range', `bytes */${sizeBytes}`).type('text/plain').send('');
  const { from, toInclusive } = range ?? { from: 0, toInclusive: sizeBytes - 1 };
  if (range !== null) reply.code(206).header('content-range', `bytes ${from}-${toInclusive}/${sizeBytes}`);
  reply.header('content-length', String(toInclusive - from + 1));
  return request.method === 'HEAD' ? reply.send() : reply.send(recording.read(from, toInclusive));
}

interface Validators {
  readonly etag: string;
  readonly lastModified: string;
}

const validatorsOf = ({ sizeBytes, modifiedAtMs }: StoredRecording): Validators => ({
  etag: `"${sizeBytes.toString(36)}-${Math.trunc(modifiedAtMs).toString(36)}"`,
  lastModified: new Date(modifiedAtMs).toUTCString(),
});

function isFresh(request: FastifyRequest, { etag, lastModified }: Validators): boolean {
  const match = request.headers['if-none-match'];
  if (match !== undefined)
    return match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return Date.parse(lastModified) <= since;
}

/** `If-Range` asks for a part only of the very file the client has begun; of a growing one it never is. */
function mayBePartial(request: FastifyRequest, validators: Validators | null): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === validators?.etag || condition === validators?.lastModified;
}

const notFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).header('cache-control', 'no-store').send({ error: 'There is no such recording.' });
