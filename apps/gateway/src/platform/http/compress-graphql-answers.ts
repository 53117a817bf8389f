import type { FastifyInstance } from 'fastify';
import { chooseCoding, compress } from './content-coding.js';

/** A shorter answer fits into one packet, so compressing it saves nothing. */
const MIN_BYTES = 1_024;
/** About 100 MB a second, and a page of calls shrinks to an eighth. */
const QUALITY = 4;

/**
 * Compresses the answers of GraphQL. An attacker who can make a browser send queries and watch the length of answers could
 * guess a secret that stands in the same answer as the attacker's text (BREACH). No answer holds a secret of the session,
 * and pages of other sites cannot send queries. Whoever adds such a secret must exclude its answers here.
 */
export function compressGraphqlAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (request.url.split('?', 1)[0] !== '/graphql') return payload;
    reply.header('vary', 'accept-encoding');
    const coding = chooseCoding(request.headers['accept-encoding']);
    if (coding === null || typeof payload !== 'string' || payload.length < MIN_BYTES) return payload;
    const body = await compress(coding, Buffer.from(payload), QUALITY);
    reply.header('content-encoding', coding).header('content-length', body.length);
    return body;
  });
}
