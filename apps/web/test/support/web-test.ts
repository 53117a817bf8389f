import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { launchChromium } from './browser.js';
import { build, isBuilt } from './build.js';
import { aRecording, aConversation, conversationFacts } from './mock-calls.js';
import { MockGateway } from './mock-gateway.js';

const project = join(import.meta.dirname, '../..');

/** The built page in a real browser, with a mock gateway behind it that is new for each test. */
export class WebTest {
  #browser: Browser | undefined;
  #gateway: MockGateway | undefined;
  /** Console errors and uncaught exceptions of the pages of one test. */
  #errors: string[] = [];

  get gateway(): MockGateway {
    if (!this.#gateway) throw new Error('no test is running');
    return this.#gateway;
  }

  async launch(executablePath: string): Promise<void> {
    if (!isBuilt(project)) build(project);
    this.#browser = await launchChromium(executablePath);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  async startTest(): Promise<void> {
    this.#gateway = await MockGateway.start(join(project, 'dist'));
    this.#errors = [];
  }

  /** Returns the unexpected errors. Some tests refuse connections or steps of the sign-in; any other error, above all of the content policy, counts. */
  async endTest(): Promise<string[]> {
    for (const context of this.#browser?.contexts() ?? []) await context.close();
    await this.gateway.close();
    return this.#errors.filter((text) => !/ERR_|40[014]|429|503|WebSocket connection/.test(text));
  }

  async openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    if (!this.#browser) throw new Error('the browser is not launched');
    const context = await this.#browser.newContext({
      viewport: { width: 1366, height: 768 },
      locale: 'en-GB',
      ...options,
    });
    const page = await context.newPage();
    page.on('console', (message) => void (message.type() === 'error' && this.#errors.push(message.text())));
    page.on('pageerror', (error) => void this.#errors.push(String(error)));
    await page.goto(this.gateway.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** Writes a picture when `EARSHOT_WEB_SCREENSHOTS` names a folder, to look at while working on the page. */
  async takeScreenshot(page: Page, name: string, fullPage = false): Promise<void> {
    const folder = process.env['EARSHOT_WEB_SCREENSHOTS'];
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
  }

  putFinishedCall(id = 'call-1'): void {
    this.gateway.storeSegments(id, aConversation());
    const startedAt = new Date(Date.now() - 3_600_000).toISOString();
    this.gateway.putCall({
      id,
      ...conversationFacts(),
      status: 'ENDED',
      startedAt,
      endedAt: new Date(Date.parse(startedAt) + 61_000).toISOString(),
      recording: aRecording(id, 61_000),
      problems: [
        {
          stage: 'transcription',
          code: 'SPEECH_CONNECTION_LOST',
          message: 'The engine was reconnected',
          at: startedAt,
        },
      ],
    });
  }

  putEndedCalls(count: number): void {
    for (let n = 1; n <= count; n++) {
      const startedAt = new Date(Date.UTC(2026, 0, 1, 8, n)).toISOString();
      this.gateway.putCall({
        id: `old-${n}`,
        status: 'ENDED',
        startedAt,
        endedAt: startedAt,
        durationMs: n * 1000,
        agentId: n % 2 ? 'Mia' : 'Ben',
      });
    }
  }
}

export const waitUntilLive = (page: Page): Promise<void> => page.getByLabel('Connection: Live').waitFor();

/** The element of one line of the transcript. */
export const line = (page: Page, segmentId: string): Locator => page.locator(`[data-segment="${segmentId}"]`);

export const lineTexts = (page: Page): Promise<string[]> => page.locator('[data-segment] .line-text').allInnerTexts();

/** Ids of the calls in the list, from top to bottom. */
export const callIds = (page: Page): Promise<string[]> => page.locator('.call-id').allInnerTexts();
