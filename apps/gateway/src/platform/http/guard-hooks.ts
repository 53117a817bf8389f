import type { Socket } from 'node:net';
import type { ErrorCode } from '@earshot/contracts';
import { may, type Principal } from '@earshot/domain';
import { Failure } from '@earshot/ports';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLError } from 'graphql';
import type { GatewayMetrics } from '../gateway-metrics.js';
import { retryAfterSeconds } from '../graphql/client-error.js';
import type { HttpCharges } from './http-charges.js';
import type { RequestPrincipals } from './request-principals.js';
import type { RequestGuard } from './request-guard.js';
import { sendProblem } from '../../scim/scim-problem.js';
import type { IngestAddress } from './find-ingest-address.js';
import { securityHeaders } from './security-headers.js';

const GRAPHQL_PATH = '/graphql';
const METRICS_PATH = '/metrics';
/** Beginning of the routes of sign-in. They check the session themselves, and contain nothing of a call. */
const SIGN_IN_PATH = '/auth/';
const SCIM_PATH = '/scim/';
/** Routes for everybody: probes, and the files of the page. Neither contains anything of a call. */
const PUBLIC_ROUTES: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/*']);
const RETRY_AFTER_S = '2';
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

export interface GuardParts {
  readonly guard: RequestGuard;
  readonly principals: RequestPrincipals;
  readonly charges: HttpCharges;
  readonly metrics: GatewayMetrics;
  /** Where the page may send the audio of a call. */
  readonly ingest: IngestAddress;
}

/** Adds the checks that every HTTP request passes first: Host, Origin, who sends it, and how GraphQL may be called. */
export function registerGuardHooks(
  fastify: FastifyInstance,
  { guard, principals, charges, metrics, ingest }: GuardParts,
): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (!startAnswer(request.raw.socket, reply)) return reply.hijack();
    reply.headers(securityHeaders(request.headers.host, guard.demandsTls(request.headers.host), ingest));
    const refusal = guard.checkHost(request) ?? (isReadRequest(request) ? null : guard.checkOrigin(request));
    if (refusal !== null) {
      metrics.countRefusal(refusal);
      return refuse(reply, 403, refusal, 'This host or origin is not allowed here.');
    }
    if (isPublic(request)) return undefined;
    const principal = await principals.authenticate(request.raw).catch((error: unknown) => toRefusal(error));
    if (principal instanceof Failure) return refuseUnauthenticated(reply, principal, metrics);
    if (routeOf(request) === METRICS_PATH && !may(principal, 'OPERATE')) {
      metrics.countRefusal('FORBIDDEN');
      return refuse(reply, 403, 'FORBIDDEN', 'This key may not read metrics.');
    }
    return isGraphql(request) ? checkGraphqlRequest(request, reply, principal, charges) : undefined;
  });
}

/** A path without a route gets 404, which tells nobody anything. */
function isPublic(request: FastifyRequest): boolean {
  const route = routeOf(request);
  if (isGraphql(request)) return false;
  return route === undefined || PUBLIC_ROUTES.has(route) || route.startsWith(SIGN_IN_PATH);
}

/** GET /graphql has the route of the page's files, so its path counts, too. */
const isGraphql = (request: FastifyRequest): boolean =>
  routeOf(request) === GRAPHQL_PATH || pathOf(request) === GRAPHQL_PATH;

/** The reason why a request is not authenticated. Other errors are bugs. */
function toRefusal(error: unknown): Failure {
  if (error instanceof Failure) return error;
  throw error;
}

function refuseUnauthenticated(reply: FastifyReply, { code, message }: Failure, metrics: GatewayMetrics): FastifyReply {
  metrics.countRefusal(code);
  reply.header('cache-control', 'no-store');
  if (code !== 'UNAUTHENTICATED') return refuse(reply.header('retry-after', RETRY_AFTER_S), 503, code, message);
  return refuse(reply.header('www-authenticate', 'Bearer'), 401, code, message);
}

/** A browser sends `application/json` to another site only after a preflight request, which we never answer. */
function checkGraphqlRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  principal: Principal,
  charges: HttpCharges,
): FastifyReply | undefined {
  reply.header('cache-control', 'no-store');
  const limited = charges.chargeRequest(principal, request.raw);
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

/** Answers in GraphQL's format, because GraphQL clients can show it, or in that of SCIM. */
const refuse = (reply: FastifyReply, status: number, code: ErrorCode, message: string): FastifyReply =>
  routeOf(reply.request)?.startsWith(SCIM_PATH)
    ? sendProblem(reply, { status, detail: message })
    : reply.code(status).send({ data: null, errors: [{ message, extensions: { code } }] });

const isReadRequest = (request: FastifyRequest): boolean => request.method === 'GET' || request.method === 'HEAD';
/** The path of the route that answers. The router decodes a path before it chooses, so the path itself may be `/metric%73`. */
const routeOf = (request: FastifyRequest): string | undefined => request.routeOptions.url;
const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '';
