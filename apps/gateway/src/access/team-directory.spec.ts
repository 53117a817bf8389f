import { describe, expect, it } from '@jest/globals';
import type { TeamMember } from '@earshot/ports';
import { CapturingLogger, ManualClock } from '@earshot/testing';
import { TeamDirectory } from './team-directory.js';

const member = (team: string, tenant = 'default'): TeamMember => ({ tenant, team, agentId: 'mia' });

async function startDirectory(members: TeamMember[]) {
  const clock = new ManualClock(1_000);
  const store = { isAway: false };
  const directory = new TeamDirectory(
    { listMembers: async () => (store.isAway ? Promise.reject(new Error('away')) : members) },
    clock,
    new CapturingLogger(),
  );
  directory.start();
  await clock.advance(0);
  return { clock, directory, store, members };
}

describe('TeamDirectory', () => {
  it('knows the teams of an agent in its tenant only', async () => {
    const { directory } = await startDirectory([member('north'), member('south'), member('west', 'elsewhere')]);
    expect(directory.teamsOf('default', 'mia')).toEqual(['north', 'south']);
    expect(directory.teamsOf('elsewhere', 'mia')).toEqual(['west']);
    expect(directory.teamsOf('default', 'ben')).toEqual([]);
    await directory.stop();
  });

  it('knows of a move a second later', async () => {
    const { clock, directory, members } = await startDirectory([member('north')]);
    members.splice(0, 1, member('south'));
    expect(directory.teamsOf('default', 'mia')).toEqual(['north']);
    await clock.advance(1_000);
    expect(directory.teamsOf('default', 'mia')).toEqual(['south']);
    await directory.stop();
  });

  it('trusts what it read for 15 seconds while the store is away, and knows again when it is back', async () => {
    const { clock, directory, store } = await startDirectory([member('north')]);
    store.isAway = true;
    await clock.advance(14_000);
    expect(directory.teamsOf('default', 'mia')).toEqual(['north']);
    await clock.advance(2_000);
    expect(directory.teamsOf('default', 'mia')).toEqual([]);
    store.isAway = false;
    await clock.advance(1_000);
    expect(directory.teamsOf('default', 'mia')).toEqual(['north']);
    await directory.stop();
  });
});
