import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query } from '@nestjs/graphql';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { OperationContext } from '../../platform/graphql/operation-context.js';
import { SpeechEngineStates } from './speech-engine-states.js';
import { TranscriptionRequests } from './transcription-requests.js';

@AreaResolver()
export class TranscriptionResolver {
  constructor(
    @Inject(TranscriptionRequests) private readonly requests: TranscriptionRequests,
    @Inject(SpeechEngineStates) private readonly engines: SpeechEngineStates,
  ) {}

  @Query('speechEngines')
  listEngines(@Context() context: OperationContext) {
    return this.engines.listEngines(context);
  }

  @Mutation('transcribeCall')
  transcribeCall(@Context() context: OperationContext, @Args('id') id: string) {
    return this.requests.requestTranscription(context, id);
  }
}
