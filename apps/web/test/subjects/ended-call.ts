import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { aSegment, conversationFacts, ledgerWithGaps } from '../support/mock-calls.js';
import { byAgent, byCustomer } from '../support/speakers.js';
import { type WebTest, line, waitUntilLive } from '../support/web-test.js';

/** The ledgers of a call whose gaps have this reason. */
/** Tests of the page of a call that has ended. */
export function describeEndedCall(web: WebTest): void {
  describe('a call that has ended', () => {
    it('shows its facts, figures, audio coverage, gaps and problems', async () => {
      web.putFinishedCall();
      const page = await web.openPage('/calls/call-1');
      await page.locator('.chart canvas').waitFor();
      for (const text of [
        'Audio coverage',
        '4.0 s in gaps',
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

    it('marks the issues of its lines as text and lists them', async () => {
      const text = 'my card [CARD] <b>does not work</b> since monday';
      const issueOf = (part: string) => {
        const startChar = text.indexOf(part);
        return { text: part, startChar, endChar: startChar + part.length, startMs: 7_000 };
      };
      web.gateway.putCall({ id: 'call-1', status: 'ENDED', endedAt: new Date().toISOString() });
      const issues = [issueOf('card [CARD] <b>does not work</b>'), issueOf('monday')];
      web.gateway.publishSegment('call-1', aSegment({ id: '0-0-1', startMs: 6_000, text, issues }));
      const page = await web.openPage('/calls/call-1');
      await page.getByRole('heading', { name: 'Issues (2)' }).waitFor();
      expect(await line(page, '0-0-1').locator('mark').allTextContents()).toEqual([
        'issue: card redacted: card number <b>does not work</b>',
        'issue: monday',
      ]);
      expect(await page.getByRole('list', { name: '2 issues' }).locator('.issue-text').allTextContents()).toEqual([
        'card redacted: card number <b>does not work</b>',
        'monday',
      ]);
      await page.getByRole('button', { name: 'Customer at 0:07' }).first().click();
      await page.waitForFunction(() => (document.querySelector('[data-segment]')?.getAnimations().length ?? 0) > 0);
      expect(await page.locator('main b').count()).toBe(0);
    });

    it('shows speech without words among its lines, and when it has no lines', async () => {
      const speechWithoutWords = [
        { ...byCustomer, fromMs: 62_000, toMs: 65_900 },
        { ...byAgent, fromMs: 90_000, toMs: 94_000 },
      ];
      web.gateway.putCall({ id: 'call-1', status: 'ENDED', endedAt: new Date().toISOString(), speechWithoutWords });
      const page = await web.openPage('/calls/call-1');
      const rows = page.locator('.transcript .line .wordless-text');
      await rows.first().waitFor();
      expect(await rows.allInnerTexts()).toEqual([
        'Speech without words, 1:02–1:05',
        'Speech without words, 1:30–1:34',
      ]);
      const speakers = page.locator('.transcript .line-wordless .line-speaker');
      expect(await speakers.allInnerTexts()).toEqual(['Customer', 'Agent']);
      expect(await page.locator('.transcript-count').innerText()).toBe('0 lines');
      for (const [n, startMs] of [60_000, 70_000].entries())
        web.gateway.publishSegment('call-1', aSegment({ id: `0-0-${n}`, startMs, text: `line ${n}` }));
      await line(page, '0-0-1').waitFor();
      // A line that the browser has not drawn yet has no inner text (`content-visibility`).
      expect(await page.locator('.transcript .line').locator('.line-text, .wordless-text').allTextContents()).toEqual([
        'line 0',
        'Speech without words, 1:02–1:05',
        'line 1',
        'Speech without words, 1:30–1:34',
      ]);
      await page.getByRole('button', { name: 'Speakers shown' }).click();
      await page.getByRole('option', { name: 'Agent only' }).click();
      await line(page, '0-0-1').waitFor({ state: 'detached' });
      expect(await speakers.allInnerTexts()).toEqual(['Agent']);
    });

    it('warns when audio is missing from the coverage', async () => {
      web.putFinishedCall();
      const [ledger] = conversationFacts().ledger ?? [];
      web.gateway.putCall({
        id: 'call-1',
        ledger: ledger ? [{ ...ledger, transcribedMs: 52_000, openMs: 5_000 }] : [],
      });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('Audio coverage is not correct').waitFor();
      await page.getByText('5.0 s missing').waitFor();
    });

    it('says that audio was counted twice', async () => {
      web.putFinishedCall();
      const [ledger] = conversationFacts().ledger ?? [];
      web.gateway.putCall({ id: 'call-1', ledger: ledger ? [{ ...ledger, transcribedMs: 57_300, openMs: -300 }] : [] });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('0.3 s counted twice').waitFor();
    });

    it('says that it was interrupted', async () => {
      web.gateway.putCall({ id: 'call-1', status: 'INTERRUPTED', endedAt: new Date().toISOString() });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('Call interrupted').waitFor();
    });

    it('says where an interrupted call was lost, and never that it is complete', async () => {
      web.putFinishedCall();
      const ledger = conversationFacts().ledger?.map((track) => ({
        ...track,
        transcribedMs: 61_000,
        gapMs: 0,
        gaps: [],
        isComplete: true,
      }));
      web.gateway.putCall({ id: 'call-1', status: 'INTERRUPTED', lostAtMs: 58_000, ...(ledger && { ledger }) });
      const page = await web.openPage('/calls/call-1');
      await page.locator('.transcript-content').getByText('Call lost here at 0:58.').waitFor();
      await page.locator('.gaps').getByText('Call lost here.').waitFor();
      expect(await page.locator('.coverage-status').allInnerTexts()).toContain('Call lost at 0:58');
      expect(await page.getByText('Complete', { exact: true }).count()).toBe(0);
    });

    it('says that a line was not scored, and explains what is redacted', async () => {
      web.putFinishedCall();
      web.gateway.storeSegments('call-1', [
        aSegment({ id: '0-1', text: 'My card is [CARD] and [NATIONAL_ID].', sentiment: null, sentimentScore: null }),
      ]);
      const page = await web.openPage('/calls/call-1');
      await line(page, '0-1').getByText('not scored').waitFor();
      expect(await line(page, '0-1').locator('.line-text').innerText()).toMatch(/card number.*national ID/s);
      await line(page, '0-1').getByTitle('The number of a payment card was removed.').waitFor();
    });

    it('says what scored the sentiment of a line', async () => {
      web.putFinishedCall();
      web.gateway.storeSegments('call-1', [
        aSegment({ id: '0-1', text: 'that is great', sentiment: 'POSITIVE', sentimentScore: 3 }),
        aSegment({ id: '0-2', text: 'so so', startMs: 5_000, sentiment: 'MIXED', sentimentEngine: 'comprehend' }),
        aSegment({
          id: '0-3',
          text: 'hello',
          startMs: 9_000,
          sentiment: null,
          sentimentScore: null,
          sentimentEngine: null,
        }),
      ]);
      const page = await web.openPage('/calls/call-1');
      await line(page, '0-1')
        .getByTitle('Sentiment scored by Earshot’s list of words and phrases')
        .getByText('+3.0')
        .waitFor();
      await line(page, '0-2').getByTitle('Sentiment scored by Amazon Comprehend').waitFor();
      await line(page, '0-3').waitFor();
      expect(await line(page, '0-3').getByTitle('Sentiment').count()).toBe(0);
    });

    it('marks a line whose words are uncertain', async () => {
      web.putFinishedCall();
      web.gateway.storeSegments('call-1', [
        aSegment({ id: '0-1', text: 'who is this', isUncertain: true, sentiment: null, sentimentScore: null }),
        aSegment({ id: '0-2', text: 'hello', startMs: 5_000 }),
      ]);
      const page = await web.openPage('/calls/call-1');
      await line(page, '0-1').getByText('(uncertain)').waitFor();
      await line(page, '0-2').waitFor();
      expect(await page.getByText('(uncertain)').count()).toBe(1);
    });

    it('groups the lines that a category matched hundreds of times', async () => {
      web.putFinishedCall();
      const [match] = conversationFacts().categoryMatches ?? [];
      const matches = Array.from({ length: 1_075 }, (_, n) =>
        match ? [{ ...match, category: `Category ${n % 3}`, atMs: n * 1000 }] : [],
      ).flat();
      web.gateway.putCall({ id: 'call-1', categoryMatches: matches });
      const page = await web.openPage('/calls/call-1');
      expect(await page.locator('.category-groups > li').allInnerTexts()).toHaveLength(3);
      await page.getByText('359 times').click();
      expect(await page.locator('.category-groups .text-button:visible').count()).toBe(13);
      await page.getByRole('button', { name: 'Show all 359' }).click();
      expect(await page.locator('.category-groups .text-button:visible').count()).toBe(359);
    });

    it('shows the transcript and the player above the fold', async () => {
      web.putFinishedCall();
      const page = await web.openPage('/calls/call-1', { viewport: { width: 1366, height: 768 } });
      await line(page, '1-0-0').waitFor();
      const box = async (selector: string) => {
        const found = await page.locator(selector).boundingBox();
        return { topPx: found?.y ?? Infinity, endPx: (found?.y ?? 0) + (found?.height ?? Infinity) };
      };
      await web.takeScreenshot(page, 'fold-1366');
      expect((await box('.transcript')).topPx).toBeLessThan(400);
      expect((await box('.player')).endPx).toBeLessThanOrEqual(768);
    });

    it('can be transcribed after the call when no engine was available', async () => {
      web.putFinishedCall('mute');
      web.gateway.storeSegments('mute', []);
      const ledger = ledgerWithGaps('NO_SPEECH_ENGINE');
      web.gateway.putCall({ id: 'mute', engine: null, engineReason: 'No model is installed', ledger });
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

    it('says why nothing can be transcribed when no engine can run', async () => {
      web.putFinishedCall();
      web.gateway.putCall({ id: 'call-1', ledger: ledgerWithGaps('ENGINE_FAILED') });
      web.gateway.transcribe = () => {
        const extensions = { code: 'NO_SPEECH_ENGINE' };
        throw new GraphQLError('No speech model is installed.', { extensions });
      };
      const page = await web.openPage('/calls/call-1');
      await page.getByRole('button', { name: 'Transcribe now' }).click();
      await page.getByText('No speech model is installed.').waitFor();
      await page.getByText('Audio without a transcript is muted.').waitFor();
      expect(await page.getByRole('button', { name: 'Transcribe now' }).isDisabled()).toBe(true);
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
