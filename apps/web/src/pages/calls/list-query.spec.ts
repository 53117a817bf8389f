import { describe, expect, it } from '@jest/globals';
import type { CallRowFragment } from '@earshot/graphql-api';
import { type ListQuery, defaultQuery, listPath, matchesFilter, parseListQuery, toFilter } from './list-query.js';

const aRow = (id: string, minute: number, over: Partial<CallRowFragment> = {}): CallRowFragment => ({
  id,
  version: 1,
  status: 'LIVE',
  source: 'lca',
  startedAt: new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString(),
  endedAt: null,
  updatedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 0,
  customerNumber: null,
  systemNumber: null,
  agentId: null,
  engine: null,
  metrics: null,
  categories: [],
  alertCount: 0,
  ...over,
});

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
