import { LockedOut } from '@earshot/access';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { FastifyReply } from 'fastify';

const statuses: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  SIGN_IN_REFUSED: 401,
  CODE_REFUSED: 401,
  TICKET_REFUSED: 401,
  FORBIDDEN: 403,
  PASSWORD_WRONG: 403,
  TOTP_IS_ON: 409,
  TOTP_NEEDED: 409,
  NAME_TAKEN: 409,
  SIGN_IN_LOCKED: 429,
};
const RETRY_AFTER_S = 2;

/** Answers an error of a route of sign-in as `{code, message}`. What is no `Failure` and no error of the request is a bug. */
export function answerRefusal(reply: FastifyReply, error: unknown, clock: Clock, logger: Logger): FastifyReply {
  reply.header('cache-control', 'no-store');
  if (!(error instanceof Failure)) return answerBadRequest(reply, error, logger);
  const { code, message } = error;
  const retryAfterS = error instanceof LockedOut ? secondsUntil(error.untilMs, clock) : RETRY_AFTER_S;
  if (error.retryable) reply.header('retry-after', String(retryAfterS));
  return reply.code(statuses[code] ?? (error.retryable ? 503 : 400)).send({ code, message });
}

/** Fastify refuses bodies that are too long or no JSON with a status of its own. */
function answerBadRequest(reply: FastifyReply, error: unknown, logger: Logger): FastifyReply {
  const status = Number((error as { statusCode?: unknown }).statusCode);
  if (status >= 400 && status < 500)
    return reply
      .code(status)
      .send({ code: 'BAD_REQUEST', message: 'The body of the request is no JSON that this takes.' });
  logger.error({ err: error }, 'a route of sign-in failed');
  return reply.code(500).send({ code: 'INTERNAL', message: 'Something went wrong. Try again.' });
}

const secondsUntil = (untilMs: number, clock: Clock): number =>
  Math.max(1, Math.ceil((untilMs - clock.nowMs()) / 1_000));
