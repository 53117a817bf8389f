import type { CallId, EventOf } from '@earshot/contracts';
import { Failure, type RecordingStore, type TakenProgress, type TranscriptProgress } from '@earshot/ports';
import { freshChannel } from '../ownership/call-begin.js';
import { msOf, samplesOf, type CallContext } from '../ownership/call-context.js';
import type { CallContexts } from '../ownership/call-contexts.js';
import { ChannelTranscription } from '../track/channel-transcription.js';
import { RecordedAudio } from './recorded-audio.js';

export type TranscriptionRequest = EventOf<'transcription.requested'>;
type Span = TranscriptionRequest['data']['spans'][number];

/** The message of a request; it may wait for minutes. */
export interface BackfillDelivery {
  readonly lost: AbortSignal;
  acknowledge(): void;
}

/** What a recording may lack at its end without being taken for incomplete. */
const TAIL_MS = 1_000;

/** One try at one request: goes on from what an earlier try, here or elsewhere, has published and saved. */
export class BackfillJob {
  private call: CallContext | null = null;
  private channel: ChannelTranscription | null = null;
  private abandoned = false;

  constructor(
    private readonly contexts: CallContexts,
    private readonly recordings: RecordingStore,
    private readonly request: TranscriptionRequest,
    private readonly isLive: (callId: CallId) => boolean,
  ) {}

  /** False when it was abandoned. Rejects with `Failure` where it cannot be done, or not yet. */
  async run(): Promise<boolean> {
    const { callId, id } = this.request;
    const work = { callId, requestId: id };
    const audio = await this.openRecording();
    const taken = await this.contexts.progress.take(work);
    if (taken.saved?.isCompleted === true) return true;
    if (this.abandoned) return false;
    const call = this.contexts.create(work, taken.epoch, beginOf(taken, audio.header.sampleRateHz));
    this.call = call;
    call.progress.onRefused = () => this.abandon();
    try {
      return await this.transcribe(call, audio);
    } finally {
      await call.out.idle();
      call.progress.close();
    }
  }

  /** Lets go without another word; another owner goes on, or another try. */
  abandon(): void {
    this.abandoned = true;
    this.call?.out.stop();
    this.call?.progress.close();
    this.channel?.abandon();
  }

  private async openRecording(): Promise<RecordedAudio> {
    const { callId, data } = this.request;
    const recording = await this.recordings.find(callId);
    if (recording === null) throw new Failure('RECORDING_NOT_FOUND', 'the call has no recording');
    const audio = await RecordedAudio.open(recording);
    const untilMs = Math.max(...data.spans.map(({ toMs }) => toMs));
    if (data.isAutomatic === true && audio.durationMs < untilMs - TAIL_MS) {
      throw new Failure('RECORDING_NOT_COMPLETE', 'the recording is still being written', { retryable: true });
    }
    return audio;
  }

  private async transcribe(call: CallContext, audio: RecordedAudio): Promise<boolean> {
    const { callId, data } = this.request;
    const { progress, out } = call;
    call.choice.request(undefined, undefined);
    if (call.choice.engine === null) throw new Failure('NO_SPEECH_ENGINE', 'no speech engine is there');
    for (const [index, span] of data.spans.entries()) {
      if (index < progress.current.spansDone) continue;
      await this.transcribeSpan(call, audio, span);
      if (this.abandoned) return false;
      await out.idle();
      progress.change({ spansDone: index + 1, channels: [] });
    }
    if (!(await progress.whenSaved())) return false;
    // While the call goes on, its end is still to come from the audio; an automatic request comes after it.
    if (data.isAutomatic === true || !this.isLive(callId))
      out.transcript('transcript.completed', { durationMs: audio.durationMs });
    await out.idle();
    progress.change({ isCompleted: true });
    return progress.whenSaved();
  }

  /** Rejects where no engine hears the span to its end. */
  private async transcribeSpan(call: CallContext, audio: RecordedAudio, span: Span): Promise<void> {
    const { progress, out } = call;
    const from = Math.round(samplesOf(call, span.fromMs));
    const to = Math.min(audio.totalSamples, Math.round(samplesOf(call, span.toMs)));
    const [saved] = progress.current.channels;
    const begin = saved ?? freshChannel(span.channel, from);
    if (to <= begin.heardSample) return;
    if (saved === undefined) progress.change({ channels: [begin] });
    const channel = new ChannelTranscription(call, { begin, kind: 'recorded' });
    this.channel = channel;
    progress.onSaved = () => {
      channel.release(progress.savedSample(span.channel));
      out.gateOpened();
    };
    try {
      let position = begin.heardSample;
      for await (const samples of audio.samples(span.channel, position, to)) {
        if (this.abandoned || channel.failure !== null) break;
        channel.append(samples, position);
        position += samples.length;
        await channel.room(msOf(call, samples.length));
      }
    } finally {
      channel.close();
      await channel.finished;
      this.channel = null;
    }
    if (channel.failure !== null) throw channel.failure;
  }
}

function beginOf({ saved }: TakenProgress, sampleRateHz: number): TranscriptProgress {
  return saved ?? { sampleRateHz, channels: [], unheard: [], spansDone: 0, isCompleted: false };
}
