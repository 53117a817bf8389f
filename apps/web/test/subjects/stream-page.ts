import { expect, it } from '@jest/globals';
import { axeViolations } from '../support/browser.js';
import { aSession } from '../support/mock-sign-in.js';
import type { WebTest } from '../support/web-test.js';

/** Tests of the page that sends a call. What it sends is tested through all services. */
export function describeStreamPage(web: WebTest): void {
  it.each([
    ['light', { width: 1366, height: 768 }],
    ['dark', { width: 390, height: 844 }],
  ] as const)('the page that sends a call fits and is accessible in %s mode', async (colorScheme, viewport) => {
    const page = await web.openPage('/stream', { colorScheme, viewport });
    await page.getByRole('button', { name: 'Start the call' }).waitFor();
    await web.takeScreenshot(page, `stream-${colorScheme}`, true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(await axeViolations(page)).toEqual([]);
  });

  it('sends no call without any sound', async () => {
    const page = await web.openPage('/stream');
    const start = page.getByRole('button', { name: 'Start the call' });
    await page.getByLabel('A browser tab').uncheck();
    expect(await start.isEnabled()).toBe(true);
    await page.getByLabel('The microphone', { exact: true }).uncheck();
    expect(await start.isEnabled()).toBe(false);
  });

  it('lets an agent send calls of no other agent', async () => {
    web.gateway.signIn.demandSignIn(aSession({ roles: ['AGENT'], agentId: 'mia' }));
    const page = await web.openPage('/stream');
    await page.getByText('Agent: mia').waitFor();
    expect(await page.getByLabel('Agent', { exact: true }).count()).toBe(0);
  });

  it('is not there for somebody who may not send calls', async () => {
    web.gateway.signIn.demandSignIn(aSession({ roles: ['AUDITOR'], rights: ['READ', 'AUDIT'] }));
    const page = await web.openPage('/stream');
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
    expect(await page.getByRole('link', { name: 'Stream', exact: true }).count()).toBe(0);
  });
}
