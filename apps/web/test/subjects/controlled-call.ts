import { describe, expect, it } from '@jest/globals';
import { aLedger } from '../support/builders.js';
import { byAgent } from '../support/mock-calls.js';
import { aSession } from '../support/mock-sign-in.js';
import { type WebTest, waitUntilLive } from '../support/web-test.js';

const known = {
  name: 'contact-7',
  queue: 'claims',
  language: 'en-GB',
  metadata: [{ key: 'campaign', value: '<b>renewals</b>' }],
  ledger: [aLedger(), aLedger({ ...byAgent, track: 1 })],
};

/** Tests of what people change about a call on its page. */
export function describeControlledCall(web: WebTest): void {
  describe('a call that somebody controls', () => {
    it('shows what is known of it, and lets those who may change it, and them alone', async () => {
      web.gateway.putCall({ id: 'call-1', ...known });
      const asked: unknown[] = [];
      web.gateway.controlCall = (...wanted) => void asked.push(wanted);
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      const panel = page.locator('.call-panels');
      for (const text of ['contact-7', 'claims', 'en-GB', 'campaign', '<b>renewals</b>'])
        await panel.getByText(text, { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Change the call' }).click();
      await page.getByLabel('Agent', { exact: true }).fill('Noa');
      await page.getByRole('button', { name: 'Change', exact: true }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Swap the channels' }).click();
      await page.getByText('From now on, the channels are swapped.').waitFor();
      await page.getByRole('button', { name: 'Stop the recording' }).click();
      await page.getByText('From now on, nothing is recorded.').waitFor();
      await web.takeScreenshot(page, 'controlled');
      expect(asked).toEqual([
        ['changeCall', { id: 'call-1', change: { agentId: 'Noa' } }],
        ['swapTracks', { id: 'call-1', one: 0, other: 1 }],
        ['setRecording', { id: 'call-1', isRecorded: false }],
      ]);
    });

    it('that waits says so, and starts when somebody starts it', async () => {
      web.gateway.putCall({ id: 'call-1', waitsForStart: true });
      const page = await web.openPage('/calls/call-1');
      await page.locator('.call-header').getByText('Waiting to start').waitFor();
      await page.getByRole('button', { name: 'Start the call' }).click();
      await page.getByText('The call starts.').waitFor();
      web.gateway.putCall({ id: 'call-1', waitsForStart: false });
      await page.locator('.call-header').getByText('In progress').waitFor();
      expect(await page.getByRole('button', { name: 'Start the call' }).count()).toBe(0);
    });

    it('cannot be changed by those who may only look', async () => {
      web.gateway.signIn.demandSignIn(aSession({ roles: ['ANALYST'], rights: ['READ'] }));
      web.gateway.putCall({ id: 'call-1', ...known });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('contact-7', { exact: true }).waitFor();
      expect(await page.getByRole('button', { name: 'Change the call' }).count()).toBe(0);
    });
  });
}
