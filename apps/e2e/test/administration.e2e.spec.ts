import { findChromium } from '@earshot/testing/chromium';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Administration, expectFitAndAccessible, untilFocused } from './support/administration.js';

const executablePath = findChromium();
if (executablePath === undefined) console.log('administration tests skipped: no Chromium on this machine');

(executablePath === undefined ? describe.skip : describe)('an administrator with a browser', () => {
  let admin: Administration;
  beforeAll(async () => {
    admin = await Administration.start(executablePath ?? '');
  }, 180_000);
  afterAll(() => admin?.close(), 60_000);

  it('invites somebody, who signs in by the link, and shuts them out by disabling the account', async () => {
    const page = await admin.openAs('ada@example.org', 'ADMIN');
    await page.getByRole('link', { name: 'Admin', exact: true }).click();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const form = page.getByRole('dialog', { name: 'Invite somebody' });
    await form.getByRole('textbox', { name: 'Sign-in name' }).fill('mia@example.org');
    await form.getByRole('checkbox', { name: 'Supervisor' }).uncheck();
    await form.getByRole('checkbox', { name: 'Agent' }).check();
    await form.getByRole('combobox', { name: 'Agent' }).fill('mia');
    await form.getByRole('button', { name: 'Invite' }).click();
    const once = page.getByRole('region', { name: 'Link for mia@example.org' });
    const invited = await admin.redeem(await once.locator('code').innerText(), 'mia@example.org');
    await untilFocused(once);
    await once.getByRole('button', { name: 'Close' }).click();
    expect(await invited.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Disable mia@example.org' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable mia@example.org' }).waitFor();
    await invited.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByRole('searchbox', { name: 'Search a name' }).fill('MIA');
    await page.getByRole('button', { name: 'Edit ada@example.org' }).waitFor({ state: 'detached' });
    expect(await page.locator('.admin-table tbody tr').count()).toBe(1);
  }, 120_000);

  it('edits somebody with the keyboard alone, and cannot take the last administrator away', async () => {
    const page = await admin.openAs('alma@example.org', 'ADMIN');
    await admin.addPerson('ben@example.org', ['SUPERVISOR'], {
      displayName: 'Ben of the Northern Team',
      teams: ['north'],
    });
    await admin.goTo(page, '/admin/people');
    const row = page.getByRole('row', { name: /ben@example\.org/ });
    const edit = page.getByRole('button', { name: 'Edit ben@example.org' });
    await edit.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Edit Ben of the Northern Team' });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await untilFocused(edit);
    await page.keyboard.press('Enter');
    await dialog.getByRole('checkbox', { name: 'Auditor' }).press('Space');
    await dialog.getByRole('textbox', { name: 'Queues' }).fill('claims, sales');
    await page.keyboard.press('Enter');
    await row.filter({ hasText: 'Supervisor, Auditor' }).filter({ hasText: 'claims, sales' }).waitFor();
    await untilFocused(edit);
    for (const name of ['ada@example.org', 'alma@example.org']) {
      await page.getByRole('button', { name: `Edit ${name}` }).click();
      await page.getByRole('checkbox', { name: 'Administrator' }).uncheck();
      await page.getByRole('button', { name: 'Save' }).click();
      const isLast = name === 'alma@example.org';
      if (isLast) await page.getByText('This is the only administrator.').waitFor();
      else await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await expectFitAndAccessible(page, 'people-dialog');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expectFitAndAccessible(page, 'people');
  }, 120_000);

  it('resets a password and a second factor only after a question', async () => {
    const page = await admin.openAs('rosa@example.org', 'ADMIN');
    const id = await admin.addPerson('eve@example.org', ['ANALYST']);
    await admin.stores.users.startTotp(id, Buffer.from('sealed'));
    await admin.stores.users.confirmTotp(id, 1, []);
    await admin.goTo(page, '/admin/people');
    await page.getByRole('button', { name: 'Reset second factor of eve@example.org' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect((await admin.stores.users.find('default', id))?.hasTotp).toBe(true);
    await page.getByRole('button', { name: 'Reset second factor of eve@example.org' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset the second factor' }).click();
    await page.getByRole('button', { name: 'Reset second factor of eve@example.org' }).waitFor({ state: 'detached' });
    expect((await admin.stores.users.find('default', id))?.hasTotp).toBe(false);
    await page.getByRole('button', { name: 'Reset password of eve@example.org' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset the password' }).click();
    const link = await page.getByRole('region', { name: 'Link for eve@example.org' }).locator('code').innerText();
    await admin.redeem(link, 'eve@example.org');
  }, 120_000);

  it('reads in the audit what was done, also as an auditor', async () => {
    const page = await admin.openAs('aldo@example.org', 'AUDITOR');
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
    const asked: string[] = [];
    page.on('request', (request) => {
      const { operationName, variables } = (request.postDataJSON() ?? {}) as {
        operationName?: string;
        variables?: never;
      };
      if (operationName === 'AuditTrail') asked.push(JSON.stringify(variables));
    });
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
    await page.getByLabel('Exact name').pressSequentially('aldo@example.org');
    expect(asked).toEqual([]);
    await page.clock.runFor(300);
    await page.clock.resume();
    await entries.filter({ hasNotText: 'aldo@example.org' }).first().waitFor({ state: 'detached' });
    expect(asked).toEqual([expect.stringContaining('"subject":"aldo@example.org"')]);
    expect(await entries.first().innerText()).toMatch(/Signed in\s+With a (one-time link|password)/);
    await expectFitAndAccessible(page, 'audit');
    expect(await page.getByRole('link', { name: 'Admin', exact: true }).count()).toBe(0);
  }, 180_000);

  it.each(['people', 'teams', 'keys', 'sessions', 'retention'])(
    'is nobody without the right to manage: %s',
    async (name) => {
      const page = await admin.openAs(`sue-${name}@example.org`, 'SUPERVISOR');
      await admin.goTo(page, `/admin/${name}`);
      await page.getByRole('heading', { name: 'Page not found' }).waitFor();
      await page.context().close();
    },
    120_000,
  );
});
