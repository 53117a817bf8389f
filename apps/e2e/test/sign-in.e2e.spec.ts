import { issueTicket, newUser, ticketPath } from '@earshot/access';
import { DEFAULT_TENANT, type Role } from '@earshot/domain';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import type { Ticket, User } from '@earshot/ports';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger } from '@earshot/testing';
import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generate } from 'otplib';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const executablePath = findChromium();
if (executablePath === undefined) console.log('sign-in tests skipped: no Chromium on this machine');

const PASSWORD = 'quiet lamp under seven rivers';
const TOTP_STEP_S = 30;

(executablePath === undefined ? describe.skip : describe)('people who sign in with a browser', () => {
  let earshot: TestEarshot;
  let stores: PostgresStores;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    earshot = await startTestEarshot({ EARSHOT_AUTH: 'local' });
    const url = (await findEmbeddedPostgres(earshot.dataDir)) ?? '';
    stores = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  }, 180_000);
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await stores?.close();
    await earshot?.close();
  }, 60_000);

  /** A page of a browser that nobody used before. */
  async function openPage(path: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-GB' });
    contexts.push(context);
    const page = await context.newPage();
    await page.goto(earshot.httpUrl + path);
    return page;
  }

  async function addTicket(purpose: Ticket['purpose'], userId: string | null): Promise<string> {
    const ticket = issueTicket({ tenant: DEFAULT_TENANT, purpose, userId }, Date.now());
    await stores.tickets.add(ticket.stored);
    return ticketPath(ticket);
  }

  /** Invites somebody, who opens the link and chooses a password. */
  async function openAs(name: string, role: Role): Promise<{ user: User; page: Page }> {
    const user = newUser({ tenant: DEFAULT_TENANT, name, roles: [role] }, { passwordHash: null, nowMs: Date.now() });
    await stores.users.add(user);
    const page = await openPage(await addTicket('ACCOUNT', user.id));
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await untilSignedIn(page, name);
    const stored = await stores.users.find(DEFAULT_TENANT, user.id);
    if (stored === null) throw new Error('the account is gone');
    return { user: stored, page };
  }

  const untilSignedIn = (page: Page, name: string): Promise<void> =>
    page.getByRole('button', { name: `Signed in as ${name}` }).waitFor();
  async function enterPassword(page: Page, name: string, password = PASSWORD): Promise<void> {
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }
  async function signOut(page: Page, name: string): Promise<void> {
    await page.getByRole('button', { name: `Signed in as ${name}` }).click();
    await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor();
  }

  it('makes the first administrator by a link, whose session no code of the page can read', async () => {
    const page = await openPage(await addTicket('FIRST_ADMIN', null));
    await page.getByLabel('Name', { exact: true }).fill('root@example.com');
    await page.getByLabel('New password', { exact: true }).fill('password1234');
    await page.getByLabel('New password again').fill('password1234');
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.getByText('This password is easy to guess.').waitFor();
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await untilSignedIn(page, 'root@example.com');
    await page.getByLabel('Connection: Live').waitFor();
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))).toEqual([
      { name: 'earshot-session', httpOnly: true, sameSite: 'Lax' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([]);
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual(['earshot.last-list']);
  }, 60_000);

  it('shows nothing to a stranger, refuses a wrong password, and leads to the asked page', async () => {
    const { page } = await openAs('sara@example.com', 'SUPERVISOR');
    await signOut(page, 'sara@example.com');
    await page.goto(`${earshot.httpUrl}/calls?status=LIVE`);
    await enterPassword(page, 'sara@example.com', 'some other words');
    await page.getByText('The name or the password is wrong').waitFor();
    await enterPassword(page, 'SARA@example.com');
    await untilSignedIn(page, 'sara@example.com');
    expect(new URL(page.url()).search).toBe('?status=LIVE');
    await page.getByText('No matching calls').waitFor();
  }, 60_000);

  it('signs in with two steps: a code of the app, each once, or a recovery code, each once', async () => {
    const name = 'tom@example.com';
    const { page } = await openAs(name, 'AUDITOR');
    await page.goto(`${earshot.httpUrl}/account`);
    await page.getByRole('button', { name: 'Turn on' }).click();
    const secret = (await page.locator('.enrolment-key').innerText()).replaceAll(' ', '');
    const nowS = Math.floor(Date.now() / 1_000);
    const codeOf = (steps: number): Promise<string> => generate({ secret, epoch: nowS + steps * TOTP_STEP_S });
    const enterCode = async (label: string, code: string, button: string): Promise<void> => {
      await page.getByLabel(label, { exact: true }).fill(code);
      await page.getByRole('button', { name: button }).click();
    };
    await enterCode('Code', await codeOf(0), 'Turn on');
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    const recoveryCodes = await codes.allInnerTexts();
    expect(recoveryCodes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('On', { exact: true }).waitFor();

    await signOut(page, name);
    await enterPassword(page, name);
    await enterCode('Code', await codeOf(0), 'Continue');
    await page.getByText('This code is not valid.').waitFor();
    await enterCode('Code', await codeOf(1), 'Continue');
    await untilSignedIn(page, name);

    const [recoveryCode = ''] = recoveryCodes;
    const enterRecoveryCode = async (): Promise<void> => {
      await signOut(page, name);
      await enterPassword(page, name);
      await page.getByRole('button', { name: 'Use a recovery code' }).click();
      await enterCode('Recovery code', recoveryCode, 'Continue');
    };
    await enterRecoveryCode();
    await untilSignedIn(page, name);
    await enterRecoveryCode();
    await page.getByText('This code is not valid.').waitFor();
  }, 120_000);

  it('keeps an open page when its session is ended, and goes on after the next sign-in', async () => {
    const name = 'uma@example.com';
    const { user, page } = await openAs(name, 'SUPERVISOR');
    await page.getByLabel('Connection: Live').waitFor();
    await page.evaluate('window.isSameDocument = true');
    await page.getByRole('combobox', { name: 'Agent' }).fill('typed and not chosen');
    await stores.sessions.endOfUser(user.id, Date.now());
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Connection: Live').waitFor();
    expect(await page.getByRole('combobox', { name: 'Agent' }).inputValue()).toBe('typed and not chosen');
    expect(await page.evaluate('window.isSameDocument')).toBe(true);
  }, 60_000);

  it('ends the page of somebody whose account is disabled', async () => {
    const name = 'vic@example.com';
    const { user, page } = await openAs(name, 'ANALYST');
    await page.getByLabel('Connection: Live').waitFor();
    await stores.users.change(DEFAULT_TENANT, user.id, { state: 'DISABLED' });
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Password').fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.getByText('the account is disabled').waitFor();
  }, 60_000);

  it('writes no password, link or session into the log', () => {
    const log = JSON.stringify(earshot.log.lines);
    expect(log).not.toContain(PASSWORD);
    expect(log).not.toMatch(/e[st]_[a-z0-9]{8}_[\w-]{20}/);
  });
});
