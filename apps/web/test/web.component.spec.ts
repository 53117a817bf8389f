import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { findChromium } from '@earshot/testing/chromium';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { axeViolations, launchChromium } from './browser.js';
import { build, isBuilt } from './build.js';
import { aConversation, aSegment, conversationFacts } from './calls.js';
import { MockGateway } from './mock-gateway.js';

const executable = findChromium();
if (!executable) console.warn('Skipped: no Chromium found. Install one, or name it in CHROMIUM_PATH.');

const project = join(import.meta.dirname, '..');
const dist = join(project, 'dist');
const screenshots = process.env['EARSHOT_WEB_SCREENSHOTS'];
const phone = { width: 390, height: 844 };

jest.setTimeout(60_000);

(executable ? describe : describe.skip)('the web page', () => {
  let browser: Browser;
  let gateway: MockGateway;
  let complaints: string[];

  beforeAll(async () => {
    if (!isBuilt(project)) build(project);
    browser = await launchChromium(executable ?? '');
  });
  afterAll(async () => browser?.close());

  beforeEach(async () => {
    gateway = await MockGateway.start(dist);
    complaints = [];
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await gateway.close();
    // A refused connection is what some tests are about; anything else, above all a broken content policy, is not.
    expect(complaints.filter((text) => !/ERR_|503|WebSocket connection/.test(text))).toEqual([]);
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
    const page = await context.newPage();
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(String(error)));
    await page.goto(gateway.url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  const isLive = (page: Page) => page.getByLabel('Connection: Live').waitFor();
  const lines = (page: Page) => page.locator('[data-segment] .line-text').allInnerTexts();
  const line = (page: Page, id: string) => page.locator(`[data-segment="${id}"]`);

  async function shoot(page: Page, name: string, fullPage = false): Promise<void> {
    if (!screenshots) return;
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage });
  }

  function aFinishedCall(id = 'call-1'): void {
    gateway.store(id, aConversation());
    const startedAt = new Date(Date.now() - 3_600_000).toISOString();
    gateway.put({
      id,
      ...conversationFacts(),
      status: 'ENDED',
      startedAt,
      endedAt: new Date(Date.parse(startedAt) + 61_000).toISOString(),
      recording: { url: `/recordings/${id}.wav`, durationMs: 61_000 },
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

  function manyCalls(count: number): void {
    for (let n = 1; n <= count; n++) {
      const startedAt = new Date(Date.UTC(2026, 0, 1, 8, n)).toISOString();
      gateway.put({
        id: `old-${n}`,
        status: 'ENDED',
        startedAt,
        endedAt: startedAt,
        durationMs: n * 1000,
        agentId: n % 2 ? 'Mia' : 'Ben',
      });
    }
  }

  const ids = (page: Page) => page.locator('.call-id').allInnerTexts();

  describe('calls', () => {
    it('come, change and end before the reader’s eyes, without moving', async () => {
      manyCalls(3);
      const page = await open('/');
      await page.getByRole('link', { name: 'old-3' }).waitFor();
      await isLive(page);
      expect(await page.title()).toBe('Calls · Earshot');
      gateway.put({ id: 'fresh', engine: 'scripted' });
      await page.getByRole('link', { name: 'fresh' }).waitFor();
      expect(await ids(page)).toEqual(['fresh', 'old-3', 'old-2', 'old-1']);
      const row = page.locator('tr', { hasText: 'fresh' });
      expect(await row.innerText()).toContain('scripted (sample words)');
      expect(await row.innerText()).toContain('In progress');
      const first = await row.locator('.tabular').innerText();
      await page.waitForFunction((before) => document.querySelector('.tabular')?.textContent !== before, first);
      gateway.put({ id: 'old-1', alertCount: 2 });
      await page.locator('tr', { hasText: 'old-1' }).getByText('2 alerts').waitFor();
      gateway.put({ id: 'fresh', endedAt: new Date().toISOString() });
      await row.getByText('Finishing').waitFor();
      gateway.put({ id: 'fresh', status: 'ENDED' });
      await row.getByText('Ended', { exact: true }).waitFor();
      expect(await ids(page)).toEqual(['fresh', 'old-3', 'old-2', 'old-1']);
    });

    it('are sorted, filtered and paged by the server, and the address says how', async () => {
      manyCalls(30);
      gateway.put({ id: 'loud', alertCount: 3, startedAt: '2020-01-01T00:00:00Z' });
      const page = await open('/');
      await page.getByRole('link', { name: 'old-30' }).waitFor();
      await page.getByRole('button', { name: 'Next page' }).click();
      await page.getByRole('link', { name: 'old-5', exact: true }).waitFor();
      expect(await ids(page)).toEqual(['old-5', 'old-4', 'old-3', 'old-2', 'old-1', 'loud']);
      await page.getByText('Page 2').waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'old-5', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Previous page' }).click();
      await page.getByRole('link', { name: 'old-30' }).waitFor();
      await page.getByLabel('With alerts').check();
      await page.waitForFunction(() => document.querySelectorAll('.call-id').length === 1);
      expect(page.url()).toContain('alerts=1');
      await page.reload();
      await page.getByRole('link', { name: 'loud' }).waitFor();
      expect(await ids(page)).toEqual(['loud']);
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await page.getByRole('link', { name: 'old-30' }).waitFor();
      await page.getByRole('columnheader', { name: 'Duration' }).getByRole('button').click();
      await page.waitForFunction(() => document.querySelector('.call-id')?.textContent === 'loud');
      expect(page.url()).toContain('sort=DURATION&direction=asc');
      await page.getByRole('searchbox', { name: 'Find call, number or agent' }).fill('nobody at all');
      await page.getByText('No call matches').waitFor();
    });

    it('remember the page size, and say when there are none or they cannot be loaded', async () => {
      const page = await open('/');
      await page.getByText('No calls yet').waitFor();
      await page.getByRole('button', { name: 'Calls per page' }).click();
      await page.getByRole('option', { name: '10 per page' }).click();
      manyCalls(12);
      await page.reload();
      await page.getByRole('link', { name: 'old-12' }).waitFor();
      expect(await ids(page)).toHaveLength(10);
      gateway.setOnline(false);
      await page.getByRole('button', { name: 'Refresh' }).click();
      await page.getByText('The calls could not be loaded').waitFor();
      await page.getByLabel('Connection: Reconnecting').waitFor();
      gateway.put({ id: 'meanwhile' }, { silently: true });
      gateway.setOnline(true);
      await page.getByRole('link', { name: 'meanwhile' }).waitFor();
      await page.getByText('The calls could not be loaded').waitFor({ state: 'detached' });
    });
  });

  describe('a live call', () => {
    it('grows word by word in the same row', async () => {
      gateway.put({ id: 'call-1' });
      const page = await open('/calls/call-1');
      await isLive(page);
      expect(await page.title()).toBe('Call call-1 · Earshot');
      await page.getByText('Nothing was said yet.').waitFor();
      gateway.say(
        'call-1',
        aSegment({ id: 'a-0-1', channel: 'AGENT', text: 'Hello', isPartial: true, sentiment: null }),
      );
      const row = line(page, 'a-0-1');
      await row.getByText('still speaking').waitFor();
      const element = await row.elementHandle();
      gateway.say('call-1', aSegment({ id: 'c-1-1', startMs: 900, text: 'Hm', isPartial: true }));
      gateway.say(
        'call-1',
        aSegment({ id: 'a-0-1', channel: 'AGENT', text: 'Hello there', revision: 2, isPartial: true }),
      );
      await row.getByText('Hello there').waitFor();
      const final = {
        id: 'a-0-1',
        channel: 'AGENT',
        text: 'Hello there.',
        revision: 3,
        sentiment: 'POSITIVE',
        sentimentScore: 2,
      } as const;
      gateway.say('call-1', aSegment(final));
      await row.getByText('+2.0').waitFor();
      gateway.say('call-1', aSegment({ ...final, text: 'late partial', revision: 4, isPartial: true }));
      gateway.say('call-1', aSegment({ id: 'c-1-1', startMs: 900, text: 'Hm, yes', revision: 2, isPartial: true }));
      await line(page, 'c-1-1').getByText('Hm, yes').waitFor();
      expect(await lines(page)).toEqual(['Hello there.', 'Hm, yes (still speaking)']);
      expect(await element?.evaluate((node) => node.isConnected)).toBe(true);
      expect(await page.getByRole('log').innerText()).toBe('Agent: Hello there.');
    });

    it('shows what it is told as words, never as markup', async () => {
      gateway.put({ id: '<i>x</i>', agentId: '<img src=x onerror=alert(1)>' });
      const evil = '<script>document.title="owned"</script><img src=x onerror="document.title=1"> & [CARD]';
      gateway.say('<i>x</i>', aSegment({ id: 'c-0-1', text: evil }));
      const page = await open(`/calls/${encodeURIComponent('<i>x</i>')}`);
      await line(page, 'c-0-1').waitFor();
      expect(await line(page, 'c-0-1').locator('.line-text').textContent()).toBe(
        evil.replace('[CARD]', 'redacted: CARD'),
      );
      expect(await line(page, 'c-0-1').locator('.redacted').textContent()).toBe('redacted: CARD');
      expect(await page.locator('main img, main script, main i').count()).toBe(0);
      expect(await page.title()).toBe('Call <i>x</i> · Earshot');
    });

    it('lets go of the newest line when the reader scrolls up, and jumps back', async () => {
      gateway.put({ id: 'call-1' });
      for (let n = 0; n < 80; n++)
        gateway.say('call-1', aSegment({ id: `c-${n}`, startMs: n * 3000, text: `line ${n}` }));
      const page = await open('/calls/call-1');
      await isLive(page);
      await line(page, 'c-79').waitFor();
      const scroller = page.getByLabel('Lines of the transcript');
      const rest = () => scroller.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
      const atEnd = () =>
        page.waitForFunction(() => {
          const box = document.querySelector('.transcript-scroller');
          return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 2;
        });
      await atEnd();
      gateway.say('call-1', aSegment({ id: 'c-80', startMs: 240_000, text: 'line 80' }));
      await line(page, 'c-80').waitFor();
      await atEnd();
      await scroller.hover();
      await page.mouse.wheel(0, -600);
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      const before = await scroller.evaluate((box) => box.scrollTop);
      gateway.say('call-1', aSegment({ id: 'c-81', startMs: 243_000, text: 'line 81' }));
      await line(page, 'c-81').waitFor({ state: 'attached' });
      expect(Math.abs((await scroller.evaluate((box) => box.scrollTop)) - before)).toBeLessThan(3);
      expect(await rest()).toBeGreaterThan(300);
      await page.getByRole('button', { name: 'Jump to latest' }).click();
      await atEnd();
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });
    });

    it('has everything again after a reload and after a lost connection, nothing twice', async () => {
      gateway.put({ id: 'call-1' });
      gateway.say('call-1', aSegment({ id: 'c-1', text: 'one' }));
      const page = await open('/calls/call-1');
      await line(page, 'c-1').waitFor();
      await page.reload();
      await line(page, 'c-1').waitFor();
      await isLive(page);
      gateway.say('call-1', aSegment({ id: 'c-2', startMs: 3000, text: 'two, unfin', isPartial: true }));
      await line(page, 'c-2').waitFor();
      gateway.setOnline(false);
      await page.getByLabel('Connection: Reconnecting').waitFor();
      await shoot(page, 'reconnecting');
      gateway.say('call-1', aSegment({ id: 'c-2', startMs: 3000, revision: 2, text: 'two' }));
      gateway.say('call-1', aSegment({ id: 'c-3', startMs: 6000, text: 'three' }));
      gateway.put({ id: 'call-1', agentId: 'Changed meanwhile' });
      gateway.setOnline(true);
      await isLive(page);
      await line(page, 'c-3').waitFor();
      expect(await lines(page)).toEqual(['one', 'two', 'three']);
      await page.getByText('Changed meanwhile').waitFor();
      gateway.say('call-1', aSegment({ id: 'c-4', startMs: 9000, text: 'four' }));
      await line(page, 'c-4').waitFor();
      expect(await lines(page)).toEqual(['one', 'two', 'three', 'four']);
    });

    it('is fetched once more when it is over, so that a lost push is made good', async () => {
      gateway.put({ id: 'call-1' });
      const page = await open('/calls/call-1');
      await isLive(page);
      await page.getByText('Nothing was said yet.').waitFor();
      gateway.say('call-1', aSegment({ id: 'c-1', text: 'never pushed' }), { silently: true });
      gateway.put({ id: 'call-1', status: 'ENDED', endedAt: new Date().toISOString() });
      await line(page, 'c-1').waitFor();
    });

    it('appears when it begins after its page was opened', async () => {
      const page = await open('/calls/soon');
      await page.getByText('No such call').waitFor();
      await isLive(page);
      gateway.say('soon', aSegment({ id: 'c-1', text: 'first words' }));
      gateway.put({ id: 'soon' });
      await line(page, 'c-1').waitFor();
    });

    it('stays quick with 10,000 lines', async () => {
      gateway.put({ id: 'long' });
      const many = Array.from({ length: 10_000 }, (_, n) =>
        aSegment({
          id: `c-${n}`,
          startMs: n * 3000,
          text: `This is line ${n} of a very long call`,
          channel: n % 2 ? 'AGENT' : 'CUSTOMER',
          words: [],
        }),
      );
      gateway.store('long', many);
      const page = await open('/calls/long');
      const startedMs = Date.now();
      // Not by locators: looking for text in so large a document costs more than what is measured.
      await page.waitForFunction(() => document.querySelector('.transcript-count')?.textContent === '10,000 lines');
      const loadedMs = Date.now() - startedMs;
      expect(gateway.asked.filter((name) => name === 'CallSegments')).toHaveLength(20);
      await page.waitForFunction(() => document.querySelector('.connection-live'));
      const heard = await page.evaluateHandle(() => {
        const longTasksMs: number[] = [];
        new PerformanceObserver((list) =>
          longTasksMs.push(...list.getEntries().map(({ duration }) => duration)),
        ).observe({ type: 'longtask' });
        return longTasksMs;
      });
      for (let n = 0; n < 20; n++) {
        gateway.say(
          'long',
          aSegment({ id: 'c-10000', startMs: 30_000_000, text: `growing ${n}`, revision: n + 1, isPartial: true }),
        );
        await page.waitForFunction(
          (text) => document.querySelector('[data-segment="c-10000"] .line-text')?.textContent?.startsWith(text),
          `growing ${n} `,
        );
      }
      console.info(
        `10,000 lines in ${loadedMs} ms; tasks above 50 ms in 20 partials: ${JSON.stringify(await heard.jsonValue())}`,
      );
    });
  });

  describe('a call that is over', () => {
    it('shows its facts, figures, ledger, gaps and problems', async () => {
      aFinishedCall();
      const page = await open('/calls/call-1');
      await page.locator('.chart canvas').waitFor();
      for (const text of [
        'Adds up',
        'The connection to the phone system was lost',
        'SPEECH_CONNECTION_LOST',
        'Local engine, ready',
      ]) {
        await page.getByText(text).first().waitFor();
      }
      expect(await page.locator('[data-segment] .line-markers').allInnerTexts()).toEqual([
        '# Billing',
        '! Alert: Cancellation',
      ]);
      expect(await page.getByRole('img', { name: /Sentiment of both sides/ }).getAttribute('aria-label')).toContain(
        'Customer: −0.9 on average, rising',
      );
      await shoot(page, 'call-light');
    });

    it('warns when the seconds do not add up', async () => {
      aFinishedCall();
      const [ledger] = conversationFacts().ledger ?? [];
      gateway.put({ id: 'call-1', ledger: ledger ? [{ ...ledger, transcribedMs: 52_000 }] : [] });
      const page = await open('/calls/call-1');
      await page.getByText('The seconds do not add up').waitFor();
      await page.getByText('5.0 s missing').waitFor();
    });

    it('is played from the line that is clicked, and the words are followed', async () => {
      aFinishedCall();
      gateway.setRecordedMs(61_000);
      const page = await open('/calls/call-1');
      await line(page, 'a-0-0').waitFor();
      await page.getByRole('button', { name: 'Play from 0:38' }).click();
      await page.locator('[data-segment="a-38500-7"].line-playing .heard').waitFor();
      expect(
        await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime),
      ).toBeGreaterThanOrEqual(38.9);
      await shoot(page, 'call-playing');
      await line(page, 'c-33000-6').locator('.line-text').click();
      await page.locator('[data-segment="c-33000-6"].line-playing').waitFor();
    });

    it('loads the recording of a live call anew when a later line is clicked', async () => {
      gateway.setRecordedMs(2_000);
      gateway.put({ id: 'call-1', recording: { url: '/recordings/call-1.wav', durationMs: 2_000 } });
      gateway.say('call-1', aSegment({ id: 'c-1', startMs: 20_000, text: 'much later' }));
      const page = await open('/calls/call-1');
      await page.waitForFunction(() => document.querySelector('audio')?.duration === 2);
      gateway.setRecordedMs(30_000);
      await page.getByRole('button', { name: 'Play from 0:20' }).click();
      await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) >= 20);
    });

    it('can be transcribed afterwards when nobody listened', async () => {
      aFinishedCall('mute');
      gateway.store('mute', []);
      gateway.put({ id: 'mute', engine: null, engineReason: 'No model is installed' });
      const page = await open('/calls/mute');
      await page.getByText('No model is installed').first().waitFor();
      await page.getByRole('button', { name: 'Transcribe now' }).click();
      await page.getByText('There is no recorded audio that was not heard.').waitFor();
      await isLive(page);
      gateway.transcribe = (id) => gateway.say(id, aSegment({ id: 'c-1', text: 'found in the recording' }));
      await page.getByRole('button', { name: 'Transcribe now' }).click();
      await line(page, 'c-1').waitFor();
      await page.getByText('Asked for.').waitFor();
    });

    it('says that scripted words are no recognised speech', async () => {
      gateway.put({ id: 'call-1', engine: 'scripted:returns' });
      const page = await open('/calls/call-1');
      await page.getByText('Scripted engine: sample words, not recognised speech').waitFor();
      await page.getByText('scripted:returns (sample words)').waitFor();
    });

    it('can be taken along as text', async () => {
      aFinishedCall();
      const page = await open('/calls/call-1');
      await line(page, 'a-0-0').waitFor();
      await page.getByRole('button', { name: 'Download' }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Text' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('call-1.txt');
    });
  });

  describe.each([
    ['light', 'desk', { colorScheme: 'light' }],
    ['dark', 'desk', { colorScheme: 'dark' }],
    ['light', 'phone', { colorScheme: 'light', viewport: phone }],
    ['dark', 'phone', { colorScheme: 'dark', viewport: phone }],
  ] as const)('in %s mode on a %s', (mode, place, options) => {
    const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

    beforeEach(() => {
      manyCalls(12);
      aFinishedCall();
      gateway.put({
        id: 'sample-returns',
        engine: 'scripted',
        ...conversationFacts(),
        startedAt: new Date(Date.now() - 95_000).toISOString(),
      });
      gateway.put({ id: 'lost', status: 'INTERRUPTED', engine: null, agentId: null, customerNumber: null });
    });

    it('the list can be read by everybody', async () => {
      const page = await open('/', options);
      await page.getByRole('link', { name: 'old-12' }).waitFor();
      await isLive(page);
      await shoot(page, `calls-${mode}-${place}`);
      expect(await page.locator('body').evaluate((body) => body.classList.contains('awsui-dark-mode'))).toBe(
        mode === 'dark',
      );
      expect(await fits(page)).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    });

    it('a call can be read by everybody', async () => {
      gateway.put({ id: 'call-1', status: 'LIVE', endedAt: null, engine: 'scripted' });
      const page = await open('/calls/call-1', options);
      await page.locator('.chart canvas').waitFor();
      await isLive(page);
      gateway.say(
        'call-1',
        aSegment({ id: 'c-99', startMs: 61_500, text: 'And one more thing, I', isPartial: true, sentiment: null }),
      );
      await line(page, 'c-99').waitFor();
      await shoot(page, `call-${mode}-${place}`, true);
      expect(await fits(page)).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    });
  });

  it('is switched between light and dark by hand, and remembers', async () => {
    const page = await open('/', { colorScheme: 'light' });
    const dark = () => page.locator('body').evaluate((body) => body.classList.contains('awsui-dark-mode'));
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await dark()).toBe(true);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await dark()).toBe(true);
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await dark()).toBe(false);
  });

  it('goes from the list to a call and back without a page load, the focus with it', async () => {
    manyCalls(2);
    const page = await open('/');
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.getByRole('link', { name: 'old-2' }).click();
    await page.getByRole('heading', { name: 'Call old-2' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.goBack();
    await page.getByRole('link', { name: 'old-1' }).waitFor();
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  });
});
