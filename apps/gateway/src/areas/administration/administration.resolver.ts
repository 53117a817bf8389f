import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query } from '@nestjs/graphql';
import type {
  MutationAddToTeamArgs,
  MutationCreateAccessKeyArgs,
  MutationRemoveFromTeamArgs,
  MutationRotateAccessKeyArgs,
  QueryAccessKeysArgs,
  QueryTeamsArgs,
} from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { KeyAdministration } from './key-administration.js';
import { TeamAdministration } from './team-administration.js';

@AreaResolver()
export class AdministrationResolver {
  constructor(
    @Inject(KeyAdministration) private readonly keys: KeyAdministration,
    @Inject(TeamAdministration) private readonly teams: TeamAdministration,
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
}
