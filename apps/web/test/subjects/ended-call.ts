import { describe, expect, it } from '@jest/globals';
import { aSegment, conversationFacts } from '../support/mock-calls.js';
import { type WebTest, line, waitUntilLive } from '../support/web-test.js';

/** Tests of the page of a call that has ended. */
export function describeEndedCall(web: WebTest): void {
  describe('a call that has ended', () => {
    it('shows its facts, figures, audio coverage, gaps and problems', async () => {
      web.putFinishedCall();
      const page = await web.openPage('/calls/call-1');
      await page.locator('.chart canvas').waitFor();
      for (const text of [
        'Audio coverage',
        'Complete',
        'The connection to the phone system was lost',
        'SPEECH_CONNECTION_LOST',
        'Local engine, ready',
      ]) {
        await page.getByText(text).first().waitFor();
      }
      expect(await page.locator('[data-segment] .line-matches').allInnerTexts()).toEqual([
        '# Billing',
        '! Alert: Cancellation',
      ]);
      expect(await page.getByRole('img', { name: /Sentiment over the call/ }).getAttribute('aria-label')).toContain(
        'Customer: −0.9 on average, rising',
      );
      await web.takeScreenshot(page, 'call-light');
    });

    it('warns when audio is missing from the coverage', async () => {
      web.putFinishedCall();
      const [ledger] = conversationFacts().ledger ?? [];
      web.gateway.putCall({ id: 'call-1', ledger: ledger ? [{ ...ledger, transcribedMs: 52_000 }] : [] });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('Audio coverage is not correct').waitFor();
      await page.getByText('5.0 s missing').waitFor();
    });

    it('says that audio was counted twice', async () => {
      web.putFinishedCall();
      const [ledger] = conversationFacts().ledger ?? [];
      web.gateway.putCall({ id: 'call-1', ledger: ledger ? [{ ...ledger, transcribedMs: 57_300 }] : [] });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('0.3 s counted twice').waitFor();
    });

    it('says that it was interrupted', async () => {
      web.gateway.putCall({ id: 'call-1', status: 'INTERRUPTED', endedAt: new Date().toISOString() });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('Call interrupted').waitFor();
    });

    it('plays from the line that is clicked and marks the spoken word', async () => {
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
      await line(page, '0-33000-6').locator('.line-text').click();
      await page.locator('[data-segment="0-33000-6"].line-playing').waitFor();
    });

    it('reloads the recording of a live call when a later line is clicked', async () => {
      web.gateway.setRecordedMs(2_000);
      web.gateway.putCall({ id: 'call-1', recording: { url: '/recordings/call-1.wav', durationMs: 2_000 } });
      web.gateway.publishSegment('call-1', aSegment({ id: '0-1', startMs: 20_000, text: 'much later' }));
      const page = await web.openPage('/calls/call-1');
      await page.waitForFunction(() => document.querySelector('audio')?.duration === 2);
      web.gateway.setRecordedMs(30_000);
      await page.getByRole('button', { name: 'Play from 0:20' }).click();
      await page.waitForFunction(() => (document.querySelector('audio')?.currentTime ?? 0) >= 20);
    });

    it('can be transcribed after the call when no engine was available', async () => {
      web.putFinishedCall('mute');
      web.gateway.storeSegments('mute', []);
      web.gateway.putCall({ id: 'mute', engine: null, engineReason: 'No model is installed' });
      const page = await web.openPage('/calls/mute');
      await page.getByText('No model is installed').first().waitFor();
      await page.getByRole('button', { name: 'Transcribe now' }).click();
      await page.getByText('The recording has no untranscribed audio.').waitFor();
      await waitUntilLive(page);
      web.gateway.transcribe = (id) =>
        web.gateway.publishSegment(id, aSegment({ id: '0-1', text: 'found in the recording' }));
      await page.getByRole('button', { name: 'Transcribe now' }).click();
      await line(page, '0-1').waitFor();
      await page.getByText('Transcription requested.').waitFor();
    });

    it('says that scripted text is not speech recognition', async () => {
      web.gateway.putCall({ id: 'call-1', engine: 'scripted:returns' });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('Demo call: sample text, not speech recognition.').waitFor();
      await page.getByText('scripted:returns (sample text)').waitFor();
    });

    it('can be downloaded as text', async () => {
      web.putFinishedCall();
      const page = await web.openPage('/calls/call-1');
      await line(page, '1-0-0').waitFor();
      await page.getByRole('button', { name: 'Download' }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'Text' }).click(),
      ]);
      expect(file.suggestedFilename()).toBe('call-1.txt');
    });
  });
}
