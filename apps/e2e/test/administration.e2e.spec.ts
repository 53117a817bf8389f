import { newUser, issueTicket, ticketPath } from '@earshot/access';
import { DEFAULT_TENANT, type Role } from '@earshot/domain';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger } from '@earshot/testing';
import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const executablePath = findChromium();
if (executablePath === undefined) console.log('administration tests skipped: no Chromium on this machine');

const PASSWORD = 'quiet lamp under seven rivers';

(executablePath === undefined ? describe.skip : describe)('an administrator with a browser', () => {
  let earshot: TestEarshot;
  let stores: PostgresStores;
  let browser: Browser;
  beforeAll(async () => {
    earshot = await startTestEarshot({ EARSHOT_AUTH: 'local' });
    const url = (await findEmbeddedPostgres(earshot.dataDir)) ?? '';
    stores = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await stores?.close();
    await earshot?.close();
  }, 60_000);

  /** Opens a one-time link in a browser that nobody used before, and chooses the password. */
  async function redeem(url: string, name: string): Promise<Page> {
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await page.goto(url);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByRole('button', { name: `Signed in as ${name}` }).waitFor();
    return page;
  }

  async function openAs(name: string, role: Role): Promise<Page> {
    const user = newUser({ tenant: DEFAULT_TENANT, name, roles: [role] }, { passwordHash: null, nowMs: Date.now() });
    await stores.users.add(user);
    const ticket = issueTicket({ tenant: DEFAULT_TENANT, purpose: 'ACCOUNT', userId: user.id }, Date.now());
    await stores.tickets.add(ticket.stored);
    return redeem(earshot.httpUrl + ticketPath(ticket), name);
  }

  it('invites somebody, who signs in by the link, and shuts them out by disabling the account', async () => {
    const page = await openAs('ada@example.org', 'ADMIN');
    await page.getByRole('link', { name: 'People' }).click();
    const form = page.getByRole('form', { name: 'Invite somebody' });
    await form.getByLabel('Sign-in name').fill('mia@example.org');
    await form.getByLabel('Role').selectOption('AGENT');
    await form.getByLabel('Agent', { exact: true }).fill('mia');
    await form.getByRole('button', { name: 'Invite' }).click();
    const link = await page.getByLabel('Link for mia@example.org').locator('code').innerText();
    const invited = await redeem(link, 'mia@example.org');
    expect(await invited.getByRole('link', { name: 'People' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Disable mia@example.org' }).click();
    await page.getByRole('button', { name: 'Enable mia@example.org' }).waitFor();
    await invited.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByRole('button', { name: 'Disable ada@example.org' }).click();
    await page.getByText('Nothing was changed').waitFor();
    await page.getByRole('searchbox', { name: 'Search a name' }).fill('MIA');
    await page.getByRole('button', { name: 'Disable ada@example.org' }).waitFor({ state: 'detached' });
    expect(await page.locator('.admin-table tbody tr').count()).toBe(1);
  }, 120_000);

  it('reads in the audit what was done, also as an auditor', async () => {
    const page = await openAs('aldo@example.org', 'AUDITOR');
    await page.getByRole('link', { name: 'Audit' }).click();
    const entries = page.getByRole('region', { name: 'Entries' }).locator('tbody tr');
    // An entry appears within about a minute: ask until it is there.
    const askUntil = async (text: string): Promise<void> => {
      while ((await entries.filter({ hasText: text }).count()) === 0) {
        await page.reload();
        await page.getByText('No entry fits.').or(entries.first()).first().waitFor();
      }
    };
    await askUntil('aldo@example.org');
    await page.getByLabel('Action').selectOption('SIGN_IN');
    await page.getByLabel('Exact name').fill('aldo@example.org');
    await entries.filter({ hasNotText: 'aldo@example.org' }).first().waitFor({ state: 'detached' });
    expect(await entries.first().innerText()).toContain('Signed in');
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
  }, 180_000);

  it('is nobody without the right to manage', async () => {
    const page = await openAs('sue@example.org', 'SUPERVISOR');
    await page.goto(`${earshot.httpUrl}/admin/people`);
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  }, 120_000);
});
