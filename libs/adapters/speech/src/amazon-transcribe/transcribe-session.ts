import { msToSamples } from '@earshot/domain';
import { Failure, type Clock, type SpeechStreamOptions } from '@earshot/ports';
import { AudioChannel } from './audio-channel.js';
import { FramePacing, MAX_FRAMES } from './frame-pacing.js';
import { CategoryPlacement } from './category-placement.js';
import { normalizeEvent } from './normalize-event.js';
import { placeTrack } from './place-track.js';
import { ProcessedAudio } from './processed-audio.js';
import { retryWhileBusy } from './retry-while-busy.js';
import { toBytes } from '../to-bytes.js';
import type { TranscribeClient } from './transcribe-client.js';
import { toTranscribeFailure } from './transcribe-error.js';
import { TranscribeExchange } from './transcribe-exchange.js';
import { TranscribeSpeechStream, type StreamSession } from './transcribe.speech-stream.js';
import { createRequest, type AgentChannel, type SessionFormat } from './transcription-request.js';
import { isAlert, type TranscribeOptions } from './transcribe-options.js';

export interface TranscribeSessionOptions {
  readonly format: SessionFormat;
  readonly options: TranscribeOptions;
  /** The session is renewed when it is this old. */
  readonly renewAfterMs: number;
  /** The channel of the agent. Only Call Analytics asks for it. */
  readonly agentChannel: AgentChannel;
}

const FRAME_MS = 100;
/** Amazon Transcribe ends a session that gets no audio for 15 s. */
const KEEP_ALIVE_MS = 10_000;
/** A new session waits this long for the call's other track. */
const JOIN_WAIT_MS = 1_000;
/** A session is renewed in a pause of the speech, but at the latest this long after it is due. */
const RENEW_WITHIN_MS = 30_000;
/** Credentials must be valid for this long when a session ends. */
const CREDENTIALS_MARGIN_MS = 90_000;
const MIN_SESSION_MS = 60_000;

/**
 * A session of Amazon Transcribe for one or two tracks of a call. Both channels move together, in frames of 100 ms. A
 * request to the service that reaches its time limit is followed by another one at the next sample.
 */
export class TranscribeSession implements StreamSession {
  /** Rejects with `Failure` when the first request is refused. */
  readonly opened: Promise<void>;
  private readonly streams: (TranscribeSpeechStream | null)[];
  /** The streams without the empty slots. Each frame asks several times, so the array is kept until a track joins or leaves. */
  private active: readonly TranscribeSpeechStream[] = [];
  private state: 'opening' | 'open' | 'ending' | 'renewing' | 'over' = 'opening';
  private readonly stopping = new AbortController();
  private exchange: TranscribeExchange | null = null;
  /** Place of the request's first sample in the session. */
  private exchangeSample = 0;
  private processed: ProcessedAudio;
  private categories = new CategoryPlacement();
  private sentSample = 0;
  private lastSentAtMs: number;
  private renewAtMs = Infinity;
  private partnerUntilMs: number;
  private readonly pacing: FramePacing;
  private readonly frame: Int16Array;

  constructor(
    private readonly client: TranscribeClient,
    private readonly setup: TranscribeSessionOptions,
    private readonly clock: Clock,
    private readonly onOver: () => void,
  ) {
    const nowMs = clock.nowMs();
    this.streams = Array.from({ length: setup.format.channelCount }, () => null);
    this.partnerUntilMs = nowMs + JOIN_WAIT_MS;
    this.lastSentAtMs = nowMs;
    this.frame = new Int16Array(this.samples(FRAME_MS) * MAX_FRAMES * setup.format.channelCount);
    this.pacing = new FramePacing(this.samples(FRAME_MS));
    this.processed = new ProcessedAudio(setup.format.sampleRateHz, 0, nowMs);
    this.opened = this.openExchange();
    this.opened.then(
      () => this.sendMore(),
      () => this.stop(),
    );
  }

  /** Adds a track; null when it cannot be part of this session. */
  join(options: SpeechStreamOptions): TranscribeSpeechStream | null {
    const { sampleRateHz, language, channelCount } = this.setup.format;
    const slot = options.track % channelCount;
    if (this.state === 'over' || this.state === 'ending' || this.streams[slot] !== null) return null;
    if (options.sampleRateHz !== sampleRateHz || options.language !== language) return null;
    const [other] = this.active;
    const place = other ? placeTrack(options.startMs, other, this.sentSample, sampleRateHz) : this.sentSample;
    if (place === null) return null;
    const stream = new TranscribeSpeechStream(new AudioChannel(sampleRateHz, place), options, this);
    this.setStream(slot, stream);
    return stream;
  }

  leave(stream: TranscribeSpeechStream): void {
    const slot = this.streams.indexOf(stream);
    if (slot < 0) return;
    this.setStream(slot, null);
    this.pacing.forget(stream);
    if (this.active.length === 0) this.stop();
    else this.sendMore();
  }

  sendMore(): void {
    if (this.state !== 'open' || this.exchange === null || this.isPartnerDue()) return;
    while (!this.exchange.isFull) {
      const samples = this.pacing.countSendable(this.active, this.sentSample, this.clock.nowMs());
      if (samples === 0) break;
      this.sendFrame(samples);
    }
    const isEverythingSent = this.active.every((stream) => stream.isEnding && stream.channel.queued === 0);
    if (this.state !== 'open' || !isEverythingSent) return;
    // The service refuses a request without audio.
    if (this.sentSample === this.exchangeSample) for (const stream of this.active) stream.finish();
    else this.endAudio('ending');
  }

  /** Fails every stream of the session. */
  fail(failure: Failure): void {
    for (const stream of this.active) stream.fail(failure);
    this.stop();
  }

  private setStream(slot: number, stream: TranscribeSpeechStream | null): void {
    this.streams[slot] = stream;
    this.active = this.streams.filter((one) => one !== null);
  }

  private samples(ms: number): number {
    return Math.round(msToSamples(ms, this.setup.format.sampleRateHz));
  }

  /** Whether the other track of a new session may still join before its first frame. */
  private isPartnerDue(): boolean {
    const hasRoom = this.active.length < this.streams.length;
    return this.sentSample === 0 && hasRoom && this.clock.nowMs() < this.partnerUntilMs;
  }

  private sendFrame(samples: number): void {
    const { channelCount } = this.setup.format;
    // One array serves all frames: what is sent is a copy.
    const frame = this.frame.subarray(0, samples * channelCount).fill(0);
    this.streams.forEach((stream, slot) => stream?.channel.fill(frame, slot, channelCount, this.sentSample));
    this.sentSample += samples;
    this.lastSentAtMs = this.clock.nowMs();
    this.processed.noteSent(this.sentSample, this.lastSentAtMs);
    this.exchange?.sendAudio(toBytes(frame));
    for (const stream of this.active) stream.noteRoom();
  }

  private endAudio(state: 'ending' | 'renewing'): void {
    this.state = state;
    this.exchange?.endAudio();
  }

  private receiveEvent(eventType: string, body: unknown, language: string | undefined): void {
    const nowMs = this.clock.nowMs();
    const toSessionSample = (ms: number) => this.exchangeSample + this.samples(ms);
    try {
      const { results, categories } = normalizeEvent(eventType, body, {
        language,
        agentChannel: this.setup.agentChannel,
      });
      for (const result of results) {
        this.processed.noteResult(toSessionSample(result.endMs), nowMs);
        this.streams[result.channel]?.addResult(result, toSessionSample);
        if (result.isFinal) this.categories.noteFinal(result);
      }
      for (const { category, startMs, endMs } of categories) {
        const match = { category, isAlert: isAlert(category, this.setup.options) };
        const channel = this.categories.findChannel(startMs, endMs);
        this.streams[channel]?.addCategory(match, toSessionSample(startMs), toSessionSample(endMs));
      }
    } catch (error) {
      return this.fail(toTranscribeFailure(error, true));
    }
    const settledSample = this.processed.settledSample(nowMs);
    for (const stream of this.active) stream.settleUntil(settledSample);
  }

  private receiveEnd(failure: Failure | null): void {
    if (failure !== null) return this.fail(failure);
    for (const stream of this.active)
      if (this.state === 'ending') stream.finish();
      else stream.finishSent();
    if (this.state === 'renewing' && this.active.length > 0) void this.renew();
  }

  /** The next request continues at the next sample. */
  private async renew(): Promise<void> {
    this.exchangeSample = this.sentSample;
    this.categories = new CategoryPlacement();
    this.processed = new ProcessedAudio(this.setup.format.sampleRateHz, this.sentSample, this.clock.nowMs());
    try {
      await this.openExchange();
      this.sendMore();
    } catch (error) {
      this.fail(toTranscribeFailure(error, false));
    }
  }

  private openExchange(): Promise<void> {
    return retryWhileBusy(() => this.tryToOpenExchange(), this.clock, this.stopping.signal);
  }

  private async tryToOpenExchange(): Promise<void> {
    const { format, options, renewAfterMs } = this.setup;
    const exchange = new TranscribeExchange(this.client, this.clock, {
      onEvent: (eventType, body, language) => this.receiveEvent(eventType, body, language),
      onRoom: () => this.sendMore(),
      onEnd: (failure) => this.receiveEnd(failure),
    });
    this.exchange = exchange;
    const expiresAtMs = (await this.client.findCredentials()) ?? Infinity;
    await exchange.open(createRequest(format, options, this.setup.agentChannel));
    if (this.stopping.signal.aborted) throw new Failure('SPEECH_STREAM_CLOSED', 'the session is closed');
    const nowMs = this.clock.nowMs();
    const credentialsMs = Math.max(MIN_SESSION_MS, expiresAtMs - nowMs - CREDENTIALS_MARGIN_MS);
    this.renewAtMs = nowMs + Math.min(renewAfterMs, credentialsMs);
    this.lastSentAtMs = nowMs;
    this.state = 'open';
  }

  /** Call it twice a second. */
  tick(nowMs: number): void {
    if (this.state !== 'open') return;
    this.pacing.noteStalls(this.active, this.sentSample, nowMs);
    this.sendMore();
    if (nowMs - this.lastSentAtMs >= KEEP_ALIVE_MS && this.exchange?.isFull === false)
      this.sendFrame(this.samples(FRAME_MS));
    if (this.exchange?.isFull === false)
      for (const stream of this.pacing.findBehind(this.active, nowMs)) stream.fail(isBehind());
    const isQuiet = this.active.every((stream) => !stream.isUtteranceOpen);
    if (this.state === 'open' && nowMs >= this.renewAtMs + (isQuiet ? 0 : RENEW_WITHIN_MS)) this.endAudio('renewing');
  }

  private stop(): void {
    if (this.state === 'over') return;
    this.state = 'over';
    this.stopping.abort();
    this.exchange?.abort();
    this.onOver();
  }
}

const isBehind = () =>
  new Failure('SPEECH_STREAM_LOST', 'the track fell behind the other one and continues in a session of its own', {
    retryable: true,
  });
