import { chromiumFlags } from '@earshot/testing/chromium';
import { type Browser, type Locator, chromium } from 'playwright-core';

export { axeViolations } from '@earshot/testing/chromium';

/** Starts Chromium without a window; recordings may play without a click. */
export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: [...chromiumFlags, '--autoplay-policy=no-user-gesture-required'] });

/** Fills a field and presses Enter in it, wherever the focus went meanwhile. */
export async function fillAndEnter(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press('Enter');
}
