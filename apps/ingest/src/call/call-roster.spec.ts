import { describe, expect, it } from '@jest/globals';
import {
  exampleAgent as agent,
  exampleCustomer as customer,
  exampleSupervisor as supervisor,
  MAX_PARTICIPANTS,
  participantIdSchema,
  type Participant,
} from '@earshot/contracts';
import { CallRoster } from './call-roster.js';
import type { Roster } from './call-start.js';

const someone = (number: number): Participant => ({ id: participantIdSchema.parse(`p${number}`), role: 'UNKNOWN' });
/** Customer, agent, and a reserved track. */
const start: Roster = {
  tracks: [{ participantId: customer.id }, { participantId: agent.id }, { participantId: null }],
  participants: [customer, agent],
};
const rosterOf = (participants: readonly Participant[], ...onTracks: readonly (Participant | null)[]): Roster => ({
  participants,
  tracks: onTracks.map((participant) => ({ participantId: participant?.id ?? null })),
});

describe('CallRoster', () => {
  it('lets somebody join late on a reserved track', () => {
    expect(new CallRoster(start).join(supervisor, 2)).toEqual({
      ok: true,
      value: [
        { kind: 'joined', participant: supervisor },
        { kind: 'assigned', track: 2, participant: supervisor },
      ],
    });
  });

  it('lets somebody join without a track and assigns one later', () => {
    const roster = new CallRoster(start);
    expect(roster.join(supervisor)).toEqual({ ok: true, value: [{ kind: 'joined', participant: supervisor }] });
    const assigned = { ok: true, value: [{ kind: 'assigned', track: 2, participant: supervisor }] };
    expect(roster.assign(2, supervisor.id)).toEqual(assigned);
  });

  it('clears the tracks of a participant who leaves', () => {
    const roster = new CallRoster(start);
    roster.assign(2, agent.id);
    expect(roster.leave(agent.id)).toEqual({
      ok: true,
      value: [
        { kind: 'assigned', track: 1, participant: null },
        { kind: 'assigned', track: 2, participant: null },
        { kind: 'left', participantId: agent.id },
      ],
    });
    expect(roster.isSameAs(rosterOf([customer], customer, null, null))).toBe(true);
  });

  it('gives a track to another participant, and to nobody', () => {
    const roster = new CallRoster(start);
    expect(roster.assign(0, agent.id)).toMatchObject({ value: [{ kind: 'assigned', track: 0, participant: agent }] });
    expect(roster.assign(0, null)).toMatchObject({ value: [{ kind: 'assigned', track: 0, participant: null }] });
  });

  it('assigns the tracks of a participant again when the role changes, but not for a name', () => {
    const roster = new CallRoster(start);
    const renamed = { ...agent, name: 'Robin R.' };
    expect(roster.change(renamed)).toEqual({ ok: true, value: [{ kind: 'changed', participant: renamed }] });
    const promoted = { ...renamed, role: 'SUPERVISOR' } as const;
    expect(roster.change(promoted)).toEqual({
      ok: true,
      value: [
        { kind: 'changed', participant: promoted },
        { kind: 'assigned', track: 1, participant: promoted },
      ],
    });
  });

  it('reports nothing when the source repeats an announcement', () => {
    const roster = new CallRoster(start);
    expect(roster.change({ ...agent })).toEqual({ ok: true, value: [] });
    expect(roster.assign(1, agent.id)).toEqual({ ok: true, value: [] });
    expect(roster.assign(2, null)).toEqual({ ok: true, value: [] });
    expect(roster.replace(start)).toEqual({ ok: true, value: [] });
  });

  it.each<[string, (roster: CallRoster) => unknown, string]>([
    ['joins twice', (roster) => roster.join(agent), 'PARTICIPANT_ALREADY_JOINED'],
    ['joins on a track that does not exist', (roster) => roster.join(supervisor, 3), 'TRACK_UNKNOWN'],
    ['changes without having joined', (roster) => roster.change(supervisor), 'PARTICIPANT_UNKNOWN'],
    ['leaves without having joined', (roster) => roster.leave(supervisor.id), 'PARTICIPANT_UNKNOWN'],
    ['gets a track without having joined', (roster) => roster.assign(2, supervisor.id), 'PARTICIPANT_UNKNOWN'],
    ['gets a track that does not exist', (roster) => roster.assign(16, agent.id), 'TRACK_UNKNOWN'],
    ['gets a negative track', (roster) => roster.assign(-1, agent.id), 'TRACK_UNKNOWN'],
    ['gets half a track', (roster) => roster.assign(0.5, agent.id), 'TRACK_UNKNOWN'],
  ])('refuses a participant who %s, and changes nothing', (_, act, error) => {
    const roster = new CallRoster(start);
    expect(act(roster)).toEqual({ ok: false, error });
    expect(roster.isSameAs(start)).toBe(true);
  });

  it('counts everybody who was ever on the call, so that the number of participants is bounded', () => {
    const roster = new CallRoster(start);
    for (let number = start.participants.length; number < MAX_PARTICIPANTS; number++) {
      expect(roster.join(someone(number), 2).ok).toBe(true);
      roster.leave(someone(number).id);
    }
    expect(roster.join(supervisor)).toEqual({ ok: false, error: 'TOO_MANY_PARTICIPANTS' });
    expect(roster.replace(rosterOf([supervisor], null, null, null))).toEqual({
      ok: false,
      error: 'TOO_MANY_PARTICIPANTS',
    });
    expect(roster.isSameAs(start)).toBe(true);
    expect(roster.join(someone(5), 2).ok).toBe(true);
  });

  it('finds the changes when the source connects again', () => {
    const roster = new CallRoster(start);
    const renamed = { ...customer, name: 'Alex' };
    const again = rosterOf([renamed, supervisor], customer, supervisor, null);
    expect(roster.replace(again)).toEqual({
      ok: true,
      value: [
        { kind: 'changed', participant: renamed },
        { kind: 'joined', participant: supervisor },
        { kind: 'assigned', track: 1, participant: supervisor },
        { kind: 'left', participantId: agent.id },
      ],
    });
    expect(roster.isSameAs(again)).toBe(true);
  });
});
