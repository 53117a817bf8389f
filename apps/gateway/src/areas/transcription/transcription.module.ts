import { Module } from '@nestjs/common';
import type { CallReader, Clock, RecordingStore, SpeechReadinessStore } from '@earshot/ports';
import { EventPublisher } from '@earshot/runtime';
import type { Access } from '../../access/access.js';
import { ReachedCalls } from '../../access/reached-calls.js';
import { GatewayMetrics } from '../../platform/gateway-metrics.js';
import { ACCESS, CALL_READER, CLOCK, RECORDINGS, SPEECH_READINESS } from '../../platform/tokens.js';
import type { Area } from '../area.js';
import { RequestPublisher } from './request-publisher.js';
import { SpeechEngineStates } from './speech-engine-states.js';
import { TranscriptionRequests } from './transcription-requests.js';
import { TranscriptionResolver } from './transcription.resolver.js';

@Module({
  providers: [
    TranscriptionResolver,
    {
      provide: SpeechEngineStates,
      inject: [SPEECH_READINESS, ACCESS, GatewayMetrics],
      useFactory: (speech: SpeechReadinessStore, access: Access, metrics: GatewayMetrics) =>
        new SpeechEngineStates(speech, access, metrics),
    },
    {
      provide: TranscriptionRequests,
      inject: [CALL_READER, RECORDINGS, SPEECH_READINESS, EventPublisher, ACCESS, CLOCK],
      useFactory: (
        reader: CallReader,
        recordings: RecordingStore,
        speech: SpeechReadinessStore,
        publisher: EventPublisher<'gateway'>,
        access: Access,
        clock: Clock,
      ) => {
        const calls = new ReachedCalls(reader, access);
        return new TranscriptionRequests(reader, recordings, speech, new RequestPublisher(publisher, clock), calls);
      },
    },
  ],
})
export class TranscriptionModule {}

/** The state of the speech engines, and requests to transcribe the recorded audio of ended calls. */
export const transcriptionArea: Area = {
  module: TranscriptionModule,
  costs: { weights: { transcribeCall: 100, speechEngines: 10 }, listLengths: { speechEngines: 10 } },
  errorCodes: ['CALL_IS_LIVE', 'CALL_NOT_RECORDED', 'FORBIDDEN', 'NOTHING_TO_TRANSCRIBE', 'NO_SPEECH_ENGINE'],
};
