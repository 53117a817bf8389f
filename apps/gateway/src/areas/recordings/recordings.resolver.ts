import { Parent, ResolveField } from '@nestjs/graphql';
import { AreaResolver } from '../../platform/graphql/area.resolver.js';
import type { CallSource } from '../calls/calls.to-graphql.js';
import { recordingToGraphql } from './recordings.to-graphql.js';

@AreaResolver('Call')
export class RecordingsResolver {
  @ResolveField('recording')
  findRecording(@Parent() call: CallSource) {
    return recordingToGraphql(call);
  }
}
