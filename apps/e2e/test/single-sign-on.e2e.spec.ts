import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { TestProvider } from '@earshot/testing/oidc-provider';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const executablePath = findChromium();
if (executablePath === undefined) console.log('single sign-on tests skipped: no Chromium on this machine');

const CLIENT_SECRET = 'the secret of Earshot at the provider of a test';
const mia = { email: 'mia@example.org', email_verified: true, name: 'Mia Torres', groups: ['quality'] };

(executablePath === undefined ? describe.skip : describe)('single sign-on with a browser', () => {
  let provider: TestProvider;
  let earshot: TestEarshot;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    provider = await TestProvider.open();
    earshot = await startTestEarshot({
      EARSHOT_AUTH: 'oidc',
      EARSHOT_OIDC_ISSUER: provider.url,
      EARSHOT_OIDC_CLIENT_ID: 'earshot',
      EARSHOT_OIDC_CLIENT_SECRET: CLIENT_SECRET,
      EARSHOT_OIDC_ROLES: 'quality=supervisor',
      EARSHOT_OIDC_LABEL: 'Example',
    });
    await provider.register({ clientId: 'earshot', clientSecret: CLIENT_SECRET, origin: earshot.httpUrl });
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  }, 180_000);
  beforeEach(async () => {
    provider.people.clear();
    provider.people.set('mia', mia);
    context = await browser.newContext({ locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(60_000);
  });
  afterEach(() => context.close());
  afterAll(async () => {
    await browser?.close();
    await earshot?.close();
    await provider?.goAway();
  }, 60_000);

  /** Opens a page, and signs in at the provider, which may know the person. The gateway may not have read the provider yet. */
  async function signIn(path: string): Promise<void> {
    const button = page.getByRole('button', { name: 'Continue as mia' });
    for (;;) {
      await page.goto(earshot.httpUrl + path);
      await page.getByRole('button', { name: 'Sign in with Example' }).click();
      const away = page.getByText('The identity provider cannot be reached.');
      const back = page
        .getByText('Single sign-on did not work.')
        .or(page.getByRole('button', { name: /^Signed in as/ }));
      await button.or(away).or(back).waitFor();
      if (await button.isVisible()) return button.click();
      if (await back.isVisible()) return undefined;
    }
  }
  const untilSignedIn = (): Promise<void> => page.getByRole('button', { name: 'Signed in as Mia Torres' }).waitFor();
  const untilSignedOut = (): Promise<void> => page.getByRole('button', { name: 'Sign in with Example' }).waitFor();

  it('shows the asked page after the provider, and signs out at both', async () => {
    await signIn('/calls?text=invoice');
    await untilSignedIn();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/calls?text=invoice');
    await page.getByRole('button', { name: 'Signed in as Mia Torres' }).click();
    await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await untilSignedOut();
    expect(new URL(page.url()).origin).toBe(earshot.httpUrl);
    // The provider asks again who it is.
    await signIn('/');
    await untilSignedIn();
  }, 180_000);

  it('signs an open page out when the person signs out at the provider', async () => {
    await signIn('/');
    await untilSignedIn();
    const other = await context.newPage();
    await other.goto(`${provider.url}/session/end`);
    await other.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByText('Your session has ended').first().waitFor();
  }, 180_000);

  it('says why somebody without a role is not let in', async () => {
    provider.people.set('mia', { ...mia, groups: ['canteen'] });
    await signIn('/');
    await page.getByText('You have no role in Earshot.').waitFor();
  }, 180_000);

  it('goes on when the provider has a new key', async () => {
    await provider.replaceKey();
    const signedIn = page.getByRole('button', { name: 'Signed in as Mia Torres' });
    const refused = page.getByText('Single sign-on did not work.');
    // The keys are read every ten seconds at most, so the first attempt may come too early.
    do {
      await signIn('/');
      await signedIn.or(refused).waitFor();
    } while (await refused.isVisible());
  }, 180_000);
});
