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
      await page.getByRole('columnheader', { name: 'Duration' }).getByRole('button').click();
      await page.waitForFunction(() => document.querySelector('.call-id')?.textContent === 'loud');
      expect(page.url()).toContain('sort=DURATION&direction=asc');
      await page.getByRole('searchbox', { name: 'Find call, number or agent' }).fill('nobody at all');
      await page.getByText('No matching calls').waitFor();
    });

    it('remembers the page size, and says when there are no calls or they cannot be loaded', async () => {
      const page = await web.openPage('/');
      await page.getByText('No calls yet').waitFor();
      await page.getByRole('button', { name: 'Calls per page' }).click();
      await page.getByRole('option', { name: '10 per page' }).click();
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
  });
}
