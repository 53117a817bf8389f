import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations, fillAndEnter } from '../support/browser.js';
import { aSession } from '../support/mock-sign-in.js';
import { type WebTest, callIds } from '../support/web-test.js';

const enrolment = {
  otpauthUrl: 'otpauth://totp/Earshot:mia?secret=JBSWY3DPEHPK3PXP',
  secret: 'JBSWY3DPEHPK3PXP',
  qrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1H0zM1 1h1v1H1z"/></svg>',
};
const recoveryCodes = Array.from({ length: 10 }, (_, at) => `abcd-efgh-${at}${at}${at}${at}`);

async function enterPassword(page: Page, name = 'mia@example.com', password = 'four words for mia'): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Tests of the way in, with every step that it can have, and of its appearance. */
export function describeSignIn(web: WebTest): void {
  describe('the sign-in', () => {
    const signIn = () => web.gateway.signIn;

    it('shows the asked page after the sign-in, and nothing of a call before', async () => {
      signIn().demandSignIn();
      signIn().nextStep('sign-in', { session: aSession() });
      web.putEndedCalls(3);
      const page = await web.openPage('/calls?text=old-2');
      expect(await page.title()).toBe('Sign in · Earshot');
      expect(await page.getByRole('navigation').count()).toBe(0);
      expect(web.gateway.operations).toEqual([]);
      // The preload of index.html and the question of the code are one request.
      expect(signIn().questions).toBe(1);
      await enterPassword(page);
      await page.getByRole('link', { name: 'old-2' }).waitFor();
      expect(await callIds(page)).toEqual(['old-2']);
      expect(await page.getByRole('searchbox').inputValue()).toBe('old-2');
      expect(signIn().requests).toEqual([
        { path: 'sign-in', body: { name: 'mia@example.com', password: 'four words for mia' } },
      ]);
      const stored = await page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage)]);
      expect(stored).toEqual([[], ['earshot.last-list']]);
    });

    it('leads from /sign-in to the page that it names, but to no other site', async () => {
      signIn().demandSignIn(aSession());
      web.putFinishedCall();
      const page = await web.openPage('/sign-in?returnTo=%2Fcalls%2Fcall-1');
      await page.getByRole('heading', { name: 'Call call-1' }).waitFor();
      await page.goto(`${web.gateway.url}/sign-in?returnTo=%2F%2Fevil.example%2F`);
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
    });

    it('says why a sign-in failed, and when the next attempt is possible', async () => {
      signIn().demandSignIn();
      signIn().nextStep('sign-in', { status: 401, body: { code: 'SIGN_IN_REFUSED', message: '' } });
      signIn().nextStep('sign-in', { status: 429, retryAfterS: 120, body: { code: 'SIGN_IN_LOCKED', message: '' } });
      const page = await web.openPage('/');
      await enterPassword(page);
      await page.getByText('The name or the password is wrong, or the account is disabled.').waitFor();
      await enterPassword(page);
      await page.getByText(/Too many failed attempts. Try again in (2 minutes|119 seconds)/).waitFor();
      expect(await page.getByRole('button', { name: 'Sign in', exact: true }).isDisabled()).toBe(true);
      expect(web.gateway.operations).toEqual([]);
    });

    it('asks for a code of the app or for a recovery code', async () => {
      signIn().demandSignIn(aSession({ level: 'TOTP', rights: [] }));
      signIn().nextStep('totp', { status: 401, body: { code: 'CODE_REFUSED', message: '' } });
      signIn().nextStep('totp', { session: aSession() });
      const page = await web.openPage('/');
      await fillAndEnter(page.getByLabel('Code', { exact: true }), '123456');
      await page.getByText('This code is not valid.').waitFor();
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await fillAndEnter(page.getByLabel('Recovery code'), ' abcd-efgh-0000 ');
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
      expect(signIn().requests.map(({ body }) => body)).toEqual([{ code: '123456' }, { code: 'abcd-efgh-0000' }]);
    });

    it('takes the next code at once after a wrong one, also when the clock moves meanwhile', async () => {
      signIn().demandSignIn(aSession({ level: 'TOTP', rights: [] }));
      signIn().nextStep('totp', { status: 401, body: { code: 'CODE_REFUSED', message: '' } });
      signIn().nextStep('totp', { session: aSession() });
      const page = await web.openPage('/');
      await page.evaluate(moveClockAtEachReading);
      await fillAndEnter(page.getByLabel('Code', { exact: true }), '123456');
      await page.getByText('This code is not valid.').waitFor();
      expect(await page.getByRole('button', { name: 'Continue' }).isEnabled()).toBe(true);
      await fillAndEnter(page.getByLabel('Code', { exact: true }), '234567');
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
    });

    it('leads through a forced change and a forced enrolment, and shows the recovery codes once', async () => {
      signIn().demandSignIn(aSession({ level: 'PASSWORD_CHANGE', rights: [] }));
      signIn().nextStep('password', { status: 400, body: { code: 'PASSWORD_TOO_COMMON', message: '' } });
      signIn().nextStep('password', { session: aSession({ level: 'TOTP_ENROLMENT', rights: [] }) });
      signIn().nextStep('totp/enrol', { body: enrolment });
      signIn().nextStep('totp/confirm', { body: { recoveryCodes }, session: aSession({ hasTotp: true }) });
      const page = await web.openPage('/');
      await page.getByLabel('Current password').fill('given');
      await page.getByLabel('New password', { exact: true }).fill('password1234');
      await page.getByLabel('New password again').fill('password1235');
      const save = page.getByRole('button', { name: 'Save the password' });
      await save.click();
      await page.getByText('The two new passwords differ.').waitFor();
      await page.getByLabel('New password again').fill('password1234');
      await save.click();
      await page.getByText('This password is easy to guess.').waitFor();
      await save.click();
      expect(await page.getByRole('img', { name: 'The key as a QR code' }).evaluate(hasPixels)).toBe(true);
      await page.getByText('JBSW Y3DP EHPK 3PXP').waitFor();
      await page.getByLabel('Code', { exact: true }).fill('123456');
      await page.getByRole('button', { name: 'Turn on' }).click();
      const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
      await codes.first().waitFor();
      expect(await codes.allInnerTexts()).toEqual(recoveryCodes);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('earshot-recovery-codes.txt');
      await page.getByRole('button', { name: 'I have kept them' }).click();
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
    });

    it('signs in with a one-time link whose ticket stays in no address', async () => {
      signIn().demandSignIn();
      signIn().nextStep('once', { session: aSession() });
      const page = await web.openPage('/sign-in/once#the-ticket');
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
      expect(signIn().requests).toEqual([{ path: 'once', body: { ticket: 'the-ticket' } }]);
      expect(page.url()).toBe(`${web.gateway.url}/`);
      signIn().nextStep('once', { status: 401, body: { code: 'TICKET_REFUSED', message: '' } });
      await page.goto(`${web.gateway.url}/sign-in/once#the-ticket`);
      await page.getByText('This link is not valid any more.').waitFor();
    });

    it('makes the account of the first administrator', async () => {
      signIn().demandSignIn(null, { needsFirstAdmin: true });
      signIn().nextStep('once', { session: aSession({ roles: ['ADMIN'] }) });
      const page = await web.openPage('/');
      await page.getByText('Nobody can sign in yet').waitFor();
      await page.goto(`${web.gateway.url}/sign-in/first#the-ticket`);
      await page.getByLabel('Name', { exact: true }).fill('root@example.com');
      await page.getByLabel('New password', { exact: true }).fill('a long enough one');
      await page.getByLabel('New password again').fill('a long enough one');
      await page.getByRole('button', { name: 'Make the account' }).click();
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
      const body = { ticket: 'the-ticket', name: 'root@example.com', password: 'a long enough one' };
      expect(signIn().requests).toEqual([{ path: 'once', body }]);
    });

    it('offers single sign-on with the asked page to come back to', async () => {
      const oidc = { label: 'Example', url: '/auth/oidc/start' };
      signIn().demandSignIn(null, { offers: { password: false, oidc, demoRoles: [] } });
      const page = await web.openPage('/calls?text=x');
      const asked = page.waitForRequest(/\/auth\/oidc\/start/);
      await page.getByRole('button', { name: 'Sign in with Example' }).click();
      expect(new URL((await asked).url()).searchParams.get('returnTo')).toBe('/calls?text=x');
      await page.goto(`${web.gateway.url}/sign-in?problem=ROLE_MISSING`);
      await page.getByText('You have no role in Earshot.').waitFor();
    });

    it('waits for a server that cannot be reached', async () => {
      const page = await web.openPage('/');
      web.gateway.setOnline(false);
      await page.reload();
      await page.getByText('The server cannot be reached. Retrying…').waitFor();
      web.gateway.setOnline(true);
      await page.getByRole('heading', { name: 'Calls' }).waitFor();
    });

    describe.each([
      ['light', 'desktop', { colorScheme: 'light' }],
      ['dark', 'desktop', { colorScheme: 'dark' }],
      ['light', 'phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ] as const)('in %s mode on a %s', (mode, place, options) => {
      const check = async (page: Page, name: string): Promise<void> => {
        await web.takeScreenshot(page, `${name}-${mode}-${place}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
        expect(await axeViolations(page)).toEqual([]);
      };

      it('every step fits and is accessible', async () => {
        const oidc = { label: 'Example', url: '/auth/oidc/start' };
        const offers = { password: true, oidc, demoRoles: ['AGENT', 'AUDITOR', 'ADMIN'] as const };
        signIn().demandSignIn(null, { needsFirstAdmin: true, offers });
        signIn().nextStep('sign-in', { status: 429, retryAfterS: 900, body: { code: 'SIGN_IN_LOCKED', message: '' } });
        const page = await web.openPage('/', options);
        await enterPassword(page);
        await page.getByText('Too many failed attempts.').waitFor();
        await check(page, 'sign-in');
        signIn().demandSignIn(aSession({ level: 'TOTP_ENROLMENT', rights: [] }));
        signIn().nextStep('totp/enrol', { body: enrolment });
        signIn().nextStep('totp/confirm', { body: { recoveryCodes } });
        await page.reload();
        await page.getByLabel('Code', { exact: true }).fill('123456');
        await check(page, 'enrolment');
        await page.getByRole('button', { name: 'Turn on' }).click();
        await page.getByRole('list', { name: 'Recovery codes' }).waitFor();
        await check(page, 'recovery-codes');
        await page.goto(`${web.gateway.url}/sign-in/first#the-ticket`);
        await page.getByLabel('New password again').waitFor();
        await check(page, 'first-administrator');
      });
    });
  });
}

/** A slow machine takes a millisecond or more between two readings of the clock. */
const moveClockAtEachReading = (): void => {
  let nowMs = Date.now();
  Date.now = () => (nowMs += 1);
};

/** Whether the picture is there: the content policy may have refused it. */
const hasPixels = async (image: Element): Promise<boolean> => {
  await (image as HTMLImageElement).decode();
  return (image as HTMLImageElement).naturalWidth > 0;
};
