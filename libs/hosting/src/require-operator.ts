import type { IncomingMessage } from 'node:http';
import { may } from '@earshot/domain';
import { Failure, type Authenticator } from '@earshot/ports';

/** The part of Fastify that the hook needs. */
interface AsyncRequestHooks {
  addHook(name: 'onRequest', hook: (request: GuardedRequest, reply: GuardedReply) => Promise<unknown>): unknown;
}
interface GuardedRequest {
  readonly raw: IncomingMessage;
  readonly routeOptions: { readonly url?: string | undefined };
}
interface GuardedReply {
  code(status: number): GuardedReply;
  header(name: string, value: string): GuardedReply;
  send(body: object): unknown;
}

/** Probes contain nothing of a call, and nobody who probes has a key. */
const PROBES: ReadonlySet<string> = new Set(['/health/live', '/health/ready']);
const statuses: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };

/** Answers every route of an HTTP server, except the probes, only to somebody who may operate. */
export function requireOperator(hooks: AsyncRequestHooks, authenticator: Authenticator): void {
  hooks.addHook('onRequest', async ({ raw, routeOptions: { url } }, reply) => {
    if (url === undefined || PROBES.has(url)) return undefined;
    const refusal = await findRefusal(authenticator, raw);
    if (refusal === null) return undefined;
    const { code, message } = refusal;
    const status = statuses[code] ?? 503;
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(status).send({ code, message });
  });
}

async function findRefusal(authenticator: Authenticator, request: IncomingMessage): Promise<Failure | null> {
  try {
    const principal = await authenticator.authenticate(request);
    return may(principal, 'OPERATE') ? null : new Failure('FORBIDDEN', 'This key may not operate Earshot.');
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
