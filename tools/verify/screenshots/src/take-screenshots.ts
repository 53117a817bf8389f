import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { playSamples } from '@earshot/call-player';
import { loadEarshotConfig, startEarshot } from '@earshot/standalone';
import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { chromium, type Browser } from 'playwright-core';

/** So far into the sample calls that transcripts, alerts and trends have something to show. */
const LIVE_AFTER_MS = 38_000;

/** The README's pictures, of the real page with the sample calls playing. */
export async function takeScreenshots(imagesDir: string, samplesDir: string): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium found; set CHROMIUM_PATH.');
  mkdirSync(imagesDir, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-screenshots-'));
  const stop = new AbortController();
  const earshot = await startEarshot(
    loadEarshotConfig({
      EARSHOT_DATA_DIR: dataDir,
      EARSHOT_HTTP_PORT: '0',
      EARSHOT_INGEST_PORT: '0',
      EARSHOT_LOG_LEVEL: 'error',
    }),
  );
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    const playing = playSamples({
      directory: samplesDir,
      url: earshot.ingestUrl,
      signal: stop.signal,
      print: () => {},
    });
    await new Promise((resolve) => setTimeout(resolve, LIVE_AFTER_MS));
    await shoot(browser, `${earshot.httpUrl}/`, join(imagesDir, 'calls.png'), { width: 1280, height: 620 });
    const callUrl = await firstCallUrl(browser, `${earshot.httpUrl}/`);
    await shoot(browser, callUrl, join(imagesDir, 'call.png'), { width: 1280, height: 1000 });
    await shoot(browser, callUrl, join(imagesDir, 'call-dark.png'), { width: 1280, height: 1000 }, 'dark');
    await shoot(browser, callUrl, join(imagesDir, 'call-phone.png'), { width: 390, height: 844 });
    stop.abort();
    await playing;
  } finally {
    await browser.close();
    await earshot.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function shoot(
  browser: Browser,
  url: string,
  path: string,
  viewport: { width: number; height: number },
  colorScheme: 'light' | 'dark' = 'light',
) {
  const page = await browser.newPage({ viewport, colorScheme });
  await page.goto(url);
  await page.waitForTimeout(3_000);
  await page.screenshot({ path });
  await page.close();
}

async function firstCallUrl(browser: Browser, url: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  const link = page.locator('table a[href*="calls/"]').first();
  const href = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href);
  await page.close();
  return href;
}
