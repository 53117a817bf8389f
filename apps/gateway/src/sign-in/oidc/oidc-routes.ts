import {
  CALLBACK_PATH,
  type IssuedSession,
  type People,
  type ProvidedIdentity,
  type SessionCookie,
  type SingleSignOn,
} from '@earshot/access';
import { ownPath } from '@earshot/domain';
import type { ClientKeys } from '@earshot/hosting';
import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { answerRefusal } from '../answer-refusal.js';
import type { SignInAudit } from '../sign-in-audit.js';

/** Where the page sends somebody who wants to sign in at the provider. */
export const START_PATH = '/auth/oidc/start';
const LOGOUT_PATH = '/auth/oidc/back-channel-logout';
/** What a provider adds to an address is shorter by far. */
const MAX_SEARCH_LENGTH = 8_192;
const MAX_PATH_LENGTH = 1_024;
const MAX_LOGOUT_BYTES = 20_000;

const logoutBody = z.object({ logout_token: z.string().min(1) });

export interface OidcRouteParts {
  readonly singleSignOn: SingleSignOn;
  readonly people: People;
  readonly audit: SignInAudit;
  readonly clients: ClientKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The routes of single sign-on. A browser that fails is led to `/sign-in?problem=CODE`, which says so. */
export class OidcRoutes {
  constructor(private readonly parts: OidcRouteParts) {}

  register(fastify: FastifyInstance): void {
    const { clock, logger } = this.parts;
    const errorHandler = (error: unknown, _request: FastifyRequest, reply: FastifyReply): FastifyReply =>
      answerRefusal(reply, error, clock, logger);
    const route = { errorHandler, exposeHeadRoute: false } as const;
    fastify.route({
      ...route,
      method: 'GET',
      url: START_PATH,
      handler: (request, reply) => this.start(request, reply),
    });
    fastify.route({
      ...route,
      method: 'GET',
      url: CALLBACK_PATH,
      handler: (request, reply) => this.finish(request, reply),
    });
    fastify.route({
      ...route,
      method: 'POST',
      url: LOGOUT_PATH,
      bodyLimit: MAX_LOGOUT_BYTES,
      handler: (request, reply) => this.endSessions(request, reply),
    });
  }

  private async start(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { pending, flow } = this.parts.singleSignOn;
    const origin = originOf(request, this.parts.singleSignOn, this.parts.people.cookie);
    const asked = searchOf(request).get('returnTo') ?? '';
    const returnTo = asked.length <= MAX_PATH_LENGTH ? ownPath(asked, origin) : '/';
    try {
      const begun = await pending.begin(request.raw, { origin, returnTo });
      const url = await flow.buildStartUrl(begun.pending);
      return redirect(reply, url, begun.cookies);
    } catch (error) {
      return this.leadToProblem(reply, error, returnTo, []);
    }
  }

  private async finish(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { singleSignOn, people, audit, clock } = this.parts;
    const search = searchOf(request);
    const [state = '', ...others] = search.getAll('state');
    const removals = [singleSignOn.pending.formatRemoval(state) ?? []].flat();
    let returnTo = '/';
    try {
      const issued = await audit.auditProof(
        'provider',
        request.raw,
        async () => null,
        async () => {
          const pending = await singleSignOn.pending.find(request.raw, others.length === 0 ? state : '');
          ({ returnTo } = pending);
          return this.signIn(request, await singleSignOn.flow.redeemCode(search, pending));
        },
      );
      const lifetimeMs = issued.session.expiresAtMs - clock.nowMs();
      return redirect(reply, returnTo, [people.cookie.format(issued.parts, lifetimeMs), ...removals]);
    } catch (error) {
      return this.leadToProblem(reply, error, returnTo, removals);
    }
  }

  private async signIn({ raw, headers }: FastifyRequest, identity: ProvidedIdentity): Promise<IssuedSession> {
    const { singleSignOn, people, audit, clients } = this.parts;
    const before = await people.authenticator.findSession(raw);
    const place = { address: clients.addressOf(raw), userAgent: headers['user-agent'] ?? '' };
    const { issued, admitted } = await singleSignOn.sessions.start(identity, place);
    const { user, change } = admitted;
    if (change !== null) await audit.record('MANAGE', user, `${change}:${user.id}`, raw);
    await audit.record('SIGN_IN', user, 'provider', raw);
    if (before !== null) await people.issuer.end(before);
    return issued;
  }

  private async endSessions(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const body = logoutBody.safeParse(request.body);
    if (!body.success) throw new Failure('LOGOUT_REFUSED', 'Send logout_token as a form.');
    const { singleSignOn, audit } = this.parts;
    for (const user of await singleSignOn.logouts.end(body.data.logout_token))
      await audit.record('SIGN_OUT', user, 'provider', request.raw);
    return reply.header('cache-control', 'no-store').code(200).send();
  }

  private leadToProblem(
    reply: FastifyReply,
    error: unknown,
    returnTo: string,
    cookies: readonly string[],
  ): FastifyReply {
    if (!(error instanceof Failure)) throw error;
    this.parts.logger.warn({ err: error }, 'a sign-in at the identity provider failed');
    return redirect(reply, `/sign-in?${new URLSearchParams({ problem: error.code, returnTo }).toString()}`, cookies);
  }
}

/** The origin under which the browser reached this server. Its host was checked before. */
export const originOf = (
  { headers }: { readonly headers: { readonly host?: string | undefined } },
  { settings }: Pick<SingleSignOn, 'settings'>,
  { withTls }: Pick<SessionCookie, 'withTls'>,
): string => settings.publicOrigin ?? `http${withTls ? 's' : ''}://${headers.host ?? ''}`;

function searchOf({ raw }: FastifyRequest): URLSearchParams {
  const [, search = ''] = /^[^?]*\?(.*)$/s.exec(raw.url ?? '') ?? [];
  return new URLSearchParams(search.length <= MAX_SEARCH_LENGTH ? search : '');
}

const redirect = (reply: FastifyReply, url: string, cookies: readonly string[]): FastifyReply =>
  reply
    .header('cache-control', 'no-store')
    .header('set-cookie', [...cookies])
    .redirect(url, 302);
