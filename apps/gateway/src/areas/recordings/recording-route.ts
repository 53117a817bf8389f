import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callIdSchema, type CallId } from '@earshot/contracts';
import type { CallReader, Logger, RecordingStore, StoredRecording } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import { parseByteRange } from './byte-range.js';

const PATH = /^\/recordings\/([^/?]+)\.wav(?:\?|$)/;

/**
 * `GET` and `HEAD /recordings/<URL-encoded call id>.wav`: the WAV file, whole or by byte range. It can be played
 * while the call goes on.
 */
export class RecordingRoute {
  constructor(
    private readonly recordings: RecordingStore,
    private readonly reader: CallReader,
    private readonly access: Access,
    private readonly logger: Logger,
  ) {}

  register(fastify: FastifyInstance): void {
    fastify.route({
      method: ['GET', 'HEAD'],
      url: '/recordings/*',
      handler: (request, reply) => this.serveRecording(request, reply),
    });
  }

  private async serveRecording(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const callId = callIdOf(request);
    const isAllowed = callId !== null && this.access.maySeeCall(this.access.viewerOf(request), callId);
    const recording = isAllowed ? await this.recordings.find(callId) : null;
    if (callId === null || recording === null) return answerNotFound(reply);
    return answerRecording(request, reply, recording, await this.isComplete(callId));
  }

  /** A browser may cache only a recording that no longer grows. When the store does not answer, it may not. */
  private async isComplete(callId: CallId): Promise<boolean> {
    try {
      const [call] = await this.reader.callsById([callId]);
      return call !== null && call !== undefined && call.status !== 'LIVE';
    } catch (error) {
      this.logger.warn({ err: error, callId }, 'could not read the call of a recording; browsers may not cache it');
      return false;
    }
  }
}

/** Reads the id from the raw URL, because the router would cut off a long id and decode a slash within it. */
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

function answerRecording(
  request: FastifyRequest,
  reply: FastifyReply,
  recording: StoredRecording,
  isComplete: boolean,
): FastifyReply {
  const { sizeBytes } = recording;
  const validators = isComplete ? validatorsOf(recording) : null;
  reply.headers({
    'accept-ranges': 'bytes',
    'content-type': 'audio/wav',
    'cache-control': isComplete ? 'private, no-cache' : 'no-store',
  });
  if (validators !== null) {
    reply.headers({ etag: validators.etag, 'last-modified': validators.lastModified });
    if (isUnchanged(request, validators)) return reply.code(304).send();
  }
  const range = mayAnswerRange(request, validators) ? parseByteRange(request.headers.range, sizeBytes) : null;
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

function isUnchanged(request: FastifyRequest, { etag, lastModified }: Validators): boolean {
  const match = request.headers['if-none-match'];
  if (match !== undefined)
    return match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  return Date.parse(lastModified) <= since;
}

/** `If-Range` allows a range only of the same file that the client has a part of. A growing file is never the same. */
function mayAnswerRange(request: FastifyRequest, validators: Validators | null): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === validators?.etag || condition === validators?.lastModified;
}

const answerNotFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).header('cache-control', 'no-store').send({ error: 'There is no such recording.' });
