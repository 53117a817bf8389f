import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeViolations } from '../support/browser.js';
import { aSegment, conversationFacts } from '../support/mock-calls.js';
import { type WebTest, line, waitUntilLive } from '../support/web-test.js';

const large = { width: 1920, height: 1080 };
const phone = { width: 390, height: 844 };

/** Tests of light and dark mode, of a desktop and a phone screen, and of accessibility. */
export function describeAppearance(web: WebTest): void {
  describe.each([
    ['light', 'desktop', { colorScheme: 'light' }],
    ['dark', 'desktop', { colorScheme: 'dark' }],
    ['light', 'large desktop', { colorScheme: 'light', viewport: large }],
    ['dark', 'large desktop', { colorScheme: 'dark', viewport: large }],
    ['light', 'phone', { colorScheme: 'light', viewport: phone }],
    ['dark', 'phone', { colorScheme: 'dark', viewport: phone }],
  ] as const)('in %s mode on a %s', (mode, place, options) => {
    const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

    beforeEach(() => {
      web.putEndedCalls(12);
      web.putFinishedCall();
      web.gateway.putCall({
        id: 'sample-returns',
        engine: 'scripted',
        ...conversationFacts(),
        startedAt: new Date(Date.now() - 95_000).toISOString(),
      });
      web.gateway.putCall({ id: 'lost', status: 'INTERRUPTED', engine: null, agentId: null, customerNumber: null });
    });

    it('the list of calls fits and is accessible', async () => {
      const page = await web.openPage('/', options);
      await page.getByRole('link', { name: 'old-12' }).waitFor();
      await waitUntilLive(page);
      await web.takeScreenshot(page, `calls-${mode}-${place}`);
      expect(await page.locator('body').evaluate((body) => body.classList.contains('awsui-dark-mode'))).toBe(
        mode === 'dark',
      );
      expect(await fits(page)).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    });

    it('a call fits and is accessible', async () => {
      web.gateway.putCall({ id: 'call-1', status: 'LIVE', endedAt: null, engine: 'scripted' });
      const page = await web.openPage('/calls/call-1', options);
      await page.locator('.chart canvas').waitFor();
      await waitUntilLive(page);
      web.gateway.publishSegment(
        'call-1',
        aSegment({ id: '0-99', startMs: 61_500, text: 'And one more thing, I', isPartial: true, sentiment: null }),
      );
      await line(page, '0-99').waitFor();
      await web.takeScreenshot(page, `call-${mode}-${place}`, true);
      expect(await fits(page)).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    });
  });

  it('switches between light and dark and remembers the choice', async () => {
    const page = await web.openPage('/', { colorScheme: 'light' });
    const dark = () => page.locator('body').evaluate((body) => body.classList.contains('awsui-dark-mode'));
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await dark()).toBe(true);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await dark()).toBe(true);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await dark()).toBe(false);
  });
}
