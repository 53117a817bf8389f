import { describe, expect, it } from '@jest/globals';
import { mayHaveMetConditions, meetsConditions, type CallConditions, type CallFacts } from './call-conditions.js';

const facts = (over: Partial<CallFacts> = {}): CallFacts => ({
  id: 'call-1',
  status: 'LIVE',
  agentId: 'maria',
  name: 'Contact-7',
  customerNumber: '+12065550100',
  systemNumber: null,
  areNumbersSealed: false,
  queue: 'claims',
  categories: [],
  alertCount: 0,
  startedAtMs: 1_000,
  ...over,
});

describe('meetsConditions', () => {
  it.each<[CallConditions, boolean]>([
    [{}, true],
    [{ status: ['LIVE', 'ENDED'] }, true],
    [{ status: [] }, false],
    [{ agentId: 'maria' }, true],
    [{ agentId: 'Maria' }, false],
    [{ text: 'MAR' }, true],
    [{ text: 'contact' }, true],
    [{ textWithoutNumbers: 'contact-7' }, true],
    [{ text: '2065550100' }, true],
    [{ textWithoutNumbers: 'MAR' }, true],
    [{ textWithoutNumbers: 'call-1' }, true],
    [{ textWithoutNumbers: '2065550100' }, false],
    [{ queue: 'claims' }, true],
    [{ queue: 'Claims' }, false],
    [{ category: 'Billing' }, false],
    [{ hasAlert: false }, true],
    [{ hasAlert: true }, false],
    [{ startedFromMs: 1_000, startedToMs: 1_000 }, true],
    [{ startedFromMs: 1_001 }, false],
    [{ startedToMs: 999 }, false],
    [{ status: ['LIVE'], hasAlert: true }, false],
  ])('decides %j', (conditions, meets) => {
    expect(meetsConditions(facts(), conditions)).toBe(meets);
  });

  it.each<[string, boolean]>([
    ['(206) 555-0100', true],
    ['0100', true],
    ['mar', true],
    ['call-1', true],
    ['5550', false],
    ['contact', false],
  ])('finds a call with sealed numbers by %s: %s', (text, meets) => {
    expect(meetsConditions(facts({ areNumbersSealed: true }), { text })).toBe(meets);
    const isOther = text === 'mar' || text === 'call-1';
    expect(meetsConditions(facts({ areNumbersSealed: true }), { textWithoutNumbers: text })).toBe(isOther);
  });
});

describe('mayHaveMetConditions', () => {
  const liveWithAlert: CallConditions = { status: ['LIVE'], hasAlert: true };

  it('is true when the earlier state met the conditions', () => {
    expect(
      mayHaveMetConditions(facts({ alertCount: 1 }), facts({ status: 'ENDED', alertCount: 1 }), liveWithAlert),
    ).toBe(true);
  });

  it('is true when a state in between may have met them', () => {
    expect(mayHaveMetConditions(facts(), facts({ status: 'ENDED', alertCount: 1 }), liveWithAlert)).toBe(true);
  });

  it('is false when neither state meets one of the conditions', () => {
    expect(mayHaveMetConditions(facts(), facts({ status: 'ENDED' }), liveWithAlert)).toBe(false);
  });
});
