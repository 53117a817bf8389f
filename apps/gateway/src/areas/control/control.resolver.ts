import { Inject } from '@nestjs/common';
import { Args, Context, Mutation } from '@nestjs/graphql';
import type {
  MutationChangeCallArgs,
  MutationPauseCallArgs,
  MutationResumeCallArgs,
  MutationSetRecordingArgs,
  MutationStartCallArgs,
  MutationSwapTracksArgs,
} from '@earshot/graphql-api';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { CallChanges } from './call-changes.js';
import { CallPauses } from './call-pauses.js';

@AreaResolver()
export class ControlResolver {
  constructor(
    @Inject(CallPauses) private readonly pauses: CallPauses,
    @Inject(CallChanges) private readonly changes: CallChanges,
  ) {}

  @Mutation('pauseCall')
  pauseCall(@Context() context: OperationContext, @Args() { id, reason }: MutationPauseCallArgs) {
    return this.pauses.requestPause(context, id, 'PAUSE', reason);
  }

  @Mutation('resumeCall')
  resumeCall(@Context() context: OperationContext, @Args() { id, reason }: MutationResumeCallArgs) {
    return this.pauses.requestPause(context, id, 'RESUME', reason);
  }

  @Mutation('changeCall')
  changeCall(@Context() context: OperationContext, @Args() { id, change }: MutationChangeCallArgs) {
    return this.changes.changeFacts(context, id, change);
  }

  @Mutation('swapTracks')
  swapTracks(@Context() context: OperationContext, @Args() { id, one, other }: MutationSwapTracksArgs) {
    return this.changes.swapTracks(context, id, one, other);
  }

  @Mutation('startCall')
  startCall(@Context() context: OperationContext, @Args() { id }: MutationStartCallArgs) {
    return this.changes.startCall(context, id);
  }

  @Mutation('setRecording')
  setRecording(@Context() context: OperationContext, @Args() { id, isRecorded }: MutationSetRecordingArgs) {
    return this.changes.setRecording(context, id, isRecorded);
  }
}
