import { chromiumFlags, findChromium } from '@earshot/testing/chromium';
import { chromium, type Page } from 'playwright-core';

/** Opens a page in a browser and runs a check on it. Prints that it skips the check if there is no Chromium. */
export async function checkPage(url: string, check: (page: Page) => Promise<void>): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    console.log('check of the page skipped: no Chromium on this machine');
    return;
  }
  const browser = await chromium.launch({ executablePath, args: [...chromiumFlags] });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await check(page);
  } finally {
    await browser.close();
  }
}
