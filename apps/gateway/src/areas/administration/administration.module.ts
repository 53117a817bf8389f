import { Module } from '@nestjs/common';
import type { People } from '@earshot/access';
import type { Clock, KeyStore, TeamStore } from '@earshot/ports';
import { ACCESS_KEYS, CLOCK, PEOPLE, TEAMS } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { AdministrationResolver } from './administration.resolver.js';
import { KeyAdministration, MAX_ADMINISTRATION_PAGE } from './key-administration.js';
import { PeopleAdministration } from './people-administration.js';
import { TeamAdministration } from './team-administration.js';

@Module({
  providers: [
    AdministrationResolver,
    {
      provide: KeyAdministration,
      inject: [ACCESS_KEYS, CLOCK],
      useFactory: (keys: KeyStore, clock: Clock) => new KeyAdministration(keys, clock),
    },
    {
      provide: PeopleAdministration,
      inject: [PEOPLE, CLOCK],
      useFactory: (people: People | null, clock: Clock) => new PeopleAdministration(people, clock),
    },
    { provide: TeamAdministration, inject: [TEAMS], useFactory: (teams: TeamStore) => new TeamAdministration(teams) },
  ],
})
export class AdministrationModule {}

const page = { default: 25, max: MAX_ADMINISTRATION_PAGE };

/** Accounts, sessions, keys and teams, for administrators. */
export const administrationArea: Area = {
  module: AdministrationModule,
  costs: {
    weights: {
      ...{ accessKeys: 50, teams: 50, createAccessKey: 100, rotateAccessKey: 100, revokeAccessKey: 100 },
      ...{ addToTeam: 100, removeFromTeam: 100, users: 50, userSessions: 50, createUser: 100, changeUser: 100 },
      ...{ resetPassword: 100, resetTotp: 100, endSession: 100, endUserSessions: 100 },
    },
    pages: { accessKeys: page, teams: page, users: page, userSessions: page },
    listLengths: { roles: 2, sources: 2, teams: 2, queues: 2, agentIds: 10 },
  },
  errorCodes: [
    'FORBIDDEN',
    'KEY_NOT_FOUND',
    'LAST_ADMIN',
    'NAME_TAKEN',
    'SESSION_NOT_FOUND',
    'TOO_MANY_KEYS',
    'TOO_MANY_MEMBERS',
    'TOO_MANY_USERS',
    'USER_NOT_FOUND',
  ],
};
