import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { playSamples } from '@earshot/call-player';
import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { chromium, type Browser } from 'playwright-core';
import { startTestEarshot, type TestEarshot } from './support/running-earshot.js';

const executablePath = findChromium();
const samples = join(import.meta.dirname, '../../../samples');
if (executablePath === undefined) console.log('browser tests skipped: no Chromium on this machine');

(executablePath === undefined ? describe.skip : describe)('the demo in a real browser', () => {
  let earshot: TestEarshot;
  let browser: Browser;
  const stop = new AbortController();
  let playing: Promise<void>;
  beforeAll(async () => {
    earshot = await startTestEarshot({ SPEECH_ENGINE: 'auto', EARSHOT_AUTH: 'local', EARSHOT_DEMO_ACCOUNTS: 'true' });
    browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
    const { ingestUrl: url, callKey: key } = earshot;
    const options = { directory: samples, url, key, engine: 'scripted', signal: stop.signal };
    playing = playSamples({ ...options, print: () => {} });
  }, 180_000);
  afterAll(async () => {
    stop.abort();
    await playing;
    await browser.close();
    await earshot.close();
  }, 180_000);

  it('opens signed in, and shows the calls, then a growing transcript', async () => {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(earshot.httpUrl);
    const link = page.locator('table a[href*="calls/"]').first();
    await link.waitFor({ timeout: 60_000 });
    await link.click();
    const log = page.getByRole('region', { name: 'Transcript lines' });
    await log.waitFor({ timeout: 60_000 });
    const countWords = async () => (await log.innerText()).split(/\s+/).length;
    const earlyCount = await countWords();
    await waitForMoreWords(countWords, earlyCount + 5);
    await page.getByText('scripted').first().waitFor();
    expect(problems).toEqual([]);
    await page.reload();
    await log.waitFor({ timeout: 60_000 });
    await waitForMoreWords(countWords, earlyCount);
    await page.close();
  }, 240_000);

  it('shows the demo as an auditor and as an agent see it', async () => {
    const page = await browser.newPage();
    await page.goto(earshot.httpUrl);
    const look = page.getByRole('combobox', { name: 'Demo: look as' });
    for (const role of ['AUDITOR', 'AGENT']) {
      await look.selectOption(role);
      await page.getByRole('button', { name: `Signed in as Demo ${role.toLowerCase()}` }).waitFor();
      await page.getByLabel('Connection: Live').waitFor();
      expect(await look.inputValue()).toBe(role);
    }
    const agents = page.locator('table').getByText('maria.lopez');
    await agents.first().waitFor();
    expect(await page.locator('table tbody tr').count()).toBe(await agents.count());
    await page.close();
  }, 60_000);
});

async function waitForMoreWords(countWords: () => Promise<number>, count: number): Promise<void> {
  while ((await countWords()) <= count) await delay(250);
}
