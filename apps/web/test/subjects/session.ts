import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations, fillAndEnter } from '../support/browser.js';
import { ledgerWithGaps } from '../support/mock-calls.js';
import { aSession } from '../support/mock-sign-in.js';
import { type WebTest, callIds, waitUntilLive } from '../support/web-test.js';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Your session has ended' });

/** Tests of the time between sign-in and sign-out: the account, the end of a session, and the demo. */
export function describeSession(web: WebTest): void {
  describe('the session of a reader', () => {
    const signIn = () => web.gateway.signIn;

    /** Opens the list with a filter in it, text that nobody has sent yet, and a place further down. */
    async function openWork(): Promise<Page> {
      signIn().demandSignIn(aSession());
      web.putEndedCalls(40);
      const page = await web.openPage('/calls?status=ENDED');
      await page.getByRole('link', { name: 'old-40' }).waitFor();
      await waitUntilLive(page);
      await page.evaluate(() => {
        Object.assign(window, { sameDocument: true });
        window.scrollTo(0, 300);
      });
      return page;
    }
    const endSession = async (page: Page): Promise<void> => {
      web.gateway.endSession();
      await dialogOf(page).waitFor();
    };
    const isSameDocument = (page: Page) => page.evaluate(() => 'sameDocument' in window);

    it('keeps the page of a session that ended, and goes on after the next sign-in', async () => {
      const page = await openWork();
      await page.getByRole('combobox', { name: /agent/i }).fill('Mi');
      const before = { ids: await callIds(page), scrollPx: await page.evaluate(() => window.scrollY), url: page.url() };
      await endSession(page);
      expect(await callIds(page)).toEqual(before.ids);
      expect(await page.locator('main.out-of-date').count()).toBe(1);
      expect(await page.getByLabel(/^Connection/).count()).toBe(0);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await dialogOf(page).waitFor();
      expect(await dialogOf(page).getByLabel('Name').inputValue()).toBe('mia@example.com');
      web.gateway.putCall(
        { id: 'meanwhile', status: 'ENDED', startedAt: '2026-02-01T00:00:00.000Z' },
        { silently: true },
      );
      signIn().nextStep('sign-in', { session: aSession({ level: 'TOTP', rights: [] }) });
      signIn().nextStep('totp', { session: aSession() });
      await fillAndEnter(dialogOf(page).getByLabel('Password'), 'four words for mia');
      await fillAndEnter(dialogOf(page).getByLabel('Code'), '123456');
      await page.getByRole('link', { name: 'meanwhile' }).waitFor();
      await waitUntilLive(page);
      expect(await isSameDocument(page)).toBe(true);
      expect(page.url()).toBe(before.url);
      expect(await page.evaluate(() => window.scrollY)).toBe(before.scrollPx);
      expect(await page.getByRole('combobox', { name: /agent/i }).inputValue()).toBe('Mi');
      web.gateway.putCall({ id: 'afterwards', status: 'ENDED', startedAt: '2026-02-02T00:00:00.000Z' });
      await page.getByRole('link', { name: 'afterwards' }).waitFor();
    });

    it('sends what the reader asked for when the session had ended, after the next sign-in', async () => {
      signIn().demandSignIn(aSession());
      web.putFinishedCall();
      web.gateway.putCall({ id: 'call-1', ledger: ledgerWithGaps('ENGINE_FAILED') });
      const transcribed: string[] = [];
      web.gateway.transcribe = (id) => void transcribed.push(id);
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      // No socket tells the page this time.
      signIn().demandSignIn(null);
      await page.getByRole('button', { name: 'Transcribe now' }).click();
      await dialogOf(page).waitFor();
      expect(transcribed).toEqual([]);
      signIn().nextStep('sign-in', { session: aSession() });
      await fillAndEnter(dialogOf(page).getByLabel('Password'), 'four words for mia');
      await page.getByText('Transcription requested.').waitFor();
      expect(transcribed).toEqual(['call-1']);
    });

    it('goes on when the reader signs in in another window', async () => {
      const page = await openWork();
      await endSession(page);
      signIn().demandSignIn(aSession());
      const other = await page.context().newPage();
      await other.goto(`${web.gateway.url}/sign-in/done`);
      await dialogOf(page).waitFor({ state: 'hidden' });
      await waitUntilLive(page);
      expect(await isSameDocument(page)).toBe(true);
    });

    it('opens single sign-on in a window of its own, so that the page stays', async () => {
      const page = await openWork();
      const oidc = { label: 'Example', url: '/auth/oidc/start' };
      signIn().demandSignIn(aSession(), { offers: { password: false, oidc, demoRoles: [] } });
      await endSession(page);
      const [opened] = await Promise.all([
        page.waitForEvent('popup'),
        dialogOf(page).getByRole('button', { name: 'Sign in with Example' }).click(),
      ]);
      await opened.waitForURL(/\/auth\/oidc\/start/);
      expect(new URL(opened.url()).searchParams.get('returnTo')).toBe('/sign-in/done');
      expect(await isSameDocument(page)).toBe(true);
    });

    it('keeps nothing of the page when somebody else signs in', async () => {
      const page = await openWork();
      await endSession(page);
      signIn().nextStep('sign-in', { session: aSession({ userId: 'bbbbbbbb', displayName: 'Ben Okafor' }) });
      await dialogOf(page).getByLabel('Name').fill('ben@example.com');
      await fillAndEnter(dialogOf(page).getByLabel('Password'), 'four words for ben');
      await page.getByRole('button', { name: 'Signed in as Ben Okafor' }).waitFor();
      expect(await isSameDocument(page)).toBe(false);
    });

    it('shows nothing after signing out, in no window', async () => {
      const page = await openWork();
      const other = await page.context().newPage();
      await other.goto(web.gateway.url);
      await other.getByRole('link', { name: 'old-40' }).waitFor();
      signIn().nextStep('sign-out', { session: null });
      await page.getByRole('button', { name: 'Signed in as Mia Torres' }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      for (const window of [page, other]) {
        await window.getByRole('heading', { name: 'Sign in' }).waitFor();
        expect(await callIds(window)).toEqual([]);
      }
    });

    it('says that a reader who sends nothing is still there, but not at each key', async () => {
      signIn().demandSignIn(aSession({ idleLimitMs: 3_600_000 }));
      const page = await web.openPage('/');
      await waitUntilLive(page);
      await page.clock.install();
      const before = signIn().questions;
      await page.keyboard.press('ArrowDown');
      await page.clock.fastForward('06:01');
      const asked = page.waitForRequest(/\/auth\/session$/);
      await page.keyboard.press('ArrowDown');
      await asked;
      await page.keyboard.press('ArrowDown');
      await page.getByRole('button', { name: 'Signed in as Mia Torres' }).click();
      expect(signIn().questions).toBe(before + 1);
    });

    it('closes the menu of the person by keyboard, and returns the focus', async () => {
      signIn().demandSignIn(aSession());
      const page = await web.openPage('/');
      const button = page.getByRole('button', { name: 'Signed in as Mia Torres' });
      await button.focus();
      await page.keyboard.press('Enter');
      await page.getByText('Supervisor').waitFor();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Account');
      await page.keyboard.press('Escape');
      expect(await button.getAttribute('aria-expanded')).toBe('false');
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    });

    it('changes the password, and turns two-step sign-in off', async () => {
      signIn().demandSignIn(aSession({ hasTotp: true }));
      signIn().nextStep('password', { session: aSession({ hasTotp: true }) });
      signIn().nextStep('totp/remove', { session: aSession({ hasTotp: false }) });
      const page = await web.openPage('/account');
      await page.getByLabel('Current password').fill('the old one');
      await page.getByLabel('New password', { exact: true }).fill('a long enough one');
      await page.getByLabel('New password again').fill('a long enough one');
      await page.getByRole('button', { name: 'Change the password' }).click();
      await page.getByText('The password is changed.').waitFor();
      expect(await page.getByLabel('Current password').inputValue()).toBe('');
      await page.getByRole('button', { name: 'Turn off' }).click();
      await fillAndEnter(page.getByLabel('Password', { exact: true }), 'a long enough one');
      await page.getByText('Off', { exact: true }).waitFor();
      expect(signIn().requests.map(({ path, body }) => [path, body])).toEqual([
        ['password', { current: 'the old one', next: 'a long enough one' }],
        ['totp/remove', { password: 'a long enough one' }],
      ]);
    });

    it('says that nobody has an account where nobody signs in', async () => {
      const page = await web.openPage('/account');
      await page.getByText('This Earshot has no sign-in').waitFor();
      expect(await page.getByRole('button', { name: /Signed in/ }).count()).toBe(0);
    });

    it('opens the demo signed in, and shows it as another role sees it', async () => {
      const offers = { password: true, oidc: null, demoRoles: ['AGENT', 'SUPERVISOR', 'AUDITOR', 'ADMIN'] as const };
      signIn().demandSignIn(null, { offers });
      signIn().nextStep('demo', { session: aSession({ isDemo: true, displayName: 'Demo supervisor' }) });
      signIn().nextStep('demo', {
        session: aSession({ isDemo: true, roles: ['AUDITOR'], displayName: 'Demo auditor' }),
      });
      signIn().nextStep('sign-out', { session: null });
      const page = await web.openPage('/');
      await page.getByRole('button', { name: 'Signed in as Demo supervisor' }).waitFor();
      await page.getByLabel('Demo: look as').selectOption('AUDITOR');
      await page.getByRole('button', { name: 'Signed in as Demo auditor' }).click();
      expect(await page.getByLabel('Demo: look as').inputValue()).toBe('AUDITOR');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Demo: look as' }).waitFor();
      expect(signIn().requests.map(({ path, body }) => [path, body])).toEqual([
        ['demo', { role: 'SUPERVISOR' }],
        ['demo', { role: 'AUDITOR' }],
        ['sign-out', {}],
      ]);
    });

    describe.each([
      ['light', 'desktop', { colorScheme: 'light' }],
      ['dark', 'desktop', { colorScheme: 'dark' }],
      ['light', 'phone', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ] as const)('in %s mode on a %s', (mode, place, options) => {
      const check = async (page: Page, name: string, fullPage = false): Promise<void> => {
        await web.takeScreenshot(page, `${name}-${mode}-${place}`, fullPage);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
        expect(await axeViolations(page)).toEqual([]);
      };

      it('the account, the menu and the end of a session fit and are accessible', async () => {
        const offers = { password: true, oidc: null, demoRoles: ['AGENT', 'SUPERVISOR', 'AUDITOR', 'ADMIN'] as const };
        signIn().demandSignIn(aSession(), { offers });
        const page = await web.openPage('/account', options);
        await page.getByRole('heading', { name: 'Two-step sign-in' }).waitFor();
        await check(page, 'account', true);
        signIn().demandSignIn(aSession({ isDemo: true }), { offers });
        web.putEndedCalls(12);
        await page.goto(web.gateway.url);
        await page.getByRole('link', { name: 'old-12' }).waitFor();
        await page.getByRole('button', { name: 'Signed in as Mia Torres' }).click();
        await check(page, 'user-menu');
        await waitUntilLive(page);
        await endSession(page);
        await dialogOf(page).getByLabel('Password').waitFor();
        await check(page, 'session-ended');
      });
    });
  });
}
