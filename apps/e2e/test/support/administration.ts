import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { newUser, issueTicket, ticketPath, type AccountGrant } from '@earshot/access';
import { DEFAULT_TENANT, type Role } from '@earshot/domain';
import { findEmbeddedPostgres } from '@earshot/embedded-postgres';
import { openPostgres, type PostgresStores } from '@earshot/postgres';
import { CapturingLogger } from '@earshot/testing';
import { axeViolations, chromiumFlags } from '@earshot/testing/chromium';
import { expect } from '@jest/globals';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { startTestEarshot, type TestEarshot } from './running-earshot.js';

const PASSWORD = 'quiet lamp under seven rivers';

/** Sizes and colours in which each page must fit and be accessible. */
const looks = [
  ['desktop-light', { width: 1366, height: 768 }, 'light'],
  ['desktop-dark', { width: 1366, height: 768 }, 'dark'],
  ['phone-light', { width: 390, height: 844 }, 'light'],
  ['phone-dark', { width: 390, height: 844 }, 'dark'],
] as const;

/** Earshot with sign-in, and a browser for each person who uses it. */
export class Administration {
  private constructor(
    readonly earshot: TestEarshot,
    readonly stores: PostgresStores,
    private readonly browser: Browser,
  ) {}

  static async start(executablePath: string): Promise<Administration> {
    const earshot = await startTestEarshot({ EARSHOT_AUTH: 'local' });
    const url = (await findEmbeddedPostgres(earshot.dataDir)) ?? '';
    const stores = openPostgres({ url, poolSize: 2, logger: new CapturingLogger() });
    const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
    return new Administration(earshot, stores, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.stores.close();
    await this.earshot.close();
  }

  /** Opens a one-time link in a browser that nobody used before, and chooses the password. */
  async redeem(url: string, name: string): Promise<Page> {
    const page = await (await this.browser.newContext({ locale: 'en-GB' })).newPage();
    await page.goto(url);
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
    await page.getByLabel('New password again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByRole('button', { name: `Signed in as ${name}` }).waitFor();
    return page;
  }

  /** Returns the id of the account. */
  async addPerson(name: string, roles: readonly Role[], over: Partial<AccountGrant> = {}): Promise<string> {
    const grant = { tenant: DEFAULT_TENANT, name, roles, ...over };
    const user = newUser(grant, { passwordHash: null, nowMs: Date.now() });
    await this.stores.users.add(user);
    return user.id;
  }

  async openAs(name: string, role: Role): Promise<Page> {
    const userId = await this.addPerson(name, [role]);
    const ticket = issueTicket({ tenant: DEFAULT_TENANT, purpose: 'ACCOUNT', userId }, Date.now());
    await this.stores.tickets.add(ticket.stored);
    return this.redeem(this.earshot.httpUrl + ticketPath(ticket), name);
  }

  async goTo(page: Page, path: string): Promise<void> {
    await page.goto(this.earshot.httpUrl + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
}

/** Fails if the page, as it is shown, scrolls sideways or has something that axe finds, on a desktop or a phone, light or dark. */
export async function expectFitAndAccessible(page: Page, name: string): Promise<void> {
  for (const [look, size, colorScheme] of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.evaluate('new Promise(requestAnimationFrame)');
    await takePicture(page, `${name}-${look}`);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect([look, overflow, await axeViolations(page)]).toEqual([look, 0, []]);
  }
  await page.setViewportSize(looks[0][1]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Writes a picture when `EARSHOT_WEB_SCREENSHOTS` names a folder, to look at while working on the page. */
async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env['EARSHOT_WEB_SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

export const untilFocused = (element: Locator): Promise<void> =>
  element.and(element.page().locator(':focus')).waitFor();
