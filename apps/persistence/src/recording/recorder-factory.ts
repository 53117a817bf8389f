import type { CallId, ErrorCode } from '@earshot/contracts';
import type { Clock, RecordingStore, StreamProgress } from '@earshot/ports';
import type { PersistenceMetrics } from '../persistence.metrics.js';
import type { AudioBus } from './audio-bus.js';
import { CallRecorder } from './call-recorder.js';
import type { RecordingFacts } from './recording-facts.js';
import type { SampleSpan } from './sample-span.js';

/** Creates the recorder of a call. */
export class RecorderFactory {
  constructor(
    private readonly recordings: RecordingStore,
    private readonly facts: RecordingFacts,
    private readonly clock: Clock,
    private readonly metrics: PersistenceMetrics,
    private readonly bus: AudioBus,
  ) {}

  createRecorder(callId: CallId, progress: StreamProgress): CallRecorder {
    const { recordings, facts, clock, metrics, bus } = this;
    const options = {
      callId,
      bus,
      nowMs: () => clock.nowMs(),
      onRecordingFailed: (code: ErrorCode) => facts.reportFailedRecording(callId, code),
      onUnrecorded: (span: SampleSpan) => facts.declareUnrecorded(callId, span, progress.sampleRateHz),
    };
    return new CallRecorder(recordings, metrics, options, progress);
  }
}
