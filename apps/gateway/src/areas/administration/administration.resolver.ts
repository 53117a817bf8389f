import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query } from '@nestjs/graphql';
import type {
  MutationAddToTeamArgs,
  MutationChangeUserArgs,
  MutationCreateAccessKeyArgs,
  MutationCreateUserArgs,
  MutationEndUserSessionsArgs,
  MutationRemoveFromTeamArgs,
  MutationRotateAccessKeyArgs,
  QueryAccessKeysArgs,
  QueryTeamsArgs,
  QueryUserSessionsArgs,
  QueryUsersArgs,
} from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { KeyAdministration } from './key-administration.js';
import { PeopleAdministration } from './people-administration.js';
import { TeamAdministration } from './team-administration.js';

@AreaResolver()
export class AdministrationResolver {
  constructor(
    @Inject(KeyAdministration) private readonly keys: KeyAdministration,
    @Inject(TeamAdministration) private readonly teams: TeamAdministration,
    @Inject(PeopleAdministration) private readonly people: PeopleAdministration,
  ) {}

  @Query('accessKeys')
  listKeys(@Context() context: OperationContext, @Args() args: QueryAccessKeysArgs) {
    return this.keys.listKeys(context, args);
  }

  @Query('teams')
  listTeams(@Context() context: OperationContext, @Args() args: QueryTeamsArgs) {
    return this.teams.listTeams(context, args);
  }

  @Mutation('createAccessKey')
  createKey(@Context() context: OperationContext, @Args() args: MutationCreateAccessKeyArgs) {
    return this.keys.createKey(context, args);
  }

  @Mutation('rotateAccessKey')
  rotateKey(@Context() context: OperationContext, @Args() args: MutationRotateAccessKeyArgs) {
    return this.keys.rotateKey(context, args);
  }

  @Mutation('revokeAccessKey')
  revokeKey(@Context() context: OperationContext, @Args('id') id: string) {
    return this.keys.revokeKey(context, id);
  }

  @Mutation('addToTeam')
  addMember(@Context() context: OperationContext, @Args() args: MutationAddToTeamArgs) {
    return this.teams.addMember(context, args);
  }

  @Mutation('removeFromTeam')
  removeMember(@Context() context: OperationContext, @Args() args: MutationRemoveFromTeamArgs) {
    return this.teams.removeMember(context, args);
  }

  @Query('users')
  listUsers(@Context() context: OperationContext, @Args() args: QueryUsersArgs) {
    return this.people.listUsers(context, args);
  }

  @Query('userSessions')
  listSessions(@Context() context: OperationContext, @Args() args: QueryUserSessionsArgs) {
    return this.people.listSessions(context, args);
  }

  @Mutation('createUser')
  createUser(@Context() context: OperationContext, @Args() args: MutationCreateUserArgs) {
    return this.people.createUser(context, args);
  }

  @Mutation('changeUser')
  changeUser(@Context() context: OperationContext, @Args() args: MutationChangeUserArgs) {
    return this.people.changeUser(context, args);
  }

  @Mutation('resetPassword')
  resetPassword(@Context() context: OperationContext, @Args('id') id: string) {
    return this.people.resetPassword(context, id);
  }

  @Mutation('resetTotp')
  resetTotp(@Context() context: OperationContext, @Args('id') id: string) {
    return this.people.resetTotp(context, id);
  }

  @Mutation('endSession')
  endSession(@Context() context: OperationContext, @Args('id') id: string) {
    return this.people.endSession(context, id);
  }

  @Mutation('endUserSessions')
  endUserSessions(@Context() context: OperationContext, @Args() { userId }: MutationEndUserSessionsArgs) {
    return this.people.endUserSessions(context, userId);
  }
}
