// Plain JavaScript, because the workspace scripts import it before anything is compiled.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Chromium without windows, tabs and toolbars: a page in it takes a quarter of the processor time. */
export const headlessShell = '/usr/bin/chromium-headless-shell';

const fullPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const findPath = (usualPaths) =>
  [process.env.CHROMIUM_PATH, ...usualPaths].find((path) => path !== undefined && existsSync(path));

export const findChromium = () => findPath([headlessShell, ...fullPaths]);

export const findFullChromium = () =>
  [findPath([]), ...fullPaths].find(
    (path) => path !== undefined && !path.includes('headless-shell') && existsSync(path),
  );

export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function axeViolations(page) {
  const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  await page.evaluate(readFileSync(axePath, 'utf8'));
  return page.evaluate(`(${runAxe})()`);
}

/** Runs in the page. */
async function runAxe() {
  // A notice that fades in has too little contrast for a moment.
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
  await Promise.allSettled(ending.map(({ finished }) => finished));
  const { violations } = await window.axe.run();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary?.slice(0, 240) ?? ''}`),
  );
}
