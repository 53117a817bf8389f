import { describe, expect, it } from '@jest/globals';
import { type WebTest, callIds, waitUntilLive } from '../support/web-test.js';

/** Tests of the list of calls. */
export function describeCallList(web: WebTest): void {
  describe('the list of calls', () => {
    it('shows calls that start, change and end, without moving their rows', async () => {
      web.putEndedCalls(3);
      const page = await web.openPage('/');
      await page.getByRole('link', { name: 'old-3' }).waitFor();
      await waitUntilLive(page);
      expect(await page.title()).toBe('Calls · Earshot');
      web.gateway.putCall({ id: 'fresh', engine: 'scripted' });
      await page.getByRole('link', { name: 'fresh' }).waitFor();
      expect(await callIds(page)).toEqual(['fresh', 'old-3', 'old-2', 'old-1']);
      const row = page.locator('tr', { hasText: 'fresh' });
      expect(await row.innerText()).toContain('scripted (sample text)');
      expect(await row.innerText()).toContain('In progress');
      const first = await row.locator('.tabular').innerText();
      await page.waitForFunction((before) => document.querySelector('.tabular')?.textContent !== before, first);
      web.gateway.putCall({ id: 'fresh', wordsBehindMs: 14_200 });
      await row.getByText('Words behind').waitFor();
      expect(await row.getByTitle('Words are 14 s behind the audio').count()).toBe(1);
      web.gateway.putCall({ id: 'fresh', wordsBehindMs: 0 });
      await row.getByText('In progress').waitFor();
      web.gateway.putCall({ id: 'old-1', alertCount: 2 });
      await page.locator('tr', { hasText: 'old-1' }).getByText('2 alerts').waitFor();
      web.gateway.putCall({ id: 'fresh', endedAt: new Date().toISOString() });
      await row.getByText('Finishing').waitFor();
      web.gateway.putCall({ id: 'fresh', status: 'ENDED' });
      await row.getByText('Ended', { exact: true }).waitFor();
      expect(await callIds(page)).toEqual(['fresh', 'old-3', 'old-2', 'old-1']);
    });

    it('sorts, filters and pages on the server and keeps the view in the address', async () => {
      web.putEndedCalls(30);
      web.gateway.putCall({ id: 'loud', alertCount: 3, startedAt: '2020-01-01T00:00:00Z' });
      const page = await web.openPage('/');
      await page.getByRole('link', { name: 'old-30' }).waitFor();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('link', { name: 'old-5', exact: true }).waitFor();
      expect(await callIds(page)).toEqual(['old-5', 'old-4', 'old-3', 'old-2', 'old-1', 'loud']);
      await page.getByText('Page 2').waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'old-5', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Previous page' }).click();
      await page.getByRole('link', { name: 'old-30' }).waitFor();
      await page.getByLabel('With alerts').check();
      await page.waitForFunction(() => document.querySelectorAll('.call-id').length === 1);
      expect(page.url()).toContain('alerts=1');
      await page.reload();
      await page.getByRole('link', { name: 'loud' }).waitFor();
      expect(await callIds(page)).toEqual(['loud']);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByRole('link', { name: 'old-30' }).waitFor();
      await page.getByRole('columnheader', { name: 'Alerts' }).getByRole('button').click();
      await page.waitForFunction(() => document.querySelector('.call-id')?.textContent === 'loud');
      expect(page.url()).toMatch(/sort=ALERTS$/);
      await page.getByRole('columnheader', { name: 'Duration' }).getByRole('button').click();
      await page.waitForFunction(() => document.querySelector('.call-id')?.textContent === 'old-30');
      await page.getByRole('columnheader', { name: 'Duration' }).getByRole('button').click();
      await page.waitForFunction(() => document.querySelector('.call-id')?.textContent === 'loud');
      expect(page.url()).toContain('sort=DURATION&direction=asc');
      await page.getByRole('searchbox', { name: 'Find call, number or agent' }).fill('nobody at all');
      await page.getByText('No matching calls').waitFor();
    });

    it('remembers the page size, and says when there are no calls or they cannot be loaded', async () => {
      const page = await web.openPage('/');
      await page.getByText('No calls yet').waitFor();
      await page.getByLabel('Calls per page').selectOption('10');
      web.putEndedCalls(12);
      await page.reload();
      await page.getByRole('link', { name: 'old-12' }).waitFor();
      expect(await callIds(page)).toHaveLength(10);
      web.gateway.setOnline(false);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.getByText('Could not load the calls').waitFor();
      await page.getByLabel('Connection: Reconnecting').waitFor();
      web.gateway.putCall({ id: 'meanwhile' }, { silently: true });
      web.gateway.setOnline(true);
      await page.getByRole('link', { name: 'meanwhile' }).waitFor();
      await page.getByText('Could not load the calls').waitFor({ state: 'detached' });
    });

    it('shows a call that began before all others as soon as it raises its alert, and drops it when it ends', async () => {
      web.putEndedCalls(3);
      web.gateway.putCall({ id: 'early', startedAt: '2020-01-01T00:00:00Z' });
      web.gateway.putCall({ id: 'alerted', alertCount: 1 });
      const page = await web.openPage('/?alerts=1&status=LIVE');
      await page.getByRole('link', { name: 'alerted' }).waitFor();
      await waitUntilLive(page);
      web.gateway.putCall({ id: 'early', alertCount: 1 });
      await page.getByRole('link', { name: 'early' }).waitFor();
      expect(await callIds(page)).toEqual(['alerted', 'early']);
      await page.getByRole('link', { name: 'alerted' }).hover();
      web.gateway.putCall({ id: 'alerted', status: 'ENDED', endedAt: new Date().toISOString() });
      await page.locator('tr.has-left', { hasText: 'alerted' }).waitFor();
      await page.mouse.move(1, 1);
      await page.getByRole('link', { name: 'alerted' }).waitFor({ state: 'detached' });
      expect(await callIds(page)).toEqual(['early']);
    });

    it('fills an empty list that is sorted by alerts', async () => {
      web.gateway.putCall({ id: 'quiet' });
      const page = await web.openPage('/?alerts=1&sort=ALERTS');
      await page.getByText('No matching calls').waitFor();
      await waitUntilLive(page);
      web.gateway.putCall({ id: 'quiet', alertCount: 2 });
      await page.getByRole('link', { name: 'quiet' }).waitFor();
    });

    it('suggests agents without regard to case and accents', async () => {
      web.gateway.putCall({ id: 'one', agentId: 'José Müller' });
      web.gateway.putCall({ id: 'two', agentId: 'Mia' });
      const page = await web.openPage('/');
      await page.getByRole('link', { name: 'two' }).waitFor();
      await page.getByRole('combobox', { name: 'Agent' }).fill('jose mu');
      await page.getByRole('option', { name: 'José Müller' }).click();
      expect(web.gateway.operations).toContain('Agents');
      await page.getByRole('link', { name: 'two' }).waitFor({ state: 'detached' });
      expect(await callIds(page)).toEqual(['one']);
      expect(new URL(page.url()).searchParams.get('agent')).toBe('José Müller');
    });

    it('keeps one line per call and lists the categories that have no room', async () => {
      const categories = ['Billing and refunds of all kinds', 'Cancellation', 'Complaint', 'Delivery', 'Legal'];
      web.gateway.putCall({ id: 'busy-'.repeat(12), categories, agentId: 'A name that has no room in its column' });
      const page = await web.openPage('/', { viewport: { width: 1366, height: 768 } });
      const row = page.locator('tbody tr');
      await row.waitFor();
      expect((await row.boundingBox())?.height).toBeLessThanOrEqual(36);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1366);
      await page.getByRole('button', { name: '3 more categories' }).click();
      await page.getByRole('link', { name: 'Legal' }).click();
      await page.getByRole('button', { name: 'Category Legal: remove' }).waitFor();
    });

    it('goes back from a call to the same list at the same place', async () => {
      web.putEndedCalls(60);
      const page = await web.openPage('/?status=ENDED', { viewport: { width: 1366, height: 500 } });
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByText('Page 2').waitFor();
      await page.getByRole('link', { name: 'old-11', exact: true }).scrollIntoViewIfNeeded();
      const scrollPx = await page.evaluate(() => window.scrollY);
      expect(scrollPx).toBeGreaterThan(100);
      await page.getByRole('link', { name: 'old-11', exact: true }).click();
      await page.getByRole('heading', { name: 'Call old-11' }).waitFor();
      await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Calls' }).click();
      await page.getByRole('link', { name: 'old-11', exact: true }).waitFor();
      expect(await page.evaluate(() => window.scrollY)).toBe(scrollPx);
      await page.getByText('Page 2').waitFor();
      expect(page.url()).toContain('status=ENDED');
    });

    it('says since when the connection is lost, and stops the clocks', async () => {
      web.gateway.putCall({ id: 'fresh' });
      const page = await web.openPage('/');
      await page.getByRole('link', { name: 'fresh' }).waitFor();
      await waitUntilLive(page);
      web.gateway.setOnline(false);
      await page.getByText(/Connection lost at \d\d:\d\d:\d\d/).waitFor();
      expect(await page.locator('main.out-of-date').count()).toBe(1);
      const shown = await page.locator('tr .tabular').innerText();
      await page.clock.install();
      await page.clock.runFor(5_000);
      expect(await page.locator('tr .tabular').innerText()).toBe(shown);
      web.gateway.setOnline(true);
    });
  });
}
