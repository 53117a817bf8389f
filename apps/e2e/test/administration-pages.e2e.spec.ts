import { findChromium } from '@earshot/testing/chromium';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { Administration, expectFitAndAccessible, untilFocused } from './support/administration.js';
import { addEndedCall } from './support/ended-call.js';

const executablePath = findChromium();
if (executablePath === undefined) console.log('administration tests skipped: no Chromium on this machine');

const LONG = 'a-very-long-name-without-a-single-space-that-nobody-would-choose-but-somebody-will-'.repeat(2);

(executablePath === undefined ? describe.skip : describe)('the administration pages', () => {
  let admin: Administration;
  let page: Page;
  beforeAll(async () => {
    admin = await Administration.start(executablePath ?? '');
    page = await admin.openAs('ada@example.org', 'ADMIN');
  }, 180_000);
  afterAll(() => admin?.close(), 60_000);

  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const dialog = () => page.getByRole('dialog');
  const answer = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const row = (text: string | RegExp): Locator => page.locator('.admin-table tbody tr').filter({ hasText: text });
  /** The status of a request with a key. */
  const tryKey = async (key: string): Promise<number> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
    const body = JSON.stringify({ query: '{ calls(first: 1) { pageInfo { hasNextPage } } }' });
    return (await fetch(admin.earshot.graphqlUrl, { method: 'POST', headers, body })).status;
  };
  const onceText = (name: string) =>
    page
      .getByRole('region', { name: `Key ${name}` })
      .locator('code')
      .innerText();

  it('make, replace and revoke a key, whose text is shown once', async () => {
    await page.getByRole('link', { name: 'Admin', exact: true }).click();
    await page.getByRole('link', { name: 'Keys' }).click();
    await press('New key');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Quality reports');
    await dialog().getByRole('textbox', { name: 'Teams' }).fill('north');
    await dialog().getByLabel('Expires').fill('2031-05-04');
    await expectFitAndAccessible(page, 'keys-new');
    await answer('Make the key');
    const first = await onceText('Quality reports');
    expect(await tryKey(first)).toBe(200);
    await expectFitAndAccessible(page, 'keys');
    await press('Close');
    expect(await page.getByText(first).count()).toBe(0);
    await row('Quality reports').filter({ hasText: 'Teams north' }).filter({ hasText: '2031' }).waitFor();

    await press('Replace Quality reports');
    await dialog().getByLabel('How long the old key still works').selectOption('One day');
    await answer('Make the new key');
    const second = await onceText('Quality reports');
    expect([await tryKey(first), await tryKey(second)]).toEqual([200, 200]);
    await press('Close');
    await row('Replaced, works until it expires').getByRole('button', { name: 'Revoke Quality reports' }).click();
    await answer('Revoke the key');
    await row('Revoked').waitFor();
    // The button that had the focus is gone.
    await untilFocused(page.getByRole('region', { name: 'Keys' }));
    while ((await tryKey(first)) !== 401) await page.waitForTimeout(100);
    expect(await tryKey(second)).toBe(200);

    await press('New key');
    await dialog().getByRole('textbox', { name: 'Name' }).fill(LONG);
    await dialog().getByLabel('Purpose').selectOption('Send calls');
    await answer('Make the key');
    await row('Sends calls: lca').waitFor();
    await press('Close');
    await expectFitAndAccessible(page, 'keys-long');
  }, 180_000);

  it('say why a key was not revoked, and show that it has ended', async () => {
    await press('New key');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('Short life');
    await answer('Make the key');
    await press('Close');
    const [key] = (await admin.stores.accessKeys.list('default', { first: 1 })).items;
    await press('Revoke Short life');
    // Somebody else is faster.
    await admin.stores.accessKeys.revoke(key?.item.id ?? '', Date.now());
    await answer('Revoke the key');
    await dialog().getByText('This key has ended already.').waitFor();
    await answer('Cancel');
    await row('Short life').filter({ hasText: 'Revoked' }).waitFor();
  }, 60_000);

  it('wait for the next sign-in with a change that was not made yet', async () => {
    await admin.goTo(page, '/admin/keys');
    await press('New key');
    await dialog().getByRole('textbox', { name: 'Name' }).fill('After the pause');
    const people = await admin.stores.users.list('default', { first: 10, search: 'ada@' });
    await admin.stores.sessions.endOfUser(people.items[0]?.item.id ?? '', Date.now());
    const ended = page.getByRole('dialog', { name: 'Your session has ended' });
    await ended.waitFor();
    await ended.getByLabel('Password').fill('quiet lamp under seven rivers');
    await ended.getByRole('button', { name: 'Sign in' }).click();
    await ended.waitFor({ state: 'detached' });
    await page.getByRole('dialog', { name: 'New key' }).getByRole('button', { name: 'Make the key' }).click();
    await onceText('After the pause');
    await press('Close');
  }, 120_000);

  it('make a team, and add and remove agents', async () => {
    await admin.goTo(page, '/admin/teams');
    await page.getByText('There is no team yet.').waitFor();
    await expectFitAndAccessible(page, 'teams-empty');
    await press('New team');
    await dialog().getByRole('textbox', { name: 'Team' }).fill('north');
    await addEndedCall(admin.stores, 'of-mia', { agentId: 'mia' });
    await dialog().getByRole('combobox', { name: 'First agent' }).fill('m');
    await dialog().locator('datalist option[value="mia"]').waitFor({ state: 'attached' });
    await dialog().getByRole('combobox', { name: 'First agent' }).fill('mia');
    await answer('Make the team');
    await press('Add an agent to north');
    await dialog().getByRole('combobox', { name: 'Agent' }).fill('ben');
    await answer('Add');
    await press('Remove mia from north');
    await answer('Remove');
    await page.getByRole('button', { name: 'Remove mia from north' }).waitFor({ state: 'detached' });
    expect((await admin.stores.teams.listTeams('default', { first: 1 })).items[0]?.item.agentIds).toEqual(['ben']);
    for (let n = 1; n <= 30; n += 1)
      await admin.stores.teams.addMember({
        tenant: 'default',
        team: n > 28 ? LONG : `team ${n}`,
        agentId: `agent ${n}`,
      });
    for (let n = 1; n <= 25; n += 1)
      await admin.stores.teams.addMember({ tenant: 'default', team: LONG, agentId: `${LONG}${n}` });
    await admin.goTo(page, '/admin/teams');
    await page.getByRole('button', { name: 'Show all 27' }).click();
    await page.getByRole('button', { name: `Remove ${LONG}9 from ${LONG}` }).waitFor();
    await expectFitAndAccessible(page, 'teams');
    await press('Next page');
    await row('team 9').waitFor();
    await press('Previous page');
    await row(LONG).first().waitFor();
  }, 120_000);

  it('show who is signed in, end one session, and end all of a person', async () => {
    const [first, second] = [
      await admin.openAs('mia@example.org', 'SUPERVISOR'),
      await admin.openAs('zoe@example.org', 'ANALYST'),
    ];
    await admin.goTo(page, '/admin/people');
    await page.getByRole('link', { name: 'Sessions of zoe@example.org' }).click();
    await page.getByText('Sessions of one person.').waitFor();
    await row('zoe@example.org').waitFor();
    expect(await row(/./).count()).toBe(1);
    await row('zoe@example.org').filter({ hasText: 'One-time link' }).filter({ hasText: 'Chrome on' }).waitFor();
    await page.getByRole('button', { name: /^End the session of zoe@example.org at / }).click();
    await answer('End the session');
    await page.getByText('This person is not signed in.').waitFor();
    await second.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await expectFitAndAccessible(page, 'sessions');
    await press('End all sessions of mia@example.org');
    await answer('End all sessions');
    await row('mia@example.org').waitFor({ state: 'detached' });
    await first.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  }, 120_000);

  it('show what a policy would erase before it is saved or removed', async () => {
    await addEndedCall(admin.stores, 'old', { daysAgo: 50, queue: 'claims' });
    await admin.goTo(page, '/admin/retention');
    await row('All other calls')
      .filter({ hasText: '90 days' })
      .filter({ hasText: 'The settings of the server' })
      .waitFor();
    await press('New policy');
    await dialog().getByRole('textbox', { name: 'Queue' }).fill('claims');
    await dialog().getByLabel('Days').fill('100');
    await answer('Show what would be erased');
    await dialog().getByText('No call would be erased now.').waitFor();
    await dialog().getByLabel('Days').fill('30');
    // Another number is another question.
    expect(await dialog().getByRole('button', { name: 'Save' }).count()).toBe(0);
    await answer('Show what would be erased');
    await dialog().getByText('1 call would be erased within ten minutes.').waitFor();
    await expectFitAndAccessible(page, 'retention-preview');
    await dialog().getByLabel('Days').fill('60');
    await answer('Show what would be erased');
    await answer('Save');
    await row('Queue claims').filter({ hasText: '60 days' }).filter({ hasText: 'ada@example.org' }).waitFor();
    await press('Change: All other calls');
    await dialog().getByLabel('Days').fill('40');
    await answer('Show what would be erased');
    await answer('Save');
    await row('All other calls').filter({ hasText: '40 days' }).waitFor();
    await press('Remove: Queue claims');
    await answer('Show what would be erased');
    await dialog().getByText('1 call would be erased within ten minutes.').waitFor();
    await answer('Cancel');
    expect(await admin.stores.retention.listPolicies('default')).toHaveLength(2);
    await press('Remove: All other calls');
    await answer('Show what would be erased');
    await answer('Remove');
    await row('90 days').waitFor();
    await expectFitAndAccessible(page, 'retention');
  }, 120_000);

  it('keep what they show while the server cannot be reached, and say so', async () => {
    await admin.goTo(page, '/admin/teams');
    await row('north').waitFor();
    await page.route('**/graphql', (route) => route.abort());
    await press('Add an agent to north');
    await dialog().getByRole('combobox', { name: 'Agent' }).fill('eve');
    await answer('Add');
    await dialog().getByText('The server cannot be reached.').waitFor();
    await answer('Cancel');
    await page.getByText('Could not load the teams.').waitFor();
    await row('north').waitFor();
    await page.unroute('**/graphql');
    await page.getByText('Could not load the teams.').waitFor({ state: 'detached' });
  }, 60_000);
});
