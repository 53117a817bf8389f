import { participantIdSchema, type Participant } from '@earshot/contracts';
import { describe, expect, it } from '@jest/globals';
import { diffRosters } from '../../diff-rosters.js';
import { TrackTable } from './track-table.js';
import { findCallId } from './find-call-id.js';

const id = (text: string) => participantIdSchema.parse(text);
const person = (text: string, name?: string): Participant => ({
  id: id(text),
  role: 'UNKNOWN',
  ...(name !== undefined && { name }),
});
const roster = (participants: readonly Participant[], tracks: readonly (string | null)[]) => ({
  participants,
  tracks: tracks.map((track) => ({ participantId: track === null ? null : id(track) })),
});

describe('diffRosters', () => {
  it('says nothing of a roster that stays as it was', () => {
    const same = roster([person('a', 'Ann')], ['a', null]);
    expect(diffRosters(same, roster([person('a', 'Ann')], ['a', null]))).toEqual([]);
  });

  it('lets people join before they are on a track, and leave after somebody else is', () => {
    const before = roster([person('a'), person('b')], ['a', 'b']);
    const after = roster([person('a', 'Ann'), person('c')], ['a', 'c']);
    expect(diffRosters(before, after)).toEqual([
      { kind: 'change', participant: person('a', 'Ann') },
      { kind: 'join', participant: person('c') },
      { kind: 'assign', track: 1, participantId: 'c' },
      { kind: 'leave', participantId: 'b' },
    ]);
  });
});

describe('TrackTable', () => {
  it('gives the track of a stream that is switched off to the next one, and no more tracks than there are', () => {
    const table = new TrackTable(2);
    expect([table.place(0), table.place(2), table.place(3), table.place(0)]).toEqual([0, 1, undefined, 0]);
    expect(table.remove(0)).toBe(0);
    expect([table.place(3), table.streamOn(0), table.findTrack(0)]).toEqual([0, 3, undefined]);
  });
});

describe('findCallId', () => {
  it.each([
    ['hVpd7YQgRW2nD22h7q60JQ==', '855a5ded-8420-456d-a70f-6da1eeaeb425'],
    ['1-22300@192.0.2.1', '1-22300@192.0.2.1'],
    [undefined, 'sip-call'],
    ['bad\u0000id', 'sip-call'],
  ])('takes the session %s for the call %s', (sessionId, callId) => {
    expect(findCallId(sessionId, 'sip-call')).toBe(callId);
  });
});
