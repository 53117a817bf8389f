import { unauthenticated, type AttemptPlace, type IssuedSession, type People } from '@earshot/access';
import { isLoopback, type ClientKeys } from '@earshot/hosting';
import { Failure, type Clock, type Logger, type UserSession } from '@earshot/ports';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { answerRefusal } from './answer-refusal.js';
import type { SignInStates } from './sign-in-state.js';

/** Passwords are short. */
const MAX_BODY_BYTES = 8_192;

/** A request to a route of sign-in. */
export interface SignInTurn<Body> {
  readonly body: Body;
  readonly request: FastifyRequest['raw'];
  /** The session of the browser, of whatever level. */
  readonly session: UserSession | null;
  readonly place: AttemptPlace;
}

/** What a route did. */
export interface SignInOutcome {
  /** The session from now on. Null: the browser has none, and its cookie is removed. */
  readonly session: UserSession | null;
  /** The new session, whose cookie the browser gets. */
  readonly issued?: IssuedSession;
  /** The body of the answer, if it is not the state of the sign-in. */
  readonly body?: object;
  /** Where the browser signs out at the identity provider; null if it need not. */
  readonly providerSignOutUrl?: string | null;
}

export interface SignInRouteParts {
  readonly people: People;
  readonly states: SignInStates;
  readonly clients: ClientKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Adds routes of sign-in to the HTTP server: JSON in and out, a small body, never cached. */
export class SignInRoutes {
  constructor(
    private readonly fastify: FastifyInstance,
    private readonly parts: SignInRouteParts,
  ) {}

  /** Answers a POST. A `Failure` is answered as `{code, message}`. */
  addRoute<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    handle: (turn: SignInTurn<z.output<Schema>>) => Promise<SignInOutcome>,
  ): void {
    const { clock, logger } = this.parts;
    this.fastify.route({
      method: 'POST',
      url: path,
      bodyLimit: MAX_BODY_BYTES,
      onRequest: async (request, reply) => (isJson(request) ? undefined : refuseType(reply)),
      errorHandler: (error, _request, reply) => answerRefusal(reply, error, clock, logger),
      handler: async (request, reply) => {
        const body = schema.safeParse(request.body);
        if (!body.success)
          throw new Failure('BAD_REQUEST', 'The body of the request lacks a field, or one is too long.');
        const turn = await this.readTurn(request, body.data);
        return this.answer(reply, await handle(turn));
      },
    });
  }

  private async readTurn<Body>({ raw, headers }: FastifyRequest, body: Body): Promise<SignInTurn<Body>> {
    const { people, clients } = this.parts;
    const session = await people.authenticator.findSession(raw);
    const place = { address: clients.addressOf(raw), clientKey: clients.keyOf(raw) };
    return { body, request: raw, session, place: { ...place, userAgent: headers['user-agent'] ?? '' } };
  }

  private async answer(reply: FastifyReply, outcome: SignInOutcome): Promise<FastifyReply> {
    const { session, issued, body, providerSignOutUrl } = outcome;
    const { people, states, clock } = this.parts;
    if (issued !== undefined) {
      const lifetimeMs = issued.session.expiresAtMs - clock.nowMs();
      reply.header('set-cookie', people.cookie.format(issued.parts, lifetimeMs));
    } else if (session === null) reply.header('set-cookie', people.cookie.formatRemoval());
    return reply
      .header('cache-control', 'no-store')
      .send({ ...(body ?? (await states.describe(session))), ...(providerSignOutUrl && { providerSignOutUrl }) });
  }
}

/** The session of a request that needs one. Throws `Failure` `UNAUTHENTICATED`. */
export function requireSession({ session }: SignInTurn<unknown>): UserSession {
  if (session === null) throw unauthenticated();
  return session;
}

export const outcomeOf = (issued: IssuedSession): SignInOutcome => ({ session: issued.session, issued });

/** Whether a request comes from this machine. */
export const comesFromHere = ({ place }: SignInTurn<unknown>): boolean => isLoopback(place.address);

/** A browser sends `application/json` to another site only after a preflight request, which nobody answers. */
const isJson = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';

const refuseType = (reply: FastifyReply): FastifyReply =>
  reply.code(415).send({ code: 'BAD_REQUEST', message: 'The content type must be application/json.' });
