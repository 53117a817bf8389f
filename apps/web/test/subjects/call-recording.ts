import { describe, expect, it } from '@jest/globals';
import { aRecording, aSegment } from '../support/mock-calls.js';
import { type WebTest, line } from '../support/web-test.js';

/** Tests of the recording on the page of a call. */
export function describeRecording(web: WebTest): void {
  describe('the recording of a call', () => {
    it('says that its recording failed', async () => {
      web.putFinishedCall();
      const problem = {
        stage: 'persistence',
        code: 'RECORDING_FAILED',
        message: 'The disk is full',
        at: '2026-01-01T00:00:00Z',
      };
      web.gateway.putCall({ id: 'call-1', problems: [problem] });
      const page = await web.openPage('/calls/call-1');
      await page.getByRole('region', { name: 'Recording' }).waitFor();
      expect(await page.locator('.recording-failed').count()).toBe(0);
      const recording = { ...aRecording('call-1', 61_000), failures: [{ fromMs: 16_000, toMs: 40_000 }] };
      web.gateway.putCall({ id: 'call-1', recording });
      await page.getByText('Not recorded: 0:16–0:40. The recording could not be written.').waitFor();
      web.gateway.putCall({ id: 'call-1', recording: null });
      await page.getByText('The recording could not be stored.').waitFor();
    });

    it('follows the recording, unless the reader scrolls away', async () => {
      web.putFinishedCall();
      web.gateway.storeSegments(
        'call-1',
        Array.from({ length: 120 }, (_, n) =>
          aSegment({ id: `0-${n}`, text: `line ${n}`, startMs: n * 500, endMs: n * 500 + 499 }),
        ),
      );
      web.gateway.setRecordedMs(61_000);
      const page = await web.openPage('/calls/call-1');
      await line(page, '0-0').waitFor();
      const isInView = () =>
        page.waitForFunction(() => {
          const playing = document.querySelector('.line-playing')?.getBoundingClientRect();
          const frame = document.querySelector('.transcript-scroller')?.getBoundingClientRect();
          return playing && frame && playing.top >= frame.top && playing.bottom <= frame.bottom;
        });
      await page.locator('audio').evaluate((audio: HTMLAudioElement) => {
        audio.currentTime = 40;
        return audio.play();
      });
      await line(page, '0-82').and(page.locator('.line-playing')).waitFor();
      await isInView();
      await page.getByLabel('Transcript lines').hover();
      await page.mouse.wheel(0, -9_000);
      await page.waitForFunction(() => document.querySelector('.transcript-scroller')?.scrollTop === 0);
      await line(page, '0-90').and(page.locator('.line-playing')).waitFor({ state: 'attached' });
      expect(await page.locator('.transcript-scroller').evaluate((box) => box.scrollTop)).toBe(0);
      await page.getByRole('button', { name: 'Play from 0:01' }).first().click();
      await isInView();
    });

    it('plays from the time that is clicked, not from the text, and marks the spoken word', async () => {
      web.putFinishedCall();
      web.gateway.setRecordedMs(61_000);
      const page = await web.openPage('/calls/call-1');
      await line(page, '1-0-0').waitFor();
      await page.getByRole('button', { name: 'Play from 0:38' }).click();
      await page.locator('[data-segment="1-38500-7"].line-playing .playing-word').waitFor();
      expect(
        await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime),
      ).toBeGreaterThanOrEqual(38.9);
      await web.takeScreenshot(page, 'call-playing');
      await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.pause());
      await line(page, '0-33000-6').locator('.line-text').click();
      await page.getByRole('button', { name: 'Customer at 0:34' }).click();
      expect(await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.paused)).toBe(true);
      await page.locator('[data-segment="1-38500-7"].line-playing').waitFor();
    });

    it('reloads the recording of a live call when a later line is clicked', async () => {
      web.gateway.setRecordedMs(2_000);
      web.gateway.putCall({ id: 'call-1', recording: aRecording('call-1', 2_000) });
      web.gateway.publishSegment('call-1', aSegment({ id: '0-1', startMs: 20_000, text: 'much later' }));
      const page = await web.openPage('/calls/call-1');
      await page.waitForFunction(() => document.querySelector('audio')?.duration === 2);
      web.gateway.setRecordedMs(30_000);
      await page.getByRole('button', { name: 'Play from 0:20' }).click();
      await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) >= 20);
    });
  });
}
