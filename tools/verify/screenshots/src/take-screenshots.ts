import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { playSamples, waitForRecognizer } from '@earshot/call-player';
import { CreateAccessKeyDocument, type NewAccessKey } from '@earshot/graphql-api';
import { loadEarshotConfig, startEarshot } from '@earshot/standalone';
import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { print } from 'graphql';
import { chromium, type Browser, type Page } from 'playwright-core';

/** After this time the sample calls have transcripts, alerts and sentiment trends to show. */
const PLAYED_MS = 38_000;

/** Time for fonts and the first pushed changes after a page is connected. */
const SETTLE_MS = 2_000;

interface Screenshot {
  readonly name: string;
  readonly page: 'list' | 'call' | 'keys';
  readonly viewport: { readonly width: number; readonly height: number };
  readonly colorScheme: 'light' | 'dark';
}

const screenshots: readonly Screenshot[] = [
  { name: 'calls.png', page: 'list', viewport: { width: 1520, height: 620 }, colorScheme: 'light' },
  { name: 'call.png', page: 'call', viewport: { width: 1280, height: 1000 }, colorScheme: 'light' },
  { name: 'call-dark.png', page: 'call', viewport: { width: 1280, height: 1000 }, colorScheme: 'dark' },
  { name: 'keys.png', page: 'keys', viewport: { width: 1280, height: 460 }, colorScheme: 'light' },
  { name: 'call-phone.png', page: 'call', viewport: { width: 390, height: 844 }, colorScheme: 'light' },
];

interface Folders {
  readonly imagesDir: string;
  readonly samplesDir: string;
  /** The speech model is fetched into it, unless it has it. */
  readonly modelsDir: string;
}

/**
 * Starts Earshot, plays the sample calls and writes the pictures of the README. Rejects where no engine recognises speech, because
 * the pictures show what Earshot hears.
 */
export async function takeScreenshots({ imagesDir, samplesDir, modelsDir }: Folders): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined)
    throw new Error('No Chromium found. Install one, or set CHROMIUM_PATH to its path.');
  mkdirSync(imagesDir, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'earshot-screenshots-'));
  const stop = new AbortController();
  const earshot = await startEarshot(
    loadEarshotConfig({
      EARSHOT_DATA_DIR: dataDir,
      EARSHOT_AUTH: 'open',
      SPEECH_MODELS_DIR: modelsDir,
      EARSHOT_HTTP_PORT: '0',
      EARSHOT_INGEST_PORT: '0',
      EARSHOT_LOG_LEVEL: 'error',
    }),
  );
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    const { signal } = stop;
    const engine = await waitForRecognizer({
      clock: earshot.process.clock,
      signal,
      readSpeech: () => earshot.readSpeech(),
      print: (line) => process.stdout.write(`${line}\n`),
    });
    if (engine !== undefined) throw new Error('No speech engine can run. The pictures show what Earshot hears.');
    const playing = playSamples({ directory: samplesDir, url: earshot.ingestUrl, signal, print: () => {} });
    await sleep(PLAYED_MS);
    const listUrl = `${earshot.httpUrl}/`;
    await makeKeys(`${earshot.httpUrl}/graphql`);
    const call = await findFirstCallUrl(browser, listUrl);
    const urls = { list: listUrl, call, keys: `${earshot.httpUrl}/admin/keys` };
    for (const screenshot of screenshots) {
      await takeScreenshot(browser, urls[screenshot.page], screenshot, join(imagesDir, screenshot.name));
    }
    stop.abort();
    await playing;
  } finally {
    await browser.close();
    await earshot.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Makes keys of several kinds, so that the page of keys has something to show. */
async function makeKeys(graphqlUrl: string): Promise<void> {
  const inputs: readonly NewAccessKey[] = [
    { name: 'Phones Berlin', sources: ['lca'] },
    {
      name: 'Quality reports',
      roles: ['ANALYST'],
      queues: ['claims', 'returns'],
      expiresAt: '2031-05-04T22:00:00.000Z',
    },
    { name: 'Wallboard', roles: ['SUPERVISOR'], teams: ['north'] },
  ];
  for (const input of inputs) {
    const body = JSON.stringify({ query: print(CreateAccessKeyDocument), variables: { input } });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(graphqlUrl, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`Could not make a key: HTTP ${answer.status}`);
  }
}

async function takeScreenshot(
  browser: Browser,
  url: string,
  { page: shownPage, viewport, colorScheme }: Screenshot,
  path: string,
): Promise<void> {
  const page = await browser.newPage({ viewport, colorScheme });
  await openPage(page, url);
  if (shownPage === 'call') await page.locator('.chart canvas').waitFor();
  await sleep(SETTLE_MS);
  await page.screenshot({ path });
  await page.close();
}

async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Connection: Live').waitFor();
}

async function findFirstCallUrl(browser: Browser, listUrl: string): Promise<string> {
  const page = await browser.newPage();
  await openPage(page, listUrl);
  const link = page.locator('table a[href*="calls/"]').first();
  const href = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href);
  await page.close();
  return href;
}
