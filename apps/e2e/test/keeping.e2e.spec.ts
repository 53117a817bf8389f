import type { AuditedAccess, CallId } from '@earshot/contracts';
import { findChromium } from '@earshot/testing/chromium';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Administration, expectFitAndAccessible, untilFocused } from './support/administration.js';
import { addEndedCall } from './support/ended-call.js';

const LOOKED_AT = 'looked-at' as CallId;
const executablePath = findChromium();
if (executablePath === undefined) console.log('tests of keeping calls skipped: no Chromium on this machine');

(executablePath === undefined ? describe.skip : describe)('the page of a call', () => {
  let admin: Administration;
  let page: Page;
  beforeAll(async () => {
    admin = await Administration.start(executablePath ?? '');
    page = await admin.openAs('ada@example.org', 'ADMIN');
  }, 180_000);
  afterAll(() => admin?.close(), 60_000);

  const dialog = () => page.getByRole('dialog');
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const answer = (name: string) => dialog().getByRole('button', { name, exact: true }).click();

  /** Adds an access to the audit, and does not wait until its minute is over. */
  async function addAccess(added: AuditedAccess): Promise<void> {
    const { auditWriter } = admin.stores;
    await auditWriter.addAccesses(`${added.callId} ${added.action}`, [added]);
    await auditWriter.writeRows({ nowMs: Date.now() + 120_000, waitMs: 0 });
  }
  const access = {
    tenant: 'default',
    principal: 'user:mia',
    subject: 'Mia Torres',
    kind: 'USER',
    address: null,
    details: [] as string[],
    firstAtMs: Date.now(),
    lastAtMs: Date.now(),
  } as const satisfies Partial<AuditedAccess>;

  it('shows who looked at it to those who may read the audit', async () => {
    await addEndedCall(admin.stores, LOOKED_AT);
    await addAccess({ ...access, callId: LOOKED_AT, action: 'HEAR', count: 3 });
    const panel = (viewer: Page) => viewer.locator('.looked-at').getByRole('listitem');
    await admin.goTo(page, '/calls/looked-at');
    const heard = panel(page).filter({ hasText: 'Mia Torres' });
    await heard.filter({ hasText: 'Heard' }).filter({ hasText: '3 times, last on' }).waitFor();
    await addAccess({ ...access, callId: LOOKED_AT, action: 'DOWNLOAD', count: 1 });
    await press('Refresh who looked at this');
    await heard.filter({ hasText: 'Downloaded' }).filter({ hasText: 'once on' }).waitFor();
    const auditor = await admin.openAs('aldo@example.org', 'AUDITOR');
    await admin.goTo(auditor, '/calls/looked-at');
    await panel(auditor).first().waitFor();
    expect(await auditor.getByRole('heading', { name: 'Keep and erase' }).count()).toBe(0);
    const supervisor = await admin.openAs('sue@example.org', 'SUPERVISOR');
    await admin.goTo(supervisor, '/calls/looked-at');
    await supervisor.getByRole('heading', { name: 'Audio coverage' }).waitFor();
    expect(await supervisor.getByRole('heading', { name: 'Who looked at this' }).count()).toBe(0);
  }, 180_000);

  it('holds the call with a reason, and releases it', async () => {
    await addEndedCall(admin.stores, 'held');
    await admin.goTo(page, '/calls/held');
    await press('Set a legal hold');
    await expectFitAndAccessible(page, 'call-hold');
    const submit = dialog().getByRole('button', { name: 'Hold the call' });
    expect(await submit.isDisabled()).toBe(true);
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('a lawsuit');
    await page.keyboard.press('Enter');
    await page.getByText('Reason: a lawsuit').waitFor();
    await untilFocused(page.getByRole('button', { name: 'Release the hold' }));
    expect(await page.getByRole('button', { name: 'Erase the call' }).isDisabled()).toBe(true);
    await expectFitAndAccessible(page, 'call-held');
    const supervisor = await admin.openAs('sam@example.org', 'SUPERVISOR');
    await admin.goTo(supervisor, '/calls/held');
    await supervisor.locator('.call-fact').filter({ hasText: 'Legal hold' }).waitFor();
    expect(await supervisor.getByText('a lawsuit').count()).toBe(0);
    await press('Release the hold');
    await answer('Release');
    await page.getByRole('button', { name: 'Set a legal hold' }).waitFor();
    await untilFocused(page.getByRole('button', { name: 'Set a legal hold' }));
    // Whoever comes back to an open page sees what somebody else changed.
    await supervisor.locator('.call-fact').filter({ hasText: 'Legal hold' }).waitFor();
    for (const type of ['blur', 'focus']) await supervisor.evaluate(`window.dispatchEvent(new Event('${type}'))`);
    await supervisor.locator('.call-fact').filter({ hasText: 'Legal hold' }).waitFor({ state: 'detached' });
  }, 120_000);

  it('keeps the call until a day of its own, or as the policies say', async () => {
    await addEndedCall(admin.stores, 'kept');
    await admin.goTo(page, '/calls/kept');
    await press('Change the date');
    await dialog().getByLabel('Day').fill('2020-01-01');
    expect(await dialog().getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await dialog().getByLabel('Day').fill('2099-05-04');
    await answer('Save');
    await page.locator('.call-fact').filter({ hasText: 'Kept until' }).filter({ hasText: '2099' }).waitFor();
    await press('Change the date');
    expect(await dialog().getByLabel('Day').inputValue()).toBe('2099-05-04');
    await dialog().getByLabel('Day').fill('');
    await answer('Save');
    await page.getByRole('link', { name: 'retention policies' }).waitFor();
    expect(await page.locator('.call-fact').filter({ hasText: 'Kept until' }).count()).toBe(0);
  }, 60_000);

  it('erases the call after its id was typed, on every open page', async () => {
    await addEndedCall(admin.stores, 'erased');
    await admin.goTo(page, '/calls/erased');
    const other = await admin.openAs('olga@example.org', 'SUPERVISOR');
    await admin.goTo(other, '/calls/erased');
    await other.getByRole('heading', { name: 'Audio coverage' }).waitFor();
    await press('Erase the call');
    const submit = dialog().getByRole('button', { name: 'Erase the call' });
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('the customer asked for it');
    await dialog().getByRole('textbox', { name: 'Id of the call' }).fill('another');
    expect(await submit.isDisabled()).toBe(true);
    await expectFitAndAccessible(page, 'call-erase');
    await dialog().getByRole('textbox', { name: 'Id of the call' }).fill('erased');
    await submit.click();
    await page.getByText('The call and its recording are erased for good.').waitFor();
    await expectFitAndAccessible(page, 'call-erased');
    await other.getByText('The call and its recording are erased for good.').waitFor();
    await page.reload();
    await page.getByText('Call not found').waitFor();
  }, 120_000);

  it('says that a hold of somebody else came first', async () => {
    await addEndedCall(admin.stores, 'contested');
    await admin.goTo(page, '/calls/contested');
    await press('Erase the call');
    const order = { principal: 'user:b', subject: 'Ben', reason: 'a lawsuit', atMs: Date.now() };
    const scope = { tenant: 'default', all: true, agentIds: [], teams: [], queues: [] };
    await admin.stores.callKeeping.setHold(scope, 'contested' as never, order);
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('asked');
    await dialog().getByRole('textbox', { name: 'Id of the call' }).fill('contested');
    await answer('Erase the call');
    await dialog().getByText('A legal hold keeps this call.').waitFor();
    expect(await dialog().getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('asked');
    await answer('Cancel');
  }, 60_000);
});
