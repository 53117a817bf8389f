import { describe, expect, it } from '@jest/globals';
import { draftOf, findChangedFields, isComplete, readDraft, splitNames } from './grant.js';

const grant = { roles: ['AGENT'], agentId: 'mia', teams: ['north', 'south'], queues: [] } as const;

describe('a grant', () => {
  it('stays the same when nobody changes its draft', () => expect(readDraft(draftOf(grant))).toEqual(grant));

  it('has no agent where the field is empty', () =>
    expect(readDraft({ ...draftOf(grant), agentId: ' ' }).agentId).toBeNull());

  it.each([
    [{}, true],
    [{ agentId: ' ' }, false],
    [{ agentId: '', roles: ['ADMIN'] as const }, true],
  ])('with %j is complete: %s', (over, complete) => expect(isComplete({ ...draftOf(grant), ...over })).toBe(complete));
});

it.each([
  ['', []],
  [' north ,, south west ', ['north', 'south west']],
])('splits %j into names', (text, names) => expect(splitNames(text)).toEqual(names));

it('finds what a change is about', () => {
  expect(findChangedFields(grant, grant)).toEqual({});
  expect(findChangedFields<object>(grant, { ...grant, teams: ['north'], agentId: null })).toEqual({
    teams: ['north'],
    agentId: null,
  });
});
