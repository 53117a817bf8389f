import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { aSession } from '../support/mock-sign-in.js';
import { aSegment, byAgent, byCustomer } from '../support/mock-calls.js';
import { type WebTest, line, waitUntilLive } from '../support/web-test.js';

const track = (at: number, by: typeof byCustomer, toMs: number) => ({
  track: at,
  participant: by.participant,
  ...{ receivedMs: 60_000, transcribedMs: 60_000 - (toMs - 10_000), openMs: 0, isComplete: false, gapMs: 0, gaps: [] },
  pausedMs: toMs - 10_000,
  pauses: [{ fromMs: 10_000, toMs }],
});
const pausedUntil = (toMs: number) => [track(0, byCustomer, toMs), track(1, byAgent, toMs)];

/** Tests of pauses on the page of a call. */
export function describePausedCall(web: WebTest): void {
  describe('a call that is paused', () => {
    it('says so when the call says so, not before, and goes on in the same way', async () => {
      web.gateway.putCall({ id: 'call-1' });
      const asked: [string, boolean, string | null][] = [];
      web.gateway.setPause = (...wanted) => void asked.push(wanted);
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByText('Pausing…').waitFor();
      await page.locator('.call-header').getByText('In progress').waitFor();
      expect(asked).toEqual([['call-1', true, null]]);
      web.gateway.putCall({ id: 'call-1', pausedSince: new Date().toISOString() });
      await page.locator('.call-header').getByText('Paused').waitFor();
      await page.locator('.notices').getByText('not transcribed, recorded or kept').waitFor();
      expect(await page.getByText('Pausing…').count()).toBe(0);
      await web.takeScreenshot(page, 'paused');
      await page.getByRole('button', { name: 'Resume' }).click();
      await page.getByText('Resuming…').waitFor();
      web.gateway.putCall({ id: 'call-1', pausedSince: null });
      await page.locator('.call-header').getByText('In progress').waitFor();
      expect(await page.getByText('Resuming…').count()).toBe(0);
      expect(asked).toEqual([
        ['call-1', true, null],
        ['call-1', false, null],
      ]);
    });

    it('has a reason from a list, and says who paused it and why, also when it is over', async () => {
      web.gateway.putCall({ id: 'call-1' });
      const asked: unknown[] = [];
      web.gateway.setPause = (...wanted) => void asked.push(wanted);
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      await page.getByRole('button', { name: 'Give a reason' }).click();
      await page.getByRole('menuitem', { name: 'Pause for a payment' }).click();
      await page.getByText('Pausing…').waitFor();
      expect(asked).toEqual([['call-1', true, 'PAYMENT']]);
      const at = new Date().toISOString();
      const change = { at, isPaused: true, reason: 'PAYMENT', subject: 'Mia' } as const;
      web.gateway.putCall({ id: 'call-1', pausedSince: at, pauseChanges: [change] });
      await page.locator('.notices').getByText('Paused by Mia (payment)').waitFor();
      await web.takeScreenshot(page, 'paused-with-reason');
      web.gateway.putCall({ id: 'call-1', status: 'ENDED', endedAt: at, pausedSince: null });
      await page.getByRole('list', { name: 'Pauses' }).getByText('Paused by Mia (payment)').waitFor();
    });

    it('marks the pause among the lines and in the account', async () => {
      web.gateway.putCall({
        id: 'call-1',
        status: 'ENDED',
        endedAt: new Date().toISOString(),
        ledger: pausedUntil(25_000),
      });
      web.gateway.publishSegment('call-1', aSegment({ id: '0-1', startMs: 2_000, text: 'before' }));
      web.gateway.publishSegment('call-1', aSegment({ id: '0-2', startMs: 30_000, text: 'after' }));
      const page = await web.openPage('/calls/call-1');
      await line(page, '0-2').waitFor();
      const texts = await page.locator('.lines > *').allInnerTexts();
      expect(texts.map((text) => /before|Paused, 0:10–0:25|after/.exec(text)?.[0])).toEqual([
        'before',
        'Paused, 0:10–0:25',
        'after',
      ]);
      await page.getByText('Paused, 0:10–0:25. Nothing of it was kept.').waitFor();
      await page.getByText('Received = transcribed + paused + gaps').waitFor();
      expect(await page.getByRole('button', { name: 'Pause', exact: true }).count()).toBe(0);
    });

    it('tells why it was not paused', async () => {
      web.gateway.putCall({ id: 'call-1' });
      web.gateway.setPause = () => {
        throw new GraphQLError('over', { extensions: { code: 'CALL_IS_OVER' } });
      };
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await page.getByText('This call has ended.').waitFor();
      expect(await page.getByText('Pausing…').count()).toBe(0);
    });

    it('can be paused by those who may control calls only', async () => {
      web.gateway.signIn.demandSignIn(aSession({ roles: ['ANALYST'], rights: ['READ'] }));
      web.gateway.putCall({ id: 'call-1' });
      const page = await web.openPage('/calls/call-1');
      await page.locator('.call-header').getByText('In progress').waitFor();
      expect(await page.getByRole('button', { name: 'Pause', exact: true }).count()).toBe(0);
    });

    it('was not recorded: the page says so', async () => {
      web.gateway.putCall({ id: 'call-1', isRecorded: false, recording: null });
      const page = await web.openPage('/calls/call-1');
      await page.getByText('Not recorded.').waitFor();
    });
  });
}
