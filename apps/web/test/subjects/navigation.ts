import { expect, it } from '@jest/globals';
import { axeViolations } from '../support/browser.js';
import type { WebTest } from '../support/web-test.js';

/** Tests of the way between pages. */
export function describeNavigation(web: WebTest): void {
  it('goes from the list to a call and back without a page load, and moves the focus', async () => {
    web.putEndedCalls(2);
    const page = await web.openPage('/');
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.getByRole('link', { name: 'old-2' }).click();
    await page.getByRole('heading', { name: 'Call old-2' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.goBack();
    await page.getByRole('link', { name: 'old-1' }).waitFor();
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  });

  it('marks the current page in the top bar', async () => {
    const page = await web.openPage('/');
    const link = page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Calls' });
    expect(await link.getAttribute('aria-current')).toBe('page');
    await page.goto(`${web.gateway.url}/calls/soon`);
    await page.getByRole('heading', { name: 'Call soon' }).waitFor();
    expect(await link.getAttribute('aria-current')).toBeNull();
    await link.click();
    await page.getByText('No calls yet').waitFor();
  });

  it('says when a page does not exist, and leads back to the calls', async () => {
    const page = await web.openPage('/nothing/here');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    expect(await page.title()).toBe('Page not found · Earshot');
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Back to the calls' }).click();
    await page.getByText('No calls yet').waitFor();
  });
}
