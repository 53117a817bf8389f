import { describe, expect, it } from '@jest/globals';
import { type ListQuery, defaultQuery, listPath, newestOf, parseListQuery, sortedBy, toFilter } from './list-query.js';

const nowMs = Date.UTC(2026, 0, 1, 12, 30);

describe('list query', () => {
  it('round-trips through the query string', () => {
    const query: ListQuery = {
      text: 'a&b=ü',
      status: 'LIVE',
      agent: 'mia',
      category: 'Cancel?',
      alertsOnly: true,
      period: '24h',
      sort: 'ALERTS',
      descending: false,
      after: 'c=+/',
    };
    expect(parseListQuery(listPath(query).slice(1))).toEqual(query);
    expect(listPath(defaultQuery)).toBe('/');
    expect(parseListQuery('?status=NONSENSE&sort=x&period=toString')).toEqual(defaultQuery);
  });

  it('filters only by what was chosen', () => {
    expect(toFilter(defaultQuery, nowMs)).toEqual({});
    expect(toFilter({ ...defaultQuery, period: '1h', status: 'ENDED' }, nowMs)).toEqual({
      status: ['ENDED'],
      startedFrom: '2026-01-01T11:30:00.000Z',
    });
  });

  it('keeps the filters when the newest calls are shown', () => {
    const query: ListQuery = { ...defaultQuery, alertsOnly: true, agent: 'Mia', sort: 'ALERTS', after: 'x' };
    expect(newestOf(query)).toEqual({ ...defaultQuery, alertsOnly: true, agent: 'Mia' });
  });

  it('shows the largest first at the first click on a figure, and names from A', () => {
    for (const field of ['ALERTS', 'DURATION', 'CUSTOMER_SENTIMENT'] as const) {
      const first = sortedBy({ ...defaultQuery, after: 'x' }, field);
      expect(first).toMatchObject({ sort: field, descending: true, after: null });
      expect(sortedBy(first, field).descending).toBe(false);
    }
    expect(sortedBy(defaultQuery, 'AGENT').descending).toBe(false);
    expect(sortedBy(defaultQuery, 'STARTED_AT').descending).toBe(false);
  });
});
