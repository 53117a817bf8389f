import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { WebTest } from '../support/web-test.js';

/** A DSL line: 1.5 Mbit/s down, 384 kbit/s up, 50 ms there and back. */
const dsl = { offline: false, downloadThroughput: 1_500_000 / 8, uploadThroughput: 384_000 / 8, latency: 50 };

/**
 * With this many compressed bytes the first row of the list takes about 1.2 s on a DSL line. Code and style sheets only:
 * the text is readable before its font is there.
 */
const budgetBytes = 110_000;

/** Opens a page over a slow line with an empty cache. Returns what was loaded until the element was there. */
async function measureLoad(page: Page, url: string, selector: string) {
  const fresh = await page.context().newPage();
  const session = await page.context().newCDPSession(fresh);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', dsl);
  const startedMs = Date.now();
  await fresh.goto(url, { waitUntil: 'commit' });
  await fresh.locator(selector).first().waitFor();
  const tookMs = Date.now() - startedMs;
  const loaded = await fresh.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry as PerformanceResourceTiming)
      .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })),
  );
  const bytes = loaded.filter(({ name }) => /\.(js|css)$/.test(name)).reduce((sum, file) => sum + file.bytes, 0);
  return { tookMs, bytes, fresh };
}

/** Tests of the time before the first row. */
export function describeLoading(web: WebTest): void {
  it('needs few bytes for the first row of the list', async () => {
    web.putEndedCalls(25);
    const page = await web.openPage('/');
    const { tookMs, bytes } = await measureLoad(page, web.gateway.url, '.call-link');
    console.info(`first row over DSL after ${tookMs} ms; ${bytes} bytes of code and style sheets`);
    expect(bytes).toBeLessThanOrEqual(budgetBytes);
  });

  it('shows the shape of the page before its code runs', async () => {
    const page = await web.openPage('/');
    await page.route(/\.js$/, () => new Promise(() => undefined));
    await page.goto(web.gateway.url, { waitUntil: 'commit' });
    await page.locator('.skeleton-row').first().waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('shows the shape of the list while the calls are fetched', async () => {
    web.putEndedCalls(1);
    const page = await web.openPage('/');
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route(/\/graphql$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(web.gateway.url);
    await page.getByText('Loading the calls').waitFor();
    await page.locator('.call-list .skeleton-row').first().waitFor();
    answer();
    await page.locator('.call-link').waitFor();
    expect(await page.locator('.skeleton-row').count()).toBe(0);
  });
}
