import { MAX_TRACKS, type CallId, type EventOf } from '@earshot/contracts';
import { msToSamples, samplesToMs } from '@earshot/domain';
import {
  Failure,
  type TrackProgress,
  type RecordingStore,
  type TakenProgress,
  type TranscriptProgress,
  type TranscriptProgressStore,
} from '@earshot/ports';
import { beginTrack } from '../ownership/begin-progress.js';
import type { CallFactory, CallParts } from '../ownership/call-factory.js';
import { CallSpeakers } from '../track/call-speakers.js';
import type { ReplayBuffer } from '../track/replay-buffer.js';
import type { TrackTranscription } from '../track/track-transcription.js';
import { RecordedAudio } from './recorded-audio.js';

export type TranscriptionRequest = EventOf<'transcription.requested'>;
type RequestedSpan = TranscriptionRequest['data']['spans'][number];

/** The span that the attempt is transcribing now. */
interface CurrentSpan {
  readonly buffer: ReplayBuffer;
  readonly track: TrackTranscription;
}

/** A recording may lack this much of its end and still count as complete. */
const MISSING_END_MS = 1_000;

/** One attempt at one request. It continues at the saved position of an earlier attempt of this or another process. */
export class BackfillAttempt {
  private parts: CallParts | null = null;
  private current: CurrentSpan | null = null;
  private isAbandoned = false;

  constructor(
    private readonly request: TranscriptionRequest,
    private readonly factory: CallFactory,
    private readonly store: TranscriptProgressStore,
    private readonly recordings: RecordingStore,
    private readonly isLive: (callId: CallId) => boolean,
  ) {}

  /** Resolves false if it was abandoned. Rejects with `Failure` if the request cannot be done now or ever. */
  async run(): Promise<boolean> {
    const work = { callId: this.request.callId, requestId: this.request.id };
    const recording = await this.openRecording();
    const taken = await this.store.take(work);
    if (taken.saved?.isCompleted === true) return true;
    if (this.isAbandoned) return false;
    const begin = beginRequest(taken, recording.header.sampleRateHz);
    const retained = { release: (saved: TranscriptProgress) => this.releaseSaved(saved) };
    const speakers = new CallSpeakers(MAX_TRACKS, this.request.data.assignments);
    const parts = this.factory.createParts({ work, epoch: taken.epoch, begin }, retained, speakers);
    const { publisher } = parts;
    this.parts = parts;
    void publisher.takenOver.then(() => this.abandon());
    try {
      return await this.transcribe(parts, recording);
    } finally {
      await publisher.whenPublished();
      publisher.stop();
    }
  }

  /** Stops at once. Another attempt or another owner continues the request. */
  abandon(): void {
    this.isAbandoned = true;
    this.parts?.publisher.stop();
    this.current?.track.abandon();
  }

  private async openRecording(): Promise<RecordedAudio> {
    const { callId, data } = this.request;
    const recording = await this.recordings.find(callId);
    if (recording === null) throw new Failure('RECORDING_NOT_FOUND', 'the call has no recording');
    const audio = await RecordedAudio.open(recording);
    const untilMs = Math.max(...data.spans.map(({ toMs }) => toMs));
    if (data.isAutomatic === true && audio.durationMs < untilMs - MISSING_END_MS) {
      throw new Failure('RECORDING_NOT_COMPLETE', 'the recording is still being written', { retryable: true });
    }
    return audio;
  }

  private async transcribe(parts: CallParts, recording: RecordedAudio): Promise<boolean> {
    const { callId, data } = this.request;
    const { publisher, choice } = parts;
    choice.request(undefined, undefined);
    if (choice.engine === null) throw new Failure('NO_SPEECH_ENGINE', 'there is no speech engine');
    for (const [index, span] of data.spans.entries()) {
      if (index < publisher.publishedProgress.spansDone) continue;
      await this.transcribeSpan(parts, recording, span);
      if (this.isAbandoned) return false;
      await publisher.whenPublished();
      void publisher.save({ spansDone: index + 1, tracks: [] });
    }
    if (!(await publisher.save())) return false;
    // The end of a live call completes the transcript. An automatic request comes after that end.
    if (data.isAutomatic === true || !this.isLive(callId)) publisher.publishCompleted(recording.durationMs);
    await publisher.whenPublished();
    return publisher.save({ isCompleted: true });
  }

  /** Rejects if no engine transcribes the span to its end. */
  private async transcribeSpan(parts: CallParts, recording: RecordedAudio, span: RequestedSpan): Promise<void> {
    const { publisher, taken } = parts;
    const { sampleRateHz } = taken.begin;
    const fromSample = Math.round(msToSamples(span.fromMs, sampleRateHz));
    const toSample = Math.min(recording.totalSamples, Math.round(msToSamples(span.toMs, sampleRateHz)));
    const [saved] = publisher.publishedProgress.tracks;
    const begin = saved ?? beginTrack(span.track, fromSample);
    if (toSample <= begin.transcribedSample) return;
    if (saved === undefined) void publisher.save({ tracks: [begin] });
    const buffer = this.factory.createBuffer(begin.transcribedSample, taken.begin);
    const track = this.factory.createTrack(parts, begin, buffer);
    this.current = { buffer, track };
    try {
      await this.readSpan(recording, begin, toSample, this.current);
    } finally {
      buffer.end();
      await track.finished;
      this.current = null;
    }
    if (track.failure !== null) throw track.failure;
  }

  /** Reads the recording as fast as the engine takes it. */
  private async readSpan(
    recording: RecordedAudio,
    { track: trackNumber, transcribedSample }: TrackProgress,
    toSample: number,
    { buffer, track }: CurrentSpan,
  ): Promise<void> {
    let position = transcribedSample;
    for await (const samples of recording.samples(trackNumber, position, toSample)) {
      if (this.isAbandoned || track.failure !== null) return;
      buffer.append(samples, position);
      position += samples.length;
      await track.waitForRoom(samplesToMs(samples.length, recording.header.sampleRateHz));
    }
  }

  private releaseSaved(saved: TranscriptProgress): void {
    const [track] = saved.tracks;
    if (track !== undefined) this.current?.buffer.release(track.transcribedSample);
  }
}

function beginRequest({ saved }: TakenProgress, sampleRateHz: number): TranscriptProgress {
  return saved ?? { sampleRateHz, tracks: [], assignments: [], untranscribed: [], spansDone: 0, isCompleted: false };
}
