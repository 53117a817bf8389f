import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callIdSchema, type CallId } from '@earshot/contracts';
import type { AudibilityRules, Principal, RowScope } from '@earshot/domain';
import { Failure, type CallReader, type Logger, type RecordingStore } from '@earshot/ports';
import type { Access } from '../../access/access.js';
import type { ViewerAudit } from '../../audit/viewer-audit.js';
import type { RequestPrincipals } from '../../platform/http/request-principals.js';
import { parseByteRange } from './byte-range.js';
import { ServedRecording } from './served-recording.js';

const PATH = /^\/recordings\/([^/?]+)\.wav(?:\?|$)/;

export interface RecordingRouteParts {
  readonly recordings: Pick<RecordingStore, 'find'>;
  readonly reader: Pick<CallReader, 'recordingAccount'>;
  readonly access: Access;
  /** Who sends a request. */
  readonly principals: Pick<RequestPrincipals, 'principalOf'>;
  /** Records what the viewer does, who sent the request. */
  auditOf(viewer: Principal, request: IncomingMessage): ViewerAudit;
  readonly logger: Logger;
  readonly rules: AudibilityRules;
}

/**
 * `GET` and `HEAD /recordings/<URL-encoded call id>.wav`: the WAV file, whole or by byte range, with hidden words muted. It can be played
 * while the call goes on.
 */
export class RecordingRoute {
  constructor(private readonly parts: RecordingRouteParts) {}

  register(fastify: FastifyInstance): void {
    fastify.route({
      method: ['GET', 'HEAD'],
      url: '/recordings/*',
      handler: (request, reply) => this.serveRecording(request, reply),
    });
  }

  private async serveRecording(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { access, principals } = this.parts;
    const callId = callIdOf(request);
    const viewer = principals.principalOf(request.raw);
    const scope = access.scopeOf(viewer, 'HEAR');
    try {
      const recording = callId === null || scope === null ? null : await this.findRecording(scope, callId);
      await recordAccess(this.parts.auditOf(viewer, request.raw), request, callId, recording);
      return recording === null ? answerNotFound(reply) : answerRecording(request, reply, recording);
    } catch (error) {
      if (!(error instanceof Failure) || !error.retryable) throw error;
      this.parts.logger.warn({ callId, code: error.code }, 'a recording cannot be served at the moment');
      return answerUnavailable(reply);
    }
  }

  /** Without its account nothing of a recording is served, because hidden words would be heard. */
  private async findRecording(scope: RowScope, callId: CallId): Promise<ServedRecording | null> {
    const stored = await this.parts.recordings.find(callId);
    // The account comes second, so that it covers at least the audio that was found.
    const account = stored && (await this.parts.reader.recordingAccount(scope, callId));
    return stored && account && new ServedRecording(stored, account, this.parts.rules);
  }
}

/** A player asks for ranges. Whoever asks for all at once, or for a range that is none, takes the recording away. */
function recordAccess(
  audit: ViewerAudit,
  request: FastifyRequest,
  askedId: CallId | null,
  recording: ServedRecording | null,
): Promise<void> {
  const isWhole = parseByteRange(request.headers.range, recording?.sizeBytes ?? 0) === null;
  const heard = isWhole ? 'DOWNLOAD' : 'HEAR';
  const action = request.method === 'HEAD' ? 'READ' : heard;
  return audit.record(recording === null ? 'REFUSED' : action, { askedId, details: ['recording'] });
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

function answerRecording(request: FastifyRequest, reply: FastifyReply, recording: ServedRecording): FastifyReply {
  const { sizeBytes, isComplete, etag, lastModified } = recording;
  const validators = isComplete ? { etag, lastModified } : null;
  reply.headers({
    'accept-ranges': 'bytes',
    'content-type': 'audio/wav',
    // A browser may keep only a recording that no longer grows, and must ask each time.
    'cache-control': isComplete ? 'private, no-cache' : 'no-store',
  });
  if (validators !== null) {
    reply.headers({ etag, 'last-modified': lastModified });
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

type Validators = Pick<ServedRecording, 'etag' | 'lastModified'>;

/** Only by entity tag: a date has whole seconds, and a correction may hide more within one. */
function isUnchanged(request: FastifyRequest, { etag }: Validators): boolean {
  const match = request.headers['if-none-match'];
  if (match === undefined) return false;
  return match.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
}

/** `If-Range` allows a range only of the same file that the client has a part of. A growing file is never the same. */
function mayAnswerRange(request: FastifyRequest, validators: Validators | null): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === validators?.etag;
}

const answerNotFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).header('cache-control', 'no-store').send({ error: 'There is no such recording.' });

const answerUnavailable = (reply: FastifyReply): FastifyReply =>
  reply
    .code(503)
    .headers({ 'cache-control': 'no-store', 'retry-after': '5' })
    .send({ error: 'The recording cannot be read at the moment. Try again soon.' });
