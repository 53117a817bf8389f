import type { People } from '@earshot/access';
import { DEFAULT_TENANT } from '@earshot/domain';
import type { ClientRequest } from '@earshot/hosting';
import { Failure, type Clock, type UserSession } from '@earshot/ports';
import { toString as drawQrCode } from 'qrcode';
import { findDemoAccount } from './demo-accounts.js';
import type { SignInAudit } from './sign-in-audit.js';
import { bodies } from './sign-in-bodies.js';
import { comesFromHere, outcomeOf, requireSession, type SignInRoutes } from './sign-in-routes.js';

/** Where a browser signs out at the identity provider, too; null if it need not. */
export type FindSignOutUrl = (session: UserSession, request: ClientRequest) => Promise<string | null>;

export interface SignInRouteTools {
  readonly people: People;
  readonly audit: SignInAudit;
  readonly clock: Clock;
  readonly findSignOutUrl: FindSignOutUrl;
}

/** The routes by which people sign in and out. They answer with a `SignInState` unless they say otherwise. */
export function addSignInRoutes(routes: SignInRoutes, tools: SignInRouteTools): void {
  const { people, audit, clock, findSignOutUrl } = tools;
  const { issuer, passwords, tickets, stores, secondFactor } = people;

  routes.addRoute('/auth/sign-in', bodies.signIn, async ({ body: { name, password }, request, session, place }) => {
    const findId = async () => (await stores.users.findByName(DEFAULT_TENANT, name))?.id ?? null;
    const issued = await audit.auditProof('password', request, findId, () =>
      passwords.signIn(DEFAULT_TENANT, name, password, place),
    );
    await audit.record('SIGN_IN', issued.session.user, 'password', request);
    if (session !== null) await issuer.end(session);
    return outcomeOf(issued);
  });

  routes.addRoute('/auth/totp', bodies.code, async (turn) => {
    const session = requireSession(turn);
    const findId = async () => session.userId;
    const issued = await audit.auditProof('code', turn.request, findId, () =>
      secondFactor.enterCode(session, turn.body.code),
    );
    await audit.record('SIGN_IN', session.user, 'code', turn.request);
    return outcomeOf(issued);
  });

  routes.addRoute('/auth/once', bodies.once, async ({ body: { ticket, name, password }, request, session, place }) => {
    const firstAdmin = name && password ? { name, password } : null;
    const issued = await audit.auditProof(
      'oneTimeLink',
      request,
      async () => null,
      () => tickets.redeem(ticket, firstAdmin, place),
    );
    const { user, method } = issued.session;
    if (method === 'PASSWORD') await audit.record('MANAGE', user, `createFirstAdmin:${user.id}`, request);
    await audit.record('SIGN_IN', user, 'oneTimeLink', request);
    if (session !== null) await issuer.end(session);
    return outcomeOf(issued);
  });

  routes.addRoute('/auth/demo', bodies.demo, async (turn) => {
    if (!people.rules.allowsDemo || !comesFromHere(turn))
      throw new Failure('FORBIDDEN', 'Only a demo on this machine lets visitors in without a password.');
    const user = await findDemoAccount(turn.body.role, stores.users, clock);
    const issued = await issuer.start(user, 'DEMO', turn.place);
    await audit.record('SIGN_IN', user, 'demo', turn.request);
    if (turn.session !== null) await issuer.end(turn.session);
    return outcomeOf(issued);
  });

  routes.addRoute('/auth/sign-out', bodies.none, async ({ request, session }) => {
    if (session === null) return { session };
    const providerSignOutUrl = await findSignOutUrl(session, request);
    await audit.record('SIGN_OUT', session.user, 'session', request);
    await issuer.end(session);
    return { session: null, providerSignOutUrl };
  });

  routes.addRoute('/auth/sign-out-everywhere', bodies.none, async (turn) => {
    const session = requireSession(turn);
    const providerSignOutUrl = await findSignOutUrl(session, turn.request);
    await audit.record('SIGN_OUT', session.user, 'everySession', turn.request);
    await issuer.endOfUser(session.userId);
    await issuer.end(session);
    return { session: null, providerSignOutUrl };
  });
}

/** The routes by which people change their own account. */
export function addAccountRoutes(routes: SignInRoutes, people: People, audit: SignInAudit): void {
  const { passwordChange, secondFactor } = people;

  routes.addRoute('/auth/password', bodies.passwordChange, async (turn) => {
    const session = requireSession(turn);
    const { current = null, next } = turn.body;
    const findId = async () => session.userId;
    const issued = await audit.auditProof('password', turn.request, findId, () =>
      passwordChange.changePassword(session, current, next, turn.place),
    );
    await audit.record('MANAGE', session.user, `changePassword:${session.userId}`, turn.request);
    return outcomeOf(issued);
  });

  routes.addRoute('/auth/totp/enrol', bodies.none, async (turn) => {
    const session = requireSession(turn);
    const { otpauthUrl, secret } = await secondFactor.enrol(session);
    await audit.record('MANAGE', session.user, `startTotp:${session.userId}`, turn.request);
    return { session, body: { otpauthUrl, secret, qrSvg: await drawQrCode(otpauthUrl, { type: 'svg' }) } };
  });

  routes.addRoute('/auth/totp/confirm', bodies.code, async (turn) => {
    const session = requireSession(turn);
    const findId = async () => session.userId;
    const { issued, recoveryCodes } = await audit.auditProof('code', turn.request, findId, () =>
      secondFactor.confirm(session, turn.body.code),
    );
    await audit.record('MANAGE', session.user, `confirmTotp:${session.userId}`, turn.request);
    return { ...outcomeOf(issued), body: { recoveryCodes } };
  });

  routes.addRoute('/auth/totp/remove', bodies.password, async (turn) => {
    const session = requireSession(turn);
    const findId = async () => session.userId;
    const issued = await audit.auditProof('password', turn.request, findId, () =>
      secondFactor.remove(session, turn.body.password, turn.place),
    );
    await audit.record('MANAGE', session.user, `removeTotp:${session.userId}`, turn.request);
    return outcomeOf(issued);
  });
}
