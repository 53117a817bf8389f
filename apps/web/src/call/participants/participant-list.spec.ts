import { describe, expect, it } from '@jest/globals';
import type { ParticipantRole } from '@earshot/graphql-api';
import { type KnownParticipant, buildParticipantList, knownParticipants } from './participant-list.js';
import { aLedger } from '../../../test/support/builders.js';

const known = (id: string, role: ParticipantRole, name: string | null = null): KnownParticipant => ({ id, role, name });
const joined = (id: string, role: ParticipantRole, name: string | null = null) => ({
  ...known(id, role, name),
  roleReason: null,
  roleConfidence: null,
  number: null,
  joinedAt: '2026-01-01T00:00:00.000Z',
  leftAt: null,
});

const shown = (...all: KnownParticipant[]) =>
  buildParticipantList(all).all.map(({ label, group, tone }) => `${label}: ${group} ${tone}`);

describe('buildParticipantList', () => {
  it('shows two participants by their roles', () => {
    expect(shown(known('b', 'AGENT'), known('a', 'CUSTOMER'))).toEqual(['Customer: customer 0', 'Agent: centre 0']);
  });

  it('puts customers first, then the contact centre, then the others, each in the order of joining', () => {
    expect(
      shown(
        known('1', 'UNKNOWN'),
        known('2', 'AUTOMATION'),
        known('3', 'CUSTOMER', 'Ann'),
        known('4', 'AGENT', 'Bob'),
        known('5', 'SUPERVISOR', 'Cleo'),
        known('6', 'CUSTOMER', 'Dora'),
      ),
    ).toEqual([
      'Ann: customer 0',
      'Dora: customer 1',
      'Automation: centre 0',
      'Bob: centre 1',
      'Cleo: centre 2',
      'Unknown: other 0',
    ]);
  });

  it('never gives two participants the same label', () => {
    expect(shown(known('1', 'AGENT'), known('2', 'AGENT'), known('3', 'AGENT', 'Agent'))).toEqual([
      'Agent: centre 0',
      'Agent 2: centre 1',
      'Agent 3: centre 2',
    ]);
  });

  it('keeps a name on one line and shows the role for an empty one', () => {
    expect(shown(known('1', 'CUSTOMER', ' Ann\n\nBright '), known('2', 'AGENT', ' '))).toEqual([
      'Ann Bright: customer 0',
      'Agent: centre 0',
    ]);
  });

  it('changes nobody when somebody joins', () => {
    const first = [known('1', 'CUSTOMER'), known('2', 'AGENT', 'Bob')];
    const before = buildParticipantList(first).all;
    const after = buildParticipantList([...first, known('3', 'AGENT', 'Bob'), known('4', 'CUSTOMER')]).all;
    expect(after.filter(({ id }) => id === '1' || id === '2')).toEqual(before);
  });

  it('finds a speaker whom it does not have by the role', () => {
    const list = buildParticipantList([known('1', 'CUSTOMER', 'Ann')]);
    expect(list.find({ id: '1', role: 'UNKNOWN' })).toBe(list.all[0]);
    expect(list.find({ id: 'new', role: 'SUPERVISOR' })).toMatchObject({ label: 'Supervisor', group: 'centre' });
  });
});

describe('knownParticipants', () => {
  it('adds those whom the source did not announce, in an order that does not depend on who spoke first', () => {
    const call = {
      participants: [joined('zoe', 'AGENT', 'Zoe'), joined('ann', 'CUSTOMER')],
      metrics: null,
      ledger: [aLedger({ track: 2, receivedMs: 0, transcribedMs: 0, participant: { id: 'guest', role: 'UNKNOWN' } })],
      speechWithoutWords: [
        { track: 4, fromMs: 0, toMs: 3_000, participant: { id: 'mumbler', role: 'UNKNOWN' as const } },
      ],
    };
    const speakers = [
      { id: 'track-3', role: 'UNKNOWN' },
      { id: 'ann', role: 'CUSTOMER' },
      { id: 'track-1', role: 'UNKNOWN' },
    ] as const;
    const ids = ['zoe', 'ann', 'guest', 'mumbler', 'track-1', 'track-3'];
    expect(knownParticipants(call, speakers).map(({ id }) => id)).toEqual(ids);
    expect(knownParticipants(call, speakers.toReversed()).map(({ id }) => id)).toEqual(ids);
  });
});
