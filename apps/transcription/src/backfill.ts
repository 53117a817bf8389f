import type { CallId, EventOf } from '@earshot/contracts';
import { Failure, type RecordingStore } from '@earshot/ports';
import type { CallContexts } from './call-contexts.js';
import { msOf, samplesOf, type CallContext } from './call-context.js';
import { ChannelTranscription } from './channel-transcription.js';
import { RecordedAudio } from './recorded-audio.js';

type Request = EventOf<'transcription.requested'>;
type Span = Request['data']['spans'][number];

interface Job {
  readonly request: Request;
  readonly acknowledge: () => void;
}

/**
 * Transcribes recorded spans later, as fast as the engine goes: one request at a time, so that calls that are live keep
 * the machine. A request is acknowledged when its words are published; one cut short by a drain begins again elsewhere,
 * under the same segment ids.
 */
export class Backfill {
  private readonly jobs: Job[] = [];
  private working: Promise<void> | null = null;
  private current: ChannelTranscription | null = null;
  private draining = false;

  constructor(
    private readonly contexts: CallContexts,
    private readonly recordings: RecordingStore,
    private readonly isLive: (callId: CallId) => boolean,
  ) {}

  /** Takes the request on; throws `Failure` `BACKFILL_QUEUE_FULL` when too many wait. */
  request(request: Request, acknowledge: () => void): void {
    if (this.draining) return;
    const max = this.contexts.settings.maxBackfills;
    if (this.jobs.length >= max) {
      throw new Failure('BACKFILL_QUEUE_FULL', `EARSHOT_BACKFILL_QUEUE: ${max} requests wait`, { retryable: true });
    }
    this.jobs.push({ request, acknowledge });
    this.working ??= this.workOff().finally(() => (this.working = null));
  }

  /** Gives the current request up, unacknowledged. */
  async drain(): Promise<void> {
    this.draining = true;
    this.jobs.length = 0;
    this.current?.drain(0);
    await this.working;
  }

  private async workOff(): Promise<void> {
    for (let job = this.jobs.shift(); job !== undefined; job = this.jobs.shift()) {
      const { callId } = job.request;
      const { process, metrics } = this.contexts;
      try {
        if (!(await this.transcribe(job.request))) return;
        metrics.backfill('done');
      } catch (error) {
        const code = error instanceof Failure ? error.code : 'BACKFILL_FAILED';
        metrics.backfill('failed');
        process.logger.warn({ callId, code }, 'recorded audio could not be transcribed');
        const out = this.contexts.publisherFor(callId);
        out.problem(code, problems[code] ?? 'The recorded audio could not be transcribed.');
        await out.idle();
      }
      job.acknowledge();
    }
  }

  /** False when it was given up for a drain. */
  private async transcribe({ callId, data }: Request): Promise<boolean> {
    const recording = await this.recordings.find(callId);
    if (recording === null) throw new Failure('RECORDING_NOT_FOUND', 'the call has no recording');
    const audio = await RecordedAudio.open(recording);
    const call = this.contexts.create(callId, audio.header.sampleRateHz);
    call.choice.request(undefined, undefined);
    if (call.choice.engine === null) {
      await call.out.idle();
      throw new Failure('NO_SPEECH_ENGINE', 'no speech engine is there');
    }
    for (const span of data.spans) {
      await this.transcribeSpan(call, audio, span);
      if (this.draining) return false;
    }
    // While the call goes on, its end is still to come from the audio.
    if (!this.isLive(callId)) call.out.transcript('transcript.completed', { durationMs: audio.durationMs });
    await call.out.idle();
    return true;
  }

  private async transcribeSpan(call: CallContext, audio: RecordedAudio, span: Span): Promise<void> {
    const from = Math.round(samplesOf(call, span.fromMs));
    const to = Math.min(audio.totalSamples, Math.round(samplesOf(call, span.toMs)));
    if (to <= from || this.draining) return;
    const channel = new ChannelTranscription(call, {
      channel: span.channel,
      startSample: from,
      kind: 'recorded',
      onAccounted: () => {},
    });
    this.current = channel;
    try {
      for await (const samples of audio.samples(span.channel, from, to)) {
        if (this.draining) break;
        channel.append(samples);
        await channel.room(msOf(call, samples.length));
      }
    } finally {
      channel.close();
      await channel.finished;
      this.current = null;
    }
  }
}

/** What the page shows; the codes are in docs/errors.md. */
const problems: Readonly<Record<string, string>> = {
  RECORDING_NOT_FOUND: 'The call has no recording to transcribe.',
  RECORDING_UNREADABLE: 'The recording of the call cannot be read.',
  NO_SPEECH_ENGINE: 'No speech engine is there to transcribe the recording.',
};
