import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import type { Page } from 'playwright-core';
import { axeViolations } from '../support/browser.js';
import {
  aRecording,
  type MockCall,
  aParticipant,
  aSegment,
  byAgent,
  byCustomer,
  bySupervisor,
  conversationFacts,
} from '../support/mock-calls.js';
import { aSession } from '../support/mock-sign-in.js';
import { type WebTest, line, lineTexts, waitUntilLive } from '../support/web-test.js';

const phone = { width: 390, height: 844 };

/** Tests of calls with more than two participants. */
export function describeParticipants(web: WebTest): void {
  const startedAt = new Date(Date.now() - 600_000).toISOString();
  const at = (ms: number): string => new Date(Date.parse(startedAt) + ms).toISOString();
  const customer = aParticipant(byCustomer, startedAt, { number: '+49 30 5550 142' });
  const agent = aParticipant(byAgent, at(2_000), { name: 'Robin' });
  const supervisor = aParticipant(bySupervisor, at(40_000), { name: '<i>Kim</i> de la Fuente y Montenegro' });
  const unnamed = aParticipant({ track: 3, participant: { id: 'guest', role: 'UNKNOWN' } }, at(41_000));

  const putCall = (over: Partial<MockCall> = {}) => web.gateway.putCall({ id: 'call-1', startedAt, ...over });
  const participants = (page: Page) => page.getByRole('list', { name: 'Participants' }).getByRole('listitem');
  const speakerOf = (page: Page, id: string) => line(page, id).locator('.line-speaker').innerText();

  /** A call of four: the supervisor took over the agent's track, and the guest has said nothing yet. */
  const putConference = (): void => {
    const facts = conversationFacts();
    const figures = facts.metrics?.channels[1];
    putCall({
      ...facts,
      participants: [customer, { ...agent, leftAt: at(50_000) }, supervisor, unnamed],
      metrics: facts.metrics && {
        ...facts.metrics,
        channels: [
          ...facts.metrics.channels,
          ...(figures ? [{ ...figures, participant: bySupervisor.participant, sentimentTrend: null }] : []),
        ],
      },
      ledger: [0, 1, 2].map((track) => ({
        track,
        receivedMs: 61_000,
        transcribedMs: 61_000,
        pausedMs: 0,
        pauses: [],
        openMs: 0,
        isComplete: true,
        gapMs: 0,
        gaps: [],
        participant: [byCustomer.participant, bySupervisor.participant, null][track] ?? null,
      })),
      recording: aRecording('call-1', 61_000),
    });
    web.gateway.storeSegments('call-1', [
      aSegment({ id: '0-0-0', text: 'I want to cancel.', sentiment: 'NEGATIVE', sentimentScore: -3 }),
      aSegment({ id: '1-0-0', ...byAgent, startMs: 3_000, text: 'Let me ask.', sentimentScore: 1 }),
      aSegment({ id: '1-9-0', track: 1, participant: bySupervisor.participant, startMs: 52_000, text: 'Kim here.' }),
    ]);
  };

  describe('participants', () => {
    it('appear and leave while the call is watched, and their lines follow', async () => {
      putCall({ participants: [customer] });
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      expect(await participants(page).allInnerTexts()).toEqual([expect.stringMatching(/^Customer\s+\+49 30 5550 142/)]);
      web.gateway.publishSegment('call-1', aSegment({ id: '1-0-0', ...byAgent, startMs: 2_500, text: 'Hello' }));
      await line(page, '1-0-0').waitFor();
      expect(await speakerOf(page, '1-0-0')).toBe('Agent');
      const row = await line(page, '1-0-0').elementHandle();
      putCall({ participants: [customer, agent] });
      await participants(page).getByText('Robin').waitFor();
      // The lines show it in a later rendering.
      await line(page, '1-0-0').getByText('Robin').waitFor();
      expect(await speakerOf(page, '1-0-0')).toMatch(/^Robin\s+Agent$/);
      expect(await row?.evaluate((node) => node.isConnected)).toBe(true);
      putCall({ participants: [customer, { ...agent, leftAt: at(50_000) }, supervisor] });
      await participants(page).nth(2).getByText('Supervisor').waitFor();
      expect(await participants(page).nth(1).innerText()).toMatch(/Joined 0:02, left 0:50$/);
      expect(await participants(page).nth(2).innerText()).toMatch(/Joined 0:40$/);
    });

    it('are shown with their lines, figures, sentiment and tracks, also before they speak', async () => {
      putConference();
      const page = await web.openPage('/calls/call-1');
      await page.locator('.chart canvas').waitFor();
      await line(page, '1-9-0').waitFor();
      expect(await speakerOf(page, '0-0-0')).toBe('Customer');
      expect(await speakerOf(page, '1-0-0')).toMatch(/^Robin\s+Agent$/);
      expect(await speakerOf(page, '1-9-0')).toMatch(/^<i>Kim<\/i> de la Fuente y Montenegro\s+Supervisor$/);
      const classes = await page
        .locator('[data-segment]')
        .evaluateAll((rows) =>
          rows.map(({ classList }) => [...classList].filter((name) => name.startsWith('look-')).join(' ')),
        );
      expect(classes).toEqual([
        'look-customer look-customer-0',
        'look-centre look-centre-0',
        'look-centre look-centre-1',
      ]);
      const labels = ['Customer', 'Robin', '<i>Kim</i> de la Fuente y Montenegro', 'Unknown'];
      const figures = page.getByRole('table', { name: 'Figures of the conversation per participant' });
      expect(await figures.getByRole('columnheader').allInnerTexts()).toEqual(labels);
      expect(await figures.getByRole('row', { name: 'Words', exact: false }).first().innerText()).toMatch(
        /66\s+68\s+68\s+–/,
      );
      const quarters = page.getByRole('table', { name: 'Average sentiment per quarter of the call' });
      expect(await quarters.getByRole('rowheader').allInnerTexts()).toEqual(labels);
      expect(await page.getByRole('img', { name: /Sentiment over the call/ }).getAttribute('aria-label')).toContain(
        'Unknown: no score yet.',
      );
      const coverage = page.getByRole('table', { name: /Seconds received/ });
      expect(await coverage.getByRole('rowheader').allInnerTexts()).toEqual([
        'Customer track 0',
        '<i>Kim</i> de la Fuente y Montenegro track 1',
        'Nobody track 2',
      ]);
      await page.getByText('Billing').last().click();
      await page.getByRole('button', { name: 'Customer at 0:07' }).waitFor();
      expect(await page.locator('main i').count()).toBe(0);
    });

    it('say why they have their roles, which somebody may correct or swap', async () => {
      const greeted = { roleReason: 'GREETING', roleConfidence: 0.92 } as const;
      putCall({ participants: [customer, { ...agent, ...greeted }] });
      const asked: string[][] = [];
      web.gateway.setRole = (...wanted) => void asked.push(wanted);
      const page = await web.openPage('/calls/call-1');
      await participants(page).nth(1).getByText('taken from the greeting, 92 %').waitFor();
      await page.getByRole('button', { name: 'Correct the role of Robin' }).click();
      await page.getByRole('menuitem', { name: 'This is the supervisor' }).click();
      await page.getByRole('status').getByText('Corrected.').waitFor();
      await page.getByRole('button', { name: 'Swap agent and customer' }).click();
      while (asked.length < 3) await page.waitForTimeout(20);
      expect(asked).toEqual([
        ['call-1', 'agent', 'SUPERVISOR'],
        ['call-1', 'customer', 'AGENT'],
        ['call-1', 'agent', 'CUSTOMER'],
      ]);
      web.gateway.setRole = () => {
        throw new GraphQLError('You may not do this.', { extensions: { code: 'FORBIDDEN' } });
      };
      await page.getByRole('button', { name: 'Swap agent and customer' }).click();
      await page.getByRole('alert').getByText('You may not do this.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
    });

    it('are corrected by nobody who may only read', async () => {
      putCall({ participants: [customer, agent] });
      web.gateway.signIn.demandSignIn(aSession({ roles: ['ANALYST'], rights: ['READ'] }));
      const page = await web.openPage('/calls/call-1');
      await participants(page).nth(1).waitFor();
      expect(await page.getByRole('button', { name: /Correct the role|Swap/ }).count()).toBe(0);
    });

    it('can be shown alone', async () => {
      putConference();
      const page = await web.openPage('/calls/call-1');
      await line(page, '1-9-0').waitFor();
      const choose = async (option: string) => {
        await page.getByRole('button', { name: /Speakers shown/ }).click();
        await page.getByRole('option', { name: option }).click();
      };
      await choose('Robin only');
      await line(page, '0-0-0').waitFor({ state: 'detached' });
      expect(await lineTexts(page)).toEqual(['Let me ask.']);
      await choose('Unknown only');
      await page.getByText('This participant has not spoken yet.').waitFor();
      await choose('All speakers');
      await line(page, '1-9-0').waitFor();
      expect(await lineTexts(page)).toEqual(['I want to cancel.', 'Let me ask.', 'Kim here.']);
    });

    it('read new lines aloud by their names', async () => {
      putCall({ participants: [customer, agent] });
      const page = await web.openPage('/calls/call-1');
      await waitUntilLive(page);
      web.gateway.publishSegment('call-1', aSegment({ id: '1-0-0', ...byAgent, text: 'Hello.' }));
      await line(page, '1-0-0').waitFor();
      expect(await page.getByRole('log').innerText()).toBe('Robin: Hello.');
    });

    it.each([
      ['light', 'desktop', { colorScheme: 'light' }],
      ['dark', 'phone', { colorScheme: 'dark', viewport: phone }],
    ] as const)('fit and are accessible in %s mode on a %s', async (mode, place, options) => {
      putConference();
      const page = await web.openPage('/calls/call-1', options);
      await page.locator('.chart canvas').waitFor();
      await waitUntilLive(page);
      await web.takeScreenshot(page, `conference-${mode}-${place}`, true);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await axeViolations(page)).toEqual([]);
    });
  });
}
