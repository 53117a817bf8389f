import { MAX_TRACKS, type CallId, type EventOf } from '@earshot/contracts';
import { samplesToMs } from '@earshot/domain';
import {
  Failure,
  type RecordedSpan,
  type RecordingStore,
  type TakenProgress,
  type TrackProgress,
  type TranscriptProgress,
  type TranscriptProgressStore,
} from '@earshot/ports';
import { beginTrack } from '../ownership/begin-progress.js';
import type { CallFactory, CallParts } from '../ownership/call-factory.js';
import { subtractRecordedSpans } from '../progress/recorded-spans.js';
import { CallSpeakers } from '../track/call-speakers.js';
import type { ReplayBuffer } from '../track/replay-buffer.js';
import type { TrackTranscription } from '../track/track-transcription.js';
import { RecordedAudio } from './recorded-audio.js';

export type TranscriptionRequest = EventOf<'transcription.requested'>;
type RequestedSpan = TranscriptionRequest['data']['spans'][number];

/** `abandoned`: another owner gets the request again. `taken-over`: another process transcribes the same recording. */
export type AttemptOutcome = 'done' | 'abandoned' | 'taken-over';

/**
 * All requests of a call share this work, and with it one owner and one account of what is transcribed. A request per work
 * would transcribe the overlap of two requests twice.
 */
const RECORDED_WORK = 'recorded';
/** Interrupted spans of a call whose place is kept. */
const MAX_INTERRUPTED = 32;

/** The span that the attempt is transcribing now. */
interface CurrentSpan {
  readonly buffer: ReplayBuffer;
  readonly track: TrackTranscription;
}

/** A recording may lack this much of its end and still count as complete. */
const MISSING_END_MS = 1_000;

/**
 * One attempt at one request. It leaves out everything that an earlier request, attempt or process transcribed from the
 * recording, and continues each interrupted span at its saved position, so that its segments keep their ids.
 */
export class BackfillAttempt {
  private parts: CallParts | null = null;
  private current: CurrentSpan | null = null;
  private isAbandoned = false;
  private isTakenOver = false;

  constructor(
    private readonly request: TranscriptionRequest,
    private readonly factory: CallFactory,
    private readonly store: TranscriptProgressStore,
    private readonly recordings: RecordingStore,
    private readonly isLive: (callId: CallId) => boolean,
  ) {}

  /** Rejects with `Failure` if the request cannot be done now or ever. */
  async run(): Promise<AttemptOutcome> {
    const work = { callId: this.request.callId, requestId: RECORDED_WORK };
    const recording = await this.openRecording();
    const taken = await this.store.take(work);
    if (this.isAbandoned) return 'abandoned';
    const begin = beginRequest(taken, recording.header.sampleRateHz);
    const retained = { release: (saved: TranscriptProgress) => this.releaseSaved(saved) };
    const speakers = new CallSpeakers(MAX_TRACKS, this.request.data.assignments);
    const parts = this.factory.createParts({ work, epoch: taken.epoch, begin }, retained, speakers);
    const { publisher } = parts;
    this.parts = parts;
    void publisher.takenOver.then(() => {
      this.isTakenOver = true;
      this.abandon();
    });
    try {
      if (await this.transcribe(parts, recording)) return 'done';
      return this.isTakenOver ? 'taken-over' : 'abandoned';
    } finally {
      await publisher.whenPublished();
      // The next request of the call begins where this one stands.
      if (!this.isAbandoned) await publisher.save();
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
    const open = (span: RequestedSpan) =>
      subtractRecordedSpans(recording.spanOf(span), publisher.publishedProgress.transcribedFromRecording ?? []);
    const spans = data.coversEveryTrack === true ? onEveryTrack(data.spans, recording.header.channelCount) : data.spans;
    if (publisher.publishedProgress.isCompleted && spans.every((span) => open(span).length === 0)) return true;
    choice.request(data.requestedEngine, data.script, data.language);
    if (choice.engine === null) throw new Failure('NO_SPEECH_ENGINE', 'there is no speech engine');
    for (const requested of spans) {
      for (const span of open(requested)) {
        const isFromStart = span.fromSample === recording.spanOf(requested).fromSample;
        await this.transcribeSpan(parts, recording, span, isFromStart ? requested.continues : undefined);
        if (this.isAbandoned) return false;
        await publisher.whenPublished();
        void publisher.save({ tracks: publisher.publishedProgress.tracks.slice(1) });
      }
    }
    if (!(await publisher.save())) return false;
    // The end of a live call completes the transcript. An automatic request comes after that end.
    if (data.isAutomatic === true || !this.isLive(callId)) publisher.publishCompleted(recording.durationMs);
    await publisher.whenPublished();
    return publisher.save({ isCompleted: true });
  }

  /** Rejects if no engine transcribes the span to its end. */
  private async transcribeSpan(
    parts: CallParts,
    recording: RecordedAudio,
    span: RecordedSpan,
    continues: RequestedSpan['continues'],
  ): Promise<void> {
    const { publisher, taken } = parts;
    const interrupted = publisher.publishedProgress.tracks;
    const continued = interrupted.find(
      ({ track, transcribedSample }) => track === span.track && transcribedSample === span.fromSample,
    );
    const begin = continued ?? {
      ...beginTrack(span.track, span.fromSample),
      ...(continues && { ...continues, isNewStint: false }),
    };
    const others = interrupted.filter((place) => place !== continued).slice(0, MAX_INTERRUPTED - 1);
    void publisher.save({ tracks: [begin, ...others], isCompleted: false });
    const buffer = this.factory.createBuffer(begin.transcribedSample, taken.begin);
    const track = this.factory.createTrack(parts, begin, buffer);
    this.current = { buffer, track };
    try {
      await this.readSpan(recording, begin, span.toSample, this.current);
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

const onEveryTrack = (spans: readonly RequestedSpan[], trackCount: number): readonly RequestedSpan[] =>
  Array.from({ length: trackCount }, (_, track) => spans.map((span) => ({ ...span, track }))).flat();

function beginRequest({ saved }: TakenProgress, sampleRateHz: number): TranscriptProgress {
  return (
    saved ?? {
      sampleRateHz,
      tracks: [],
      assignments: [],
      untranscribed: [],
      transcribedFromRecording: [],
      isCompleted: false,
    }
  );
}
