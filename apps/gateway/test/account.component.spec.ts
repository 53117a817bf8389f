import { DEFAULT_TENANT, type SignInState } from '@earshot/domain';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { generate } from 'otplib';
import { makeSignInLink } from '../src/sign-in/make-sign-in-link.js';
import { PASSWORD, PeopleGateway, peopleDatabasePerFile, type Browser } from './support/people-gateway.js';

jest.setTimeout(180_000);

const STEP_MS = 30_000;
const PAGE = 'https://calls.example.org';
const NEXT = 'copper-lantern-vivid-4';

const database = peopleDatabasePerFile();
let at: PeopleGateway;

beforeEach(async () => {
  at = await PeopleGateway.start(database.stores);
});
afterEach(() => at.gateway.stop());

/** Starts another gateway in the place of the one that runs. */
const restart = async (rules: Parameters<typeof PeopleGateway.start>[1]): Promise<void> => {
  await at.gateway.stop();
  at = await PeopleGateway.start(database.stores, rules);
};
const jsonOf = async <T>(answer: Promise<{ body: Buffer }>): Promise<T> =>
  JSON.parse((await answer).body.toString()) as T;
const codeNow = (secret: string): Promise<string> => generate({ secret, epoch: at.clock.nowMs() / 1_000 });

/** The link that the start prints, in its parts. */
async function printedLink() {
  const link = await makeSignInLink(at.people, 'local', PAGE, at.clock);
  const { origin, pathname: path, hash } = new URL(String(link?.url));
  expect(origin).toBe(PAGE);
  return { purpose: link?.purpose, path, ticket: hash.slice(1) };
}

/** Sets up the second factor. The code of this step counts as used. */
async function enrol(browser: Browser): Promise<{ readonly secret: string; readonly recoveryCodes: string[] }> {
  const { secret, otpauthUrl, qrSvg } = await jsonOf<Record<string, string>>(browser.post('/auth/totp/enrol'));
  expect(otpauthUrl).toContain(`secret=${secret}`);
  expect(qrSvg).toMatch(/^<svg /);
  const code = await codeNow(String(secret));
  const { recoveryCodes } = await jsonOf<{ recoveryCodes: string[] }>(browser.post('/auth/totp/confirm', { code }));
  return { secret: String(secret), recoveryCodes };
}

describe('the second factor', () => {
  it('is asked for once it is set up, and takes each code once', async () => {
    await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    const { secret, recoveryCodes } = await enrol(browser);
    expect(recoveryCodes).toHaveLength(10);
    expect(await browser.query()).toBe(200);
    expect((await browser.state()).session).toMatchObject({ hasTotp: true, level: 'FULL' });

    const other = at.browser('192.0.2.8');
    expect(await other.signIn('mia')).toBe('TOTP');
    expect(await other.query()).toBe(401);
    expect(await other.do('/auth/password', { current: PASSWORD, next: NEXT })).toBe('UNAUTHENTICATED');
    expect(await other.do('/auth/totp/remove', { password: PASSWORD })).toBe('UNAUTHENTICATED');
    expect(await other.do('/auth/totp/enrol')).toBe('UNAUTHENTICATED');
    expect(await other.do('/auth/totp', { code: await codeNow(secret) })).toBe('CODE_REFUSED');
    await at.clock.advance(STEP_MS);
    const [code, before] = [await codeNow(secret), other.cookie];
    expect(await other.levelAfter('/auth/totp', { code })).toBe('FULL');
    expect(other.cookie).not.toBe(before);
    expect(await other.query()).toBe(200);

    const third = at.browser('192.0.2.9');
    await third.signIn('mia');
    expect(await third.do('/auth/totp', { code })).toBe('CODE_REFUSED');
    expect(at.recorded()).toEqual(expect.arrayContaining(['SIGN_IN mia code']));
  });

  it('takes each recovery code once', async () => {
    await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    const { recoveryCodes } = await enrol(browser);
    const code = String(recoveryCodes[3]).toUpperCase().replaceAll('-', ' ');
    for (const outcome of ['FULL', 'CODE_REFUSED']) {
      await browser.signIn('mia');
      expect(await browser.levelAfter('/auth/totp', { code })).toBe(outcome);
    }
  });

  it('is locked after five wrong codes', async () => {
    await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    const { secret } = await enrol(browser);
    await browser.signIn('mia');
    for (let failure = 0; failure < 5; failure += 1)
      expect(await browser.do('/auth/totp', { code: 'abcdef' })).toBe('CODE_REFUSED');
    await at.clock.advance(STEP_MS);
    expect(await browser.do('/auth/totp', { code: await codeNow(secret) })).toBe('SIGN_IN_LOCKED');
    await at.clock.advance(STEP_MS);
    expect(await browser.levelAfter('/auth/totp', { code: await codeNow(secret) })).toBe('FULL');
  });

  it('is removed with the password, and set up a second time only then', async () => {
    await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    await enrol(browser);
    expect(await browser.do('/auth/totp/enrol')).toBe('TOTP_IS_ON');
    expect(await browser.do('/auth/totp/remove', { password: NEXT })).toBe('SIGN_IN_REFUSED');
    expect(await browser.levelAfter('/auth/totp/remove', { password: PASSWORD })).toBe('FULL');
    expect(await browser.signIn('mia')).toBe('FULL');
    await enrol(browser);
  });

  it('must be set up by people of a role that needs it, also if they get the role later', async () => {
    await restart({ rules: { totpRoles: ['ADMIN'] } });
    const { id } = await at.addPerson('mia', { roles: ['ADMIN'] });
    const [browser, other] = [at.browser(), at.browser('192.0.2.8')];
    expect(await browser.signIn('mia')).toBe('TOTP_ENROLMENT');
    expect(await browser.query()).toBe(401);
    await enrol(browser);
    expect((await browser.state()).session?.level).toBe('FULL');
    expect(await browser.query()).toBe(200);
    expect(await browser.do('/auth/totp/remove', { password: PASSWORD })).toBe('TOTP_NEEDED');
    const ben = await at.addPerson('ben');
    expect(await other.signIn('ben')).toBe('FULL');
    await at.people.accounts.change(DEFAULT_TENANT, ben.id, { roles: ['ADMIN'] });
    await at.people.authenticator.refresh();
    await at.clock.advance(2_000);
    expect(await other.query()).toBe(401);
    expect((await other.state()).session?.level).toBe('TOTP_ENROLMENT');
    expect(await at.people.accounts.resetTotp(DEFAULT_TENANT, id)).toBe(true);
  });

  it('keeps its secret sealed in the database', async () => {
    const { id } = await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    const { secret, recoveryCodes } = await enrol(browser);
    const kept = JSON.stringify(await database.stores.users.findCredentials(id));
    const sealed = (await database.stores.users.findCredentials(id))?.totp?.sealedSecret ?? new Uint8Array();
    const all = [kept, Buffer.from(sealed).toString('latin1'), at.recorded().join()].join();
    for (const text of [secret, PASSWORD, ...recoveryCodes]) expect(all).not.toContain(text);
  });
});

describe('a password', () => {
  it('is changed with the current one, and ends the other sessions', async () => {
    const { id } = await at.addPerson('mia');
    const [browser, other] = [at.browser(), at.browser('192.0.2.8')];
    for (const each of [browser, other]) await each.signIn('mia');
    const change = (current: string | null, next: string) => browser.do('/auth/password', { current, next });
    expect(await change(NEXT, NEXT)).toBe('PASSWORD_WRONG');
    expect(await change(null, NEXT)).toBe('PASSWORD_WRONG');
    expect(await change(PASSWORD, PASSWORD)).toBe('PASSWORD_REUSED');
    expect(await change(PASSWORD, 'short')).toBe('PASSWORD_TOO_SHORT');
    expect(await change(PASSWORD, 'password1234')).toBe('PASSWORD_TOO_COMMON');
    expect(await browser.levelAfter('/auth/password', { current: PASSWORD, next: NEXT })).toBe('FULL');
    await at.people.authenticator.refresh();
    expect([await browser.query(), await other.query()]).toEqual([200, 401]);
    expect([await other.signIn('mia'), await other.signIn('mia', NEXT)]).toEqual(['SIGN_IN_REFUSED', 'FULL']);
    expect(at.recorded()).toContain(`MANAGE mia changePassword:${id}`);
  });

  it('must be changed before anything else when an administrator gave it', async () => {
    const grant = { tenant: DEFAULT_TENANT, name: 'mia', roles: ['SUPERVISOR'] } as const;
    await at.people.accounts.createWithPassword(grant, PASSWORD);
    const browser = at.browser();
    expect(await browser.signIn('mia')).toBe('PASSWORD_CHANGE');
    expect(await browser.query()).toBe(401);
    expect(await browser.do('/auth/totp/enrol')).toBe('UNAUTHENTICATED');
    expect(await browser.levelAfter('/auth/password', { current: PASSWORD, next: NEXT })).toBe('FULL');
    expect(await browser.query()).toBe(200);
  });
});

describe('a one-time link', () => {
  it('lets a new person choose a password, once', async () => {
    const grant = { tenant: DEFAULT_TENANT, name: 'mia', roles: ['SUPERVISOR'] } as const;
    const { ticket } = await at.people.accounts.invite(grant);
    const browser = at.browser();
    expect(await browser.signIn('mia', '')).toBe('BAD_REQUEST');
    expect(await browser.signIn('mia', 'x')).toBe('SIGN_IN_REFUSED');
    expect(await browser.levelAfter('/auth/once', { ticket: ticket.text })).toBe('PASSWORD_CHANGE');
    expect(await browser.query()).toBe(401);
    expect(await at.browser().do('/auth/once', { ticket: ticket.text })).toBe('TICKET_REFUSED');
    expect(await browser.levelAfter('/auth/password', { current: null, next: NEXT })).toBe('FULL');
    expect(await at.browser().signIn('mia', NEXT)).toBe('FULL');
  });

  it('takes the place of a password, but not of the second factor', async () => {
    const { id } = await at.addPerson('mia');
    const browser = at.browser();
    await browser.signIn('mia');
    const { secret } = await enrol(browser);
    const ticket = await at.people.accounts.resetPassword(DEFAULT_TENANT, id);
    await at.people.authenticator.refresh();
    expect([await browser.query(), await browser.signIn('mia')]).toEqual([401, 'SIGN_IN_REFUSED']);
    expect(await browser.levelAfter('/auth/once', { ticket: ticket.text })).toBe('TOTP');
    expect(await browser.do('/auth/password', { current: null, next: NEXT })).toBe('UNAUTHENTICATED');
    await at.clock.advance(STEP_MS);
    expect(await browser.levelAfter('/auth/totp', { code: await codeNow(secret) })).toBe('PASSWORD_CHANGE');
    expect(await browser.levelAfter('/auth/password', { current: null, next: NEXT })).toBe('FULL');
  });

  it.each(['', 'et_00000000_x', `et_00000000_${'x'.repeat(43)}`])('is not %j', async (ticket) => {
    expect(await at.browser().do('/auth/once', { ticket })).toBe('TICKET_REFUSED');
    expect(at.recorded()).toEqual(['SIGN_IN_FAILED nobody oneTimeLink']);
  });

  it('expires after a day, and works for no disabled account', async () => {
    const { id } = await at.addPerson('mia');
    const old = await at.people.accounts.resetPassword(DEFAULT_TENANT, id);
    await at.clock.advance(24 * 3_600_000);
    expect(await at.browser().do('/auth/once', { ticket: old.text })).toBe('TICKET_REFUSED');
    const fresh = await at.people.accounts.resetPassword(DEFAULT_TENANT, id);
    await at.people.accounts.change(DEFAULT_TENANT, id, { state: 'DISABLED' });
    expect(await at.browser().do('/auth/once', { ticket: fresh.text })).toBe('TICKET_REFUSED');
  });

  it('makes the first administrator, who alone can make others', async () => {
    const { purpose, path, ticket } = await printedLink();
    expect([purpose, path]).toEqual(['FIRST_ADMIN', '/sign-in/first']);
    const browser = at.browser();
    expect((await browser.state()).needsFirstAdmin).toBe(true);
    expect(await browser.do('/auth/once', { ticket })).toBe('BAD_REQUEST');
    const admin = { ticket, name: 'root@example.org', password: 'password1234' };
    expect(await browser.do('/auth/once', admin)).toBe('PASSWORD_TOO_COMMON');
    const state = (await browser.do('/auth/once', { ...admin, password: PASSWORD })) as SignInState;
    expect(state.session).toMatchObject({ level: 'FULL', roles: ['ADMIN'], method: 'PASSWORD' });
    expect(await browser.query()).toBe(200);
    expect(await at.browser().do('/auth/once', { ...admin, password: PASSWORD })).toBe('TICKET_REFUSED');
    expect(await makeSignInLink(at.people, 'local', PAGE, at.clock)).toBeNull();
    await at.clock.advance(2_000);
    expect((await browser.state()).needsFirstAdmin).toBe(false);
    expect(at.recorded()).toContain(`MANAGE root@example.org createFirstAdmin:${state.session?.userId}`);
  });
});

it('takes the link of any gateway for the first administrator, until there is one', async () => {
  const [first, second, third] = [await printedLink(), await printedLink(), await printedLink()];
  const make = ({ ticket }: { ticket: string }, name: string) =>
    at.browser().levelAfter('/auth/once', { ticket, name, password: PASSWORD });
  expect(await make(second, 'root@example.org')).toBe('FULL');
  expect(await make(first, 'other@example.org')).toBe('TICKET_REFUSED');
  expect(await make(third, 'other@example.org')).toBe('TICKET_REFUSED');
});

describe('the demo', () => {
  it('lets visitors of this machine look as each role, and nobody else', async () => {
    expect(await at.browser('127.0.0.1').do('/auth/demo', { role: 'ADMIN' })).toBe('FORBIDDEN');
    await restart({ rules: { allowsDemo: true } });
    expect(await at.browser('192.0.2.7').do('/auth/demo', { role: 'ADMIN' })).toBe('FORBIDDEN');
    const browser = at.browser('127.0.0.1');
    for (const role of ['SUPERVISOR', 'AGENT', 'AUDITOR', 'ADMIN', 'SUPERVISOR'] as const) {
      const state = (await browser.do('/auth/demo', { role })) as SignInState;
      expect(state.session).toMatchObject({ roles: [role], isDemo: true, method: 'DEMO', level: 'FULL' });
      expect(await browser.query()).toBe(200);
    }
    expect((await browser.state()).offers.demoRoles).toContain('AUDITOR');
    expect(await browser.do('/auth/totp/enrol')).toBe('FORBIDDEN');
    expect(await database.stores.users.hasAdmin(DEFAULT_TENANT)).toBe(false);
    const { cookie } = browser;
    await restart({});
    const later = at.browser('127.0.0.1');
    later.cookie = cookie;
    expect(await later.query()).toBe(401);
  });

  it('opens with the link that is printed at the start', async () => {
    await restart({ rules: { allowsDemo: true } });
    const { purpose, ticket } = await printedLink();
    expect(purpose).toBe('DEMO');
    const state = (await at.browser('127.0.0.1').do('/auth/once', { ticket })) as SignInState;
    expect(state.session).toMatchObject({ level: 'FULL', roles: ['SUPERVISOR'], isDemo: true });
  });
});
