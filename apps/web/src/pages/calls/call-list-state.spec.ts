import { describe, expect, it } from '@jest/globals';
import type { CallRowFragment } from '@earshot/graphql-api';
import { type CallListAction, loadingList, reduceCallList } from './call-list-state.js';
import { type ListQuery, defaultQuery } from './list-query.js';
import { aRow } from '../../../test/support/builders.js';

const nowMs = Date.UTC(2026, 0, 1, 12, 30);
const page = (...rows: CallRowFragment[]): CallListAction => ({ type: 'page-received', rows, nextCursor: null, nowMs });
const pageOfMore = (...rows: CallRowFragment[]): CallListAction => ({ ...page(...rows), nextCursor: 'next' }) as never;
const pushed = (call: CallRowFragment): CallListAction => ({ type: 'call-changed', call, passesFilter: true });
const left = (call: CallRowFragment): CallListAction => ({ type: 'call-changed', call, passesFilter: false });
const asked = (over: Partial<ListQuery>): CallListAction => ({
  type: 'query-changed',
  query: { ...defaultQuery, ...over },
});
const after = (...actions: CallListAction[]) => actions.reduce(reduceCallList, loadingList);
const ids = (...actions: CallListAction[]) => after(...actions).rows.map((row) => row.id);

describe('reduceCallList', () => {
  const old = [aRow('c', 3), aRow('b', 2), aRow('a', 1)];

  it('updates a call in its row', () => {
    const ended = aRow('b', 2, { version: 2, status: 'ENDED', durationMs: 9 });
    const state = after(page(...old), pushed(ended));
    expect(state.rows.map((row) => row.id)).toEqual(['c', 'b', 'a']);
    expect(state.rows[1]).toBe(ended);
    expect(state.rows[0]).toBe(old[0]);
  });

  it('ignores an older version', () => {
    const newer = aRow('b', 2, { version: 5, alertCount: 2 });
    expect(after(page(...old), pushed(newer), pushed(aRow('b', 2, { version: 4 }))).rows[1]).toBe(newer);
    expect(after(page(...old), pushed(newer), page(...old)).rows[1]).toBe(newer);
    expect(ids(page(...old), pushed(newer), left(aRow('b', 2, { version: 4 })))).toEqual(['c', 'b', 'a']);
  });

  it('puts a new call on top when the newest come first', () => {
    expect(ids(page(...old), pushed(aRow('new', 9)))).toEqual(['new', 'c', 'b', 'a']);
    expect(ids(page(), pushed(aRow('first', 9)))).toEqual(['first']);
  });

  it('shows a call once that was pushed during the fetch', () => {
    const fresh = aRow('new', 9);
    expect(ids(pushed(fresh), page(...old))).toEqual(['new', 'c', 'b', 'a']);
    expect(ids(pushed(fresh), page(fresh, ...old))).toEqual(['new', 'c', 'b', 'a']);
  });

  it('puts a call at its place that began before all others and passes the filter only now', () => {
    const early = aRow('early', 0, { version: 7, alertCount: 1 });
    expect(ids(asked({ alertsOnly: true }), page(...old), pushed(early))).toEqual(['c', 'b', 'a', 'early']);
    expect(ids(asked({ alertsOnly: true }), page(old[0]!, old[2]!), pushed(aRow('b', 2)))).toEqual(['c', 'b', 'a']);
  });

  it('fills an empty list that is sorted by alerts when a call raises one', () => {
    const sorted = asked({ sort: 'ALERTS', alertsOnly: true });
    expect(ids(sorted, page(), pushed(aRow('early', 0, { alertCount: 1 })))).toEqual(['early']);
  });

  it('ignores a call whose place is on a later page', () => {
    expect(ids(pageOfMore(...old), pushed(aRow('ancient', 0, { version: 7 })))).toEqual(['c', 'b', 'a']);
  });

  it('counts new calls whose place is on another page', () => {
    const fresh = aRow('new', 40);
    const state = after(asked({ after: 'x' }), page(...old), pushed(fresh), pushed(fresh), pushed(aRow('x', 9)));
    expect(state.rows.map((row) => row.id)).toEqual(['c', 'b', 'a']);
    expect(state.newCallIds).toEqual(['new']);
    expect(after(asked({ sort: 'DURATION' }), pageOfMore(...old), pushed(fresh)).newCallIds).toEqual([]);
    const short = aRow('new', 40, { durationMs: -1 });
    expect(after(asked({ sort: 'DURATION' }), pageOfMore(...old), pushed(short)).newCallIds).toEqual(['new']);
    expect([{ type: 'fetch-started' } as const, page(...old)].reduce(reduceCallList, state).newCallIds).toEqual([]);
  });

  it('removes a call that no longer passes the filter', () => {
    const ended = aRow('b', 2, { version: 2, status: 'ENDED' });
    expect(ids(asked({ status: 'LIVE' }), page(...old), left(ended))).toEqual(['c', 'a']);
    expect(ids(asked({ status: 'LIVE' }), left(ended), page(...old))).toEqual(['c', 'a']);
    expect(ids(asked({ status: 'LIVE' }), page(...old), left(aRow('unknown', 2)))).toEqual(['c', 'b', 'a']);
  });

  it('marks a call that no longer passes while the reader points at the list, and removes it afterwards', () => {
    const ended = aRow('b', 2, { version: 2, status: 'ENDED' });
    const held = after(asked({ status: 'LIVE' }), page(...old), { type: 'held' }, left(ended));
    expect(held.rows.map((row) => row.id)).toEqual(['c', 'b', 'a']);
    expect(held.leftIds).toEqual(['b']);
    expect(reduceCallList(held, { type: 'released' })).toMatchObject({ rows: [old[0], old[2]], leftIds: [] });
    expect(reduceCallList(held, pushed(aRow('b', 2, { version: 3 }))).leftIds).toEqual([]);
  });

  it('moves a call whose sorted value changed, but not while the reader points at the list', () => {
    const alerts = asked({ sort: 'ALERTS' });
    const rows = [aRow('c', 3, { alertCount: 3 }), aRow('b', 2, { alertCount: 2 }), aRow('a', 1)];
    const risen = pushed(aRow('a', 1, { version: 2, alertCount: 9 }));
    expect(ids(alerts, page(...rows), risen)).toEqual(['a', 'c', 'b']);
    expect(ids(alerts, page(...rows), { type: 'held' }, risen)).toEqual(['c', 'b', 'a']);
    expect(ids(alerts, page(...rows), { type: 'held' }, risen, { type: 'released' })).toEqual(['a', 'c', 'b']);
  });

  it('keeps rows in place while durations grow', () => {
    const rows = [aRow('c', 3, { durationMs: 3 }), aRow('b', 2, { durationMs: 2 })];
    const grown = pushed(aRow('b', 2, { version: 2, durationMs: 9 }));
    expect(ids(asked({ sort: 'DURATION' }), page(...rows), grown)).toEqual(['c', 'b']);
  });

  it('keeps the rows while another page loads, and after it failed', () => {
    expect(after(page(...old), asked({ text: 'x' }))).toMatchObject({ loading: true, rows: old });
    expect(after(page(...old), { type: 'page-failed', message: 'no network' })).toMatchObject({
      rows: old,
      failure: { message: 'no network' },
    });
  });

  it('does not mix a push for the new query into the rows of the old one', () => {
    const fresh = aRow('new', 9);
    expect(ids(page(...old), asked({ text: 'n' }), pushed(fresh))).toEqual(['c', 'b', 'a']);
    expect(ids(page(...old), asked({ text: 'n' }), pushed(fresh), page())).toEqual(['new']);
  });
});
