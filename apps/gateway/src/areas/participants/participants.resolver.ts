import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Parent, ResolveField } from '@nestjs/graphql';
import type { MutationSetParticipantRoleArgs } from '@earshot/graphql-api';
import type { Access } from '../../access/access.js';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { ACCESS } from '../../platform/tokens.js';
import { SpeakerDetails } from './participants.queries.js';
import type { ParticipantDetails, ParticipantSource } from './participants.to-graphql.js';
import { RoleCorrections } from './role-corrections.js';

@AreaResolver('Participant')
export class ParticipantsResolver {
  constructor(
    @Inject(SpeakerDetails) private readonly speakers: SpeakerDetails,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(RoleCorrections) private readonly corrections: RoleCorrections,
  ) {}

  @Mutation('setParticipantRole')
  setParticipantRole(
    @Context() context: OperationContext,
    @Args() { callId, participantId, role }: MutationSetParticipantRoleArgs,
  ) {
    return this.corrections.setRole(context, callId, participantId, role);
  }

  @ResolveField('name')
  async findName(@Parent() participant: ParticipantSource, @Context() context: OperationContext) {
    return (await this.detailsOf(participant, context))?.name ?? null;
  }

  @ResolveField('number')
  async findNumber(@Parent() participant: ParticipantSource, @Context() context: OperationContext) {
    const details = await this.detailsOf(participant, context);
    return details && this.access.showNumber(context.viewer, details.placement, details.number ?? null);
  }

  @ResolveField('joinedAt')
  async findJoinedAt(@Parent() participant: ParticipantSource, @Context() context: OperationContext) {
    return (await this.detailsOf(participant, context))?.joinedAt ?? null;
  }

  @ResolveField('leftAt')
  async findLeftAt(@Parent() participant: ParticipantSource, @Context() context: OperationContext) {
    return (await this.detailsOf(participant, context))?.leftAt ?? null;
  }

  @ResolveField('roleReason')
  async findRoleReason(@Parent() participant: ParticipantSource, @Context() context: OperationContext) {
    return (await this.detailsOf(participant, context))?.roleReason ?? null;
  }

  @ResolveField('roleConfidence')
  async findRoleConfidence(@Parent() participant: ParticipantSource, @Context() context: OperationContext) {
    return (await this.detailsOf(participant, context))?.roleConfidence ?? null;
  }

  private async detailsOf(
    participant: ParticipantSource,
    context: OperationContext,
  ): Promise<ParticipantDetails | null> {
    return participant.details === undefined ? this.speakers.findDetails(context, participant) : participant.details;
  }
}
