import { REFRESH_PROVIDER_EVERY_MS, REFRESH_SESSIONS_EVERY_MS, type People, type SingleSignOn } from '@earshot/access';
import type { SignInState } from '@earshot/domain';
import type { ClientKeys, ClientRequest } from '@earshot/hosting';
import type { Clock, Logger, UserSession } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { FastifyInstance } from 'fastify';
import type { AuditRecorder } from '../audit/audit-recorder.js';
import { addAccountRoutes, addSignInRoutes } from './add-sign-in-routes.js';
import { answerRefusal } from './answer-refusal.js';
import { OidcRoutes, originOf, START_PATH } from './oidc/oidc-routes.js';
import { SignInAudit } from './sign-in-audit.js';
import { SignInRoutes } from './sign-in-routes.js';
import { SignInStates } from './sign-in-state.js';

/** Sessions of a provider are renewed at least 30 s before their time. */
const RENEW_SESSIONS_EVERY_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
/** Longer than an address counts as one at which somebody signs in. */
const KEEP_ENDED_MS = 31 * 24 * 3_600_000;

export interface SignInServerParts {
  /** Null where nobody signs in. */
  readonly people: People | null;
  /** Null where no identity provider signs people in. */
  readonly singleSignOn: SingleSignOn | null;
  readonly auth: SignInState['auth'];
  readonly recorder: AuditRecorder;
  readonly clients: ClientKeys;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Serves the routes of sign-in, and keeps the sessions current. Where nobody signs in, it only says so. */
export class SignInServer {
  private readonly tasks: PeriodicTask[] = [];

  constructor(private readonly parts: SignInServerParts) {}

  register(fastify: FastifyInstance): void {
    const { people, singleSignOn, auth, recorder, clients, clock, logger } = this.parts;
    const states = new SignInStates(people, { auth, oidc: offerOf(singleSignOn) }, clock);
    fastify.route({
      method: 'GET',
      url: '/auth/session',
      errorHandler: (error, _request, reply) => answerRefusal(reply, error, clock, logger),
      handler: async ({ raw }, reply) => {
        const session = people === null ? null : await people.authenticator.findSession(raw);
        return reply.header('cache-control', 'no-store').send(await states.describe(session));
      },
    });
    if (people === null) return;
    const routes = new SignInRoutes(fastify, { people, states, clients, clock, logger });
    const audit = new SignInAudit(recorder, clients);
    const findSignOutUrl = (session: UserSession, request: ClientRequest) => this.findSignOutUrl(session, request);
    addSignInRoutes(routes, { people, audit, clock, findSignOutUrl });
    addAccountRoutes(routes, people, audit);
    if (singleSignOn === null) return;
    new OidcRoutes({ singleSignOn, people, audit, clients, clock, logger }).register(fastify);
  }

  private async findSignOutUrl(session: UserSession, request: ClientRequest): Promise<string | null> {
    const { people, singleSignOn } = this.parts;
    if (people === null || singleSignOn === null) return null;
    const origin = originOf(request, singleSignOn, people.cookie);
    return singleSignOn.sessions.findSignOutUrl(session, new URL('/sign-in', origin).href);
  }

  /** Asks the provider again for the people whose tokens expire soon. Rejects with retryable `STORE_UNAVAILABLE`. */
  async renewSessions(): Promise<void> {
    const { singleSignOn, recorder, clients } = this.parts;
    const audit = new SignInAudit(recorder, clients);
    await singleSignOn?.sessions.renewDue(({ user, address }, what) =>
      what === 'end'
        ? audit.recordAt('SIGN_OUT', user, 'provider', address)
        : audit.recordAt('MANAGE', user, `${what}:${user.id}`, address),
    );
  }

  start(): void {
    const { people, singleSignOn, clock, logger } = this.parts;
    if (people === null) return;
    const { authenticator, stores } = people;
    const logFailure = (error: unknown): void =>
      logger.warn({ err: error }, 'could not read or clear the sessions; trying again');
    const forgetOld = async (): Promise<void> => {
      const beforeMs = clock.nowMs() - KEEP_ENDED_MS;
      const kept = [stores.sessions, stores.tickets, stores.signInAttempts];
      await Promise.all(kept.map((store) => store.forget(beforeMs)));
    };
    this.tasks.push(
      new PeriodicTask(clock, REFRESH_SESSIONS_EVERY_MS, () => authenticator.refresh(), logFailure),
      new PeriodicTask(clock, FORGET_EVERY_MS, forgetOld, logFailure),
    );
    if (singleSignOn !== null) {
      const { provider } = singleSignOn;
      void provider.refreshWhenDue();
      this.tasks.push(
        new PeriodicTask(clock, REFRESH_PROVIDER_EVERY_MS, () => provider.refreshWhenDue(), logFailure),
        new PeriodicTask(clock, RENEW_SESSIONS_EVERY_MS, () => this.renewSessions(), logFailure),
      );
    }
    for (const task of this.tasks) task.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
  }
}

const offerOf = (singleSignOn: SingleSignOn | null): SignInState['offers']['oidc'] =>
  singleSignOn && { label: singleSignOn.settings.label, url: START_PATH };
