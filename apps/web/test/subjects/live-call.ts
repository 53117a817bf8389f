import { describe, expect, it } from '@jest/globals';
import { aSegment, byAgent, byCustomer } from '../support/mock-calls.js';
import { type WebTest, line, lineTexts, waitUntilLive } from '../support/web-test.js';

/** Tests of the page of a call in progress. */
export function describeLiveCall(web: WebTest): void {
  describe('a live call', () => {
    it('grows word by word in the same row', async () => {
      web.gateway.putCall({ id: 'call-1' });
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      expect(await page.title()).toBe('Call call-1 · Earshot');
      await page.getByText('Nobody has spoken yet.').waitFor();
      web.gateway.publishSegment(
        'call-1',
        aSegment({ id: '1-0-1', ...byAgent, text: 'Hello', isPartial: true, sentiment: null }),
      );
      const row = line(page, '1-0-1');
      await row.getByText('still speaking').waitFor();
      const element = await row.elementHandle();
      web.gateway.publishSegment('call-1', aSegment({ id: '0-1-1', startMs: 900, text: 'Hm', isPartial: true }));
      web.gateway.publishSegment(
        'call-1',
        aSegment({ id: '1-0-1', ...byAgent, text: 'Hello there', revision: 2, isPartial: true }),
      );
      await row.getByText('Hello there').waitFor();
      const final = {
        id: '1-0-1',
        ...byAgent,
        text: 'Hello there.',
        revision: 3,
        sentiment: 'POSITIVE',
        sentimentScore: 2,
      } as const;
      web.gateway.publishSegment('call-1', aSegment(final));
      await row.getByText('+2.0').waitFor();
      web.gateway.publishSegment('call-1', aSegment({ ...final, text: 'late partial', revision: 4, isPartial: true }));
      web.gateway.publishSegment(
        'call-1',
        aSegment({ id: '0-1-1', startMs: 900, text: 'Hm, yes', revision: 2, isPartial: true }),
      );
      await line(page, '0-1-1').getByText('Hm, yes').waitFor();
      expect(await lineTexts(page)).toEqual(['Hello there.', 'Hm, yes (still speaking)']);
      expect(await element?.evaluate((node) => node.isConnected)).toBe(true);
      expect(await page.getByRole('log').innerText()).toBe('Agent: Hello there.');
    });

    it('says that no audio arrives, and that the connection is lost', async () => {
      const since = new Date(Date.now() - 20_000).toISOString();
      web.gateway.putCall({ id: 'call-1', silence: { since, isConnected: true } });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('No audio arrives').waitFor();
      await page.locator('.call-header').getByText('No audio').waitFor();
      web.gateway.putCall({ id: 'call-1', silence: { since, isConnected: false } });
      await page.locator('.notices').getByText('The call continues if it comes back soon.').waitFor();
      await page.locator('.call-header').getByText('Connection lost').waitFor();
      web.gateway.putCall({ id: 'call-1', silence: null });
      await page.locator('.call-header').getByText('In progress').waitFor();
      expect(await page.getByText('Connection lost').count()).toBe(0);
    });

    it('says how far the words are behind the audio, until they catch up', async () => {
      web.gateway.putCall({ id: 'call-1', wordsBehindMs: 3_000 });
      const page = await web.openPage('/calls/call-1');
      await page.locator('.call-header').getByText('In progress').waitFor();
      web.gateway.putCall({ id: 'call-1', wordsBehindMs: 14_200 });
      await page.locator('.notices').getByText('Words are 14 s behind the audio').waitFor();
      await page.locator('.call-header').getByText('Words behind').waitFor();
      web.gateway.putCall({ id: 'call-1', wordsBehindMs: 3_000 });
      await page.locator('.call-header').getByText('In progress').waitFor();
      expect(await page.getByText('behind the audio').count()).toBe(0);
    });

    it('shows text as text, never as markup', async () => {
      web.gateway.putCall({ id: '<i>x</i>', agentId: '<img src=x onerror=alert(1)>' });
      const evil = '<script>document.title="owned"</script><img src=x onerror="document.title=1"> & [CARD]';
      web.gateway.publishSegment('<i>x</i>', aSegment({ id: '0-0-1', text: evil }));
      const page = await web.openPage(`/calls/${encodeURIComponent('<i>x</i>')}`);
      await line(page, '0-0-1').waitFor();
      expect(await line(page, '0-0-1').locator('.line-text').textContent()).toBe(
        evil.replace('[CARD]', 'redacted: card number'),
      );
      expect(await line(page, '0-0-1').locator('.redacted').textContent()).toBe('redacted: card number');
      expect(await page.locator('main img, main script, main i').count()).toBe(0);
      expect(await page.title()).toBe('Call <i>x</i> · Earshot');
    });

    it('stops following the newest line when the reader scrolls up, and jumps back', async () => {
      web.gateway.putCall({ id: 'call-1' });
      for (let n = 0; n < 80; n++)
        web.gateway.publishSegment('call-1', aSegment({ id: `0-${n}`, startMs: n * 3000, text: `line ${n}` }));
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      await line(page, '0-79').waitFor();
      const scroller = page.getByLabel('Transcript lines');
      const belowPx = () => scroller.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight);
      const atEnd = () =>
        page.waitForFunction(() => {
          const box = document.querySelector('.transcript-scroller');
          return box !== null && box.scrollHeight - box.scrollTop - box.clientHeight < 2;
        });
      await atEnd();
      web.gateway.publishSegment('call-1', aSegment({ id: '0-80', startMs: 240_000, text: 'line 80' }));
      await line(page, '0-80').waitFor();
      await atEnd();
      await scroller.hover();
      await page.mouse.wheel(0, -600);
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor();
      const topPx = await scroller.evaluate((box) => box.scrollTop);
      web.gateway.publishSegment('call-1', aSegment({ id: '0-81', startMs: 243_000, text: 'line 81' }));
      await line(page, '0-81').waitFor({ state: 'attached' });
      expect(Math.abs((await scroller.evaluate((box) => box.scrollTop)) - topPx)).toBeLessThan(3);
      expect(await belowPx()).toBeGreaterThan(300);
      await page.getByRole('button', { name: 'Jump to latest' }).click();
      await atEnd();
      await page.getByRole('button', { name: 'Jump to latest' }).waitFor({ state: 'detached' });
    });

    it('has every line once after a reload and after a lost connection', async () => {
      web.gateway.putCall({ id: 'call-1' });
      web.gateway.publishSegment('call-1', aSegment({ id: '0-1', text: 'one' }));
      const page = await web.openPage('/calls/call-1');
      await line(page, '0-1').waitFor();
      await page.reload();
      await line(page, '0-1').waitFor();
      await waitUntilLive(page);
      web.gateway.publishSegment('call-1', aSegment({ id: '0-2', startMs: 3000, text: 'two, unfin', isPartial: true }));
      await line(page, '0-2').waitFor();
      web.gateway.setOnline(false);
      await page.getByLabel('Connection: Reconnecting').waitFor();
      await web.takeScreenshot(page, 'reconnecting');
      web.gateway.publishSegment('call-1', aSegment({ id: '0-2', startMs: 3000, revision: 2, text: 'two' }));
      web.gateway.publishSegment('call-1', aSegment({ id: '0-3', startMs: 6000, text: 'three' }));
      web.gateway.putCall({ id: 'call-1', agentId: 'Changed meanwhile' });
      web.gateway.setOnline(true);
      await waitUntilLive(page);
      await line(page, '0-3').waitFor();
      expect(await lineTexts(page)).toEqual(['one', 'two', 'three']);
      await page.getByText('Changed meanwhile').waitFor();
      web.gateway.publishSegment('call-1', aSegment({ id: '0-4', startMs: 9000, text: 'four' }));
      await line(page, '0-4').waitFor();
      expect(await lineTexts(page)).toEqual(['one', 'two', 'three', 'four']);
    });

    it('is fetched again when it ends, so that a line whose push was lost appears', async () => {
      web.gateway.putCall({ id: 'call-1' });
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      await page.getByText('Nobody has spoken yet.').waitFor();
      web.gateway.publishSegment('call-1', aSegment({ id: '0-1', text: 'never pushed' }), { silently: true });
      web.gateway.putCall({ id: 'call-1', status: 'ENDED', endedAt: new Date().toISOString() });
      await line(page, '0-1').waitFor();
    });

    it('appears when it starts after its page was opened', async () => {
      const page = await web.openPage('/calls/soon');
      await page.getByText('Call not found').waitFor();
      await waitUntilLive(page);
      web.gateway.publishSegment('soon', aSegment({ id: '0-1', text: 'first words' }));
      web.gateway.putCall({ id: 'soon' });
      await line(page, '0-1').waitFor();
    });

    it('stays fast with 10,000 lines', async () => {
      web.gateway.putCall({ id: 'long' });
      const many = Array.from({ length: 10_000 }, (_, n) =>
        aSegment({
          id: `0-${n}`,
          startMs: n * 3000,
          text: `This is line ${n} of a very long call`,
          ...(n % 2 ? byAgent : byCustomer),
          words: [],
        }),
      );
      web.gateway.storeSegments('long', many);
      const page = await web.openPage('/calls/long');
      const startedMs = Date.now();
      // Without locators: they search the whole document, which costs more than what this test measures.
      await page.waitForFunction(() => document.querySelector('.transcript-count')?.textContent === '10,000 lines');
      const loadedMs = Date.now() - startedMs;
      expect(web.gateway.operations.filter((name) => name === 'CallSegments')).toHaveLength(20);
      await page.waitForFunction(() => document.querySelector('.connection-live'));
      const longTasks = await page.evaluateHandle(() => {
        const longTasksMs: number[] = [];
        new PerformanceObserver((list) =>
          longTasksMs.push(...list.getEntries().map(({ duration }) => duration)),
        ).observe({ type: 'longtask' });
        return longTasksMs;
      });
      for (let n = 0; n < 20; n++) {
        web.gateway.publishSegment(
          'long',
          aSegment({ id: '0-10000', startMs: 30_000_000, text: `growing ${n}`, revision: n + 1, isPartial: true }),
        );
        await page.waitForFunction(
          (text) => document.querySelector('[data-segment="0-10000"] .line-text')?.textContent?.startsWith(text),
          `growing ${n} `,
        );
      }
      console.info(
        `10,000 lines in ${loadedMs} ms; tasks above 50 ms in 20 partials: ${JSON.stringify(await longTasks.jsonValue())}`,
      );
    });
  });
}
