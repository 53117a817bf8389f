import { describe, expect, it } from '@jest/globals';
import { type ListQuery, defaultQuery, listPath, matchesFilter, parseListQuery, toFilter } from './list-query.js';
import { aRow } from '../../../test/support/builders.js';

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

  it('searches the same fields as the server', () => {
    const call = aRow('Call-7', 0, { agentId: 'Mia', customerNumber: '+4912345' });
    for (const text of ['call', 'mia', '123']) expect(matchesFilter({ ...defaultQuery, text }, call)).toBe(true);
    expect(matchesFilter({ ...defaultQuery, text: 'nobody' }, call)).toBe(false);
  });
});
