import { describe, expect, it } from '@jest/globals';
import type { CallRowFragment } from '@earshot/graphql-api';
import { type CallListAction, loadingList, reduceCallList } from './call-list-state.js';
import { type ListQuery, defaultQuery } from './list-query.js';
import { aRow } from '../../../test/support/builders.js';

const nowMs = Date.UTC(2026, 0, 1, 12, 30);
const page = (...rows: CallRowFragment[]): CallListAction => ({ type: 'page-received', rows, nextCursor: null, nowMs });
const pushed = (call: CallRowFragment): CallListAction => ({ type: 'call-changed', call });
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

  it('ignores a call of another page', () => {
    const state = after(page(...old));
    expect(reduceCallList(state, pushed(aRow('ancient', 0, { version: 7 })))).toBe(state);
  });

  it('ignores a new call that does not match the filter', () => {
    expect(ids(asked({ alertsOnly: true }), page(...old), pushed(aRow('new', 9)))).toEqual(['c', 'b', 'a']);
    expect(ids(asked({ alertsOnly: true }), page(...old), pushed(aRow('new', 9, { alertCount: 1 })))).toEqual([
      'new',
      'c',
      'b',
      'a',
    ]);
  });

  it('counts new calls when they do not belong on top', () => {
    const state = after(
      asked({ sort: 'DURATION' }),
      page(...old),
      pushed(aRow('new', 40)),
      pushed(aRow('new', 40)),
      pushed(aRow('x', 0)),
    );
    expect(state.rows.map((row) => row.id)).toEqual(['c', 'b', 'a']);
    expect(state.newCallIds).toEqual(['new']);
    expect([{ type: 'fetch-started' } as const, page(...old)].reduce(reduceCallList, state).newCallIds).toEqual([]);
  });

  it('keeps the rows while another page loads, and after it failed', () => {
    expect(after(page(...old), asked({ text: 'x' }))).toMatchObject({ loading: true, rows: old });
    expect(after(page(...old), { type: 'page-failed', message: 'no network' })).toMatchObject({
      rows: old,
      failure: { message: 'no network' },
    });
  });
});
