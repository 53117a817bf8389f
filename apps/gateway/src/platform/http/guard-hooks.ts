import type { ErrorCode } from '@earshot/contracts';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { retryAfterSeconds } from '../graphql/client-error.js';
import type { HttpCharges } from './http-charges.js';
import type { RequestGuard } from './request-guard.js';
import { securityHeaders } from './security-headers.js';

const GRAPHQL_PATH = '/graphql';
/** Requests of one connection that wait for their answers. A browser waits for each answer before its next request. */
const MAX_PIPELINED_REQUESTS = 16;

/** The number of answers that each connection waits for. */
const pendingAnswers = new WeakMap<Socket, number>();

/** Counts an answer that the connection waits for. Returns false after closing a connection that waits for too many. */
function startAnswer(socket: Socket, reply: FastifyReply): boolean {
  const pending = (pendingAnswers.get(socket) ?? 0) + 1;
  pendingAnswers.set(socket, pending);
  reply.raw.once('close', () => pendingAnswers.set(socket, (pendingAnswers.get(socket) ?? 1) - 1));
  if (pending <= MAX_PIPELINED_REQUESTS) return true;
  socket.destroy();
  return false;
}

/** Adds the checks that every HTTP request passes first: Host, Origin, and how GraphQL may be called. */
export function registerGuardHooks(
  fastify: FastifyInstance,
  guard: RequestGuard,
  charges: HttpCharges,
  metrics: GatewayMetrics,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (!startAnswer(request.raw.socket, reply)) return reply.hijack();
    reply.headers(securityHeaders(request.headers.host, guard.demandsTls(request.headers.host)));
    const refusal = guard.checkHost(request) ?? (isReadRequest(request) ? null : guard.checkOrigin(request));
    if (refusal !== null) {
      metrics.countRefusal(refusal);
      return refuse(reply, 403, refusal, 'This host or origin is not allowed here.');
    }
    return pathOf(request) === GRAPHQL_PATH ? checkGraphqlRequest(request, reply, charges) : undefined;
  });
}

/** A browser sends `application/json` to another site only after a preflight request, which we never answer. */
function checkGraphqlRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  charges: HttpCharges,
): FastifyReply | undefined {
  reply.header('cache-control', 'no-store');
  const limited = charges.chargeRequest(request.raw);
  if (limited !== null) return refuseLimited(reply, limited);
  if (request.method !== 'POST') {
    reply.header('allow', 'POST');
    return refuse(reply, 405, 'BAD_REQUEST', 'Send queries and mutations by POST, and subscriptions by WebSocket.');
  }
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return refuse(reply, 415, 'BAD_REQUEST', 'The content type must be application/json.');
  return undefined;
}

/** Answers a client that has used up its budget. */
function refuseLimited(reply: FastifyReply, { message, extensions }: GraphQLError): FastifyReply {
  reply.header('retry-after', retryAfterSeconds(extensions)).code(429);
  return reply.send({ data: null, errors: [{ message, extensions: { ...extensions, retryable: true } }] });
}

/** Answers in GraphQL's format, because GraphQL clients can show it. */
const refuse = (reply: FastifyReply, status: number, code: ErrorCode, message: string): FastifyReply =>
  reply.code(status).send({ data: null, errors: [{ message, extensions: { code } }] });

const isReadRequest = (request: FastifyRequest): boolean => request.method === 'GET' || request.method === 'HEAD';
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';
