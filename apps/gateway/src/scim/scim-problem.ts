import { Failure, type Logger } from '@earshot/ports';
import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { retryAfterSeconds } from '../platform/graphql/client-error.js';

export const SCIM_CONTENT_TYPE = 'application/scim+json; charset=utf-8';
const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';
const RETRY_AFTER_S = 2;

/** Kinds of refusals that SCIM names (RFC 7644, 3.12). */
export type ScimType = 'invalidFilter' | 'invalidPath' | 'invalidSyntax' | 'invalidValue' | 'noTarget' | 'uniqueness';

/** A request that this service provider cannot carry out as it stands. */
export class ScimRefusal extends Failure {
  constructor(
    readonly scimType: ScimType,
    detail: string,
  ) {
    super('BAD_INPUT', detail);
    this.name = 'ScimRefusal';
  }
}

/** What a client reads when its request failed. */
export interface ScimProblem {
  readonly status: number;
  readonly detail: string;
  readonly scimType?: ScimType;
  readonly retryAfterS?: number;
}

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  GROUP_NOT_FOUND: 404,
  USER_NOT_FOUND: 404,
  LAST_ADMIN: 409,
  NAME_TAKEN: 409,
  TOO_MANY_GROUPS: 409,
  TOO_MANY_MEMBERS: 409,
  TOO_MANY_USERS: 409,
  RATE_LIMITED: 429,
};
const scimTypes: Readonly<Record<string, ScimType>> = { NAME_TAKEN: 'uniqueness', BAD_INPUT: 'invalidValue' };

/** Null for a bug, about which the client learns nothing. */
export function describeProblem(error: unknown): ScimProblem | null {
  if (error instanceof ScimRefusal) return { status: 400, detail: error.message, scimType: error.scimType };
  if (error instanceof Failure) return describeCode(error.code, error.message, error.retryable ? RETRY_AFTER_S : null);
  if (error instanceof GraphQLError) {
    const { code, retryAfterMs } = error.extensions;
    const retryAfterS = retryAfterMs === undefined ? null : retryAfterSeconds({ retryAfterMs });
    return describeCode(String(code), error.message, retryAfterS);
  }
  // Fastify refuses bodies that are too long or no JSON with a status of its own.
  const status = Number((error as { statusCode?: unknown }).statusCode);
  if (!(status >= 400 && status < 500)) return null;
  return { status, detail: 'The body is too long, or no JSON that this takes.', scimType: 'invalidSyntax' };
}

function describeCode(code: string, detail: string, retryAfterS: number | null): ScimProblem {
  const status = statuses[code] ?? (retryAfterS === null ? 400 : 503);
  const scimType = scimTypes[code];
  return { status, detail, ...(scimType && { scimType }), ...(retryAfterS !== null && { retryAfterS }) };
}

export function answerProblem(reply: FastifyReply, error: unknown, logger: Logger): FastifyReply {
  const problem = describeProblem(error);
  if (problem === null) logger.error({ err: error }, 'a route of SCIM failed');
  return sendProblem(reply, problem ?? { status: 500, detail: 'Something went wrong. Try again.' });
}

export function sendProblem(reply: FastifyReply, { status, detail, scimType, retryAfterS }: ScimProblem): FastifyReply {
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  const body = { schemas: [ERROR_SCHEMA], status: String(status), ...(scimType && { scimType }), detail };
  return reply.code(status).header('cache-control', 'no-store').type(SCIM_CONTENT_TYPE).send(JSON.stringify(body));
}
