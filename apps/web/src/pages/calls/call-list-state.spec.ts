import { describe, expect, it } from '@jest/globals';
import type { CallRowFragment } from '@earshot/graphql-api';
import { type CallListAction, callListState, loadingList } from './call-list-state.js';
import { type ListQuery, accepts, firstQuery, listPath, parseListQuery, toFilter } from './list-query.js';

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
const page = (...rows: CallRowFragment[]): CallListAction => ({ type: 'page-received', rows, nextCursor: null, nowMs });
const pushed = (call: CallRowFragment): CallListAction => ({ type: 'call-changed', call });
const asked = (over: Partial<ListQuery>): CallListAction => ({
  type: 'query-changed',
  query: { ...firstQuery, ...over },
});
const after = (...actions: CallListAction[]) => actions.reduce(callListState, loadingList);
const ids = (...actions: CallListAction[]) => after(...actions).rows.map((row) => row.id);

describe('callListState', () => {
  const old = [aRow('c', 3), aRow('b', 2), aRow('a', 1)];

  it('changes a call where it stands, whatever the change', () => {
    const ended = aRow('b', 2, { version: 2, status: 'ENDED', durationMs: 9 });
    const state = after(page(...old), pushed(ended));
    expect(state.rows.map((row) => row.id)).toEqual(['c', 'b', 'a']);
    expect(state.rows[1]).toBe(ended);
    expect(state.rows[0]).toBe(old[0]);
  });

  it('does not go back to an older version', () => {
    const newer = aRow('b', 2, { version: 5, alertCount: 2 });
    expect(after(page(...old), pushed(newer), pushed(aRow('b', 2, { version: 4 }))).rows[1]).toBe(newer);
    expect(after(page(...old), pushed(newer), page(...old)).rows[1]).toBe(newer);
  });

  it('puts a new call on top of the newest first', () => {
    expect(ids(page(...old), pushed(aRow('new', 9)))).toEqual(['new', 'c', 'b', 'a']);
    expect(ids(page(), pushed(aRow('first', 9)))).toEqual(['first']);
  });

  it('keeps a call that was pushed while the page was fetched, once', () => {
    const fresh = aRow('new', 9);
    expect(ids(pushed(fresh), page(...old))).toEqual(['new', 'c', 'b', 'a']);
    expect(ids(pushed(fresh), page(fresh, ...old))).toEqual(['new', 'c', 'b', 'a']);
  });

  it('leaves a call of another page out', () => {
    const state = after(page(...old));
    expect(callListState(state, pushed(aRow('ancient', 0, { version: 7 })))).toBe(state);
  });

  it('leaves a call out that the filter refuses', () => {
    expect(ids(asked({ alertsOnly: true }), page(...old), pushed(aRow('new', 9)))).toEqual(['c', 'b', 'a']);
    expect(ids(asked({ alertsOnly: true }), page(...old), pushed(aRow('new', 9, { alertCount: 1 })))).toEqual([
      'new',
      'c',
      'b',
      'a',
    ]);
  });

  it('only counts new calls where they do not belong on top', () => {
    const state = after(
      asked({ sort: 'DURATION' }),
      page(...old),
      pushed(aRow('new', 40)),
      pushed(aRow('new', 40)),
      pushed(aRow('x', 0)),
    );
    expect(state.rows.map((row) => row.id)).toEqual(['c', 'b', 'a']);
    expect(state.unseen).toEqual(['new']);
    expect([{ type: 'fetch-started' } as const, page(...old)].reduce(callListState, state).unseen).toEqual([]);
  });

  it('keeps the rows while another page is on its way, or failed', () => {
    expect(after(page(...old), asked({ text: 'x' }))).toMatchObject({ loading: true, rows: old });
    expect(after(page(...old), { type: 'page-failed', message: 'no network' })).toMatchObject({
      rows: old,
      failure: { message: 'no network' },
    });
  });
});

describe('list query', () => {
  it('is the query string', () => {
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
    expect(listPath(firstQuery)).toBe('/');
    expect(parseListQuery('?status=NONSENSE&sort=x&period=toString')).toEqual(firstQuery);
  });

  it('asks the server only for what was chosen', () => {
    expect(toFilter(firstQuery, nowMs)).toEqual({});
    expect(toFilter({ ...firstQuery, period: '1h', status: 'ENDED' }, nowMs)).toEqual({
      status: ['ENDED'],
      startedFrom: '2026-01-01T11:30:00.000Z',
    });
  });

  it('searches the fields that the server searches', () => {
    const call = aRow('Call-7', 0, { agentId: 'Mia', customerNumber: '+4912345' });
    for (const text of ['call', 'mia', '123']) expect(accepts({ ...firstQuery, text }, call)).toBe(true);
    expect(accepts({ ...firstQuery, text: 'nobody' }, call)).toBe(false);
  });
});
