import {
  bytesPerSample,
  callIdSchema,
  err,
  MAX_TRACKS,
  ok,
  type CallId,
  type CallRefusalCode,
  type Result,
} from '@earshot/contracts';
import { boundMetadata } from '@earshot/domain';
import { rtpProblems, type RtpProblemCode } from '@earshot/media/rtp';
import { readSdpOffer } from '@earshot/media/sdp';
import {
  findHeaderIds,
  siprecProblems,
  type RecordingBody,
  type SiprecErrorCode,
  type SiprecProblemCode,
} from '@earshot/media/siprec';
import type { JoinedAudio } from '@earshot/media/tracks';
import type { CallStart } from '../../../call/call-start.js';
import type { CallOrigin } from '../../../limits/client-quota.js';
import { CallFeed } from '../../call-feed.js';
import type { SourceContext } from '../../media-source.js';
import type { RtpMedia } from '../../rtp/rtp-media.js';
import type { Recording, RecordingRequest } from '../dialog/recording.js';
import { chooseStream, type StreamChoice } from './choose-streams.js';
import { findCallId } from './find-call-id.js';
import { ReceivedStreams } from './received-streams.js';
import { RecordedRoster } from './recorded-roster.js';
import { toCallStart, withOwnId } from './to-call-start.js';

export interface RecordingOptions {
  /** Stands in our session descriptions. */
  readonly publicAddress: string;
  readonly needsEncryption: boolean;
  readonly rtpTimeoutMs: number;
  readonly agents: readonly string[];
}

/** What a recording needs of its source. */
export interface RecordingTools {
  readonly context: SourceContext;
  readonly origin: CallOrigin;
  openMedia(
    start: CallStart,
    onJoined: (joined: readonly JoinedAudio[]) => void,
    onProblem: (code: RtpProblemCode) => void,
  ): RtpMedia;
}

/** A session on hold whose BYE was lost ends after this long. */
const LONGEST_HOLD_MS = 14_400_000;
/** The recording goes on as another call: its words are wanted, whatever became of the call before. */
const REFUSALS_OF_THE_ID: readonly CallRefusalCode[] = ['CALL_ALREADY_ENDED', 'AUDIO_FORMAT_CHANGED'];

/** One recording session: receives its streams, and brings them as one call. */
export class SiprecRecording implements Recording {
  private readonly feed: CallFeed;
  private readonly media: RtpMedia;
  private readonly streams: ReceivedStreams;
  private expectsAudioSinceMs: number;
  private isReadingPaused = false;
  private isPaused = false;
  private isOver = false;
  private hasOwnId = false;

  private constructor(
    private readonly request: RecordingRequest,
    private readonly start: CallStart,
    private readonly roster: RecordedRoster,
    private readonly options: RecordingOptions,
    private readonly tools: RecordingTools,
  ) {
    const { clock } = tools.context;
    this.expectsAudioSinceMs = clock.nowMs();
    this.feed = new CallFeed(tools.origin, tools.context, {
      onStarted: () => undefined,
      onRefused: (code) => this.receiveRefusal(code),
      onEnded: () => undefined,
      onEndRefused: () => undefined,
      pauseReading: () => (this.isReadingPaused = true),
      resumeReading: () => (this.isReadingPaused = false),
    });
    this.media = tools.openMedia(
      start,
      (joined) => {
        for (const part of joined) this.receivePart(part);
      },
      (code) => this.feed.reportProblem({ code, message: rtpProblems[code] }),
    );
    const origin = { address: options.publicAddress, sessionId: clock.nowMs() };
    this.streams = new ReceivedStreams(start.format.channelCount, this.media, origin);
  }

  /** Begins the call of a recording session, and opens its ports. */
  static async open(
    request: RecordingRequest,
    options: RecordingOptions,
    tools: RecordingTools,
  ): Promise<Result<SiprecRecording, SiprecErrorCode>> {
    const { invite, body } = request;
    const offer = readSdpOffer(body.sdp ?? '');
    if (!offer.ok) return offer;
    const choices = offer.value.streams.map((stream) => chooseStream(stream, options.needsEncryption));
    const chosen = choices.flatMap((choice) => (choice?.ok === true ? [choice.value] : []));
    if (chosen.length === 0) return err(findRefusal(choices) ?? 'OFFER_MISSING');
    if (chosen.length > MAX_TRACKS) return err('TOO_MANY_TRACKS');
    const roster = new RecordedRoster(options.agents);
    const problem = roster.readMetadata(body.metadata);
    const foundId = findCallId(roster.state.sessionId, invite.callId);
    const id = { callId: foundId ?? newCallId(tools.context), isNewId: foundId === null };
    const ids = { ...findHeaderIds(invite.headers), ...roster.state.vendorIds };
    const announced = toCallStart(id, roster.takeRoster(chosen.map(({ stream }) => stream.label)), chosen);
    const start = { ...announced, metadata: boundMetadata([['SIP_CALL_ID', invite.callId], ...Object.entries(ids)]) };
    tools.context.telemetry.logger.info({ callId: start.callId, ids }, 'a recording session begins');
    const recording = new SiprecRecording(request, start, roster, options, tools);
    const begun = await recording.begin(choices);
    if (!begun.ok) return begun;
    recording.streams.answerOffer(offer.value);
    recording.reportProblem(problem);
    return ok(recording);
  }

  get description(): string {
    return this.streams.description;
  }

  get callId(): CallId | undefined {
    return this.feed.callId;
  }

  async changeRecording({ sdp, metadata }: RecordingBody): Promise<Result<string | null, SiprecErrorCode>> {
    if (sdp === undefined) {
      this.readMetadata(metadata);
      return ok(null);
    }
    const offer = readSdpOffer(sdp);
    if (!offer.ok) return offer;
    const choices = offer.value.streams.map((stream) => chooseStream(stream, this.options.needsEncryption));
    // A stream that runs may not turn into one that we cannot receive; a new one is merely not taken.
    const refusal = findRefusal(choices.filter((_, place) => this.streams.has(place)));
    if (refusal !== undefined) return err(refusal);
    const received = await this.receiveStreams(choices);
    if (!received.ok) return received;
    this.streams.answerOffer(offer.value);
    this.readMetadata(metadata);
    return ok(this.description);
  }

  isReceiving(nowMs: number): boolean {
    const lastMs = Math.max(this.media.lastPacketAtMs, this.expectsAudioSinceMs);
    return nowMs - lastMs < this.options.rtpTimeoutMs;
  }

  isAlive(nowMs: number): boolean {
    if (!this.streams.areHeld && !this.streams.arePaused) return this.isReceiving(nowMs);
    return nowMs - this.expectsAudioSinceMs < LONGEST_HOLD_MS;
  }

  end(): void {
    this.closeMedia();
    this.feed.endCall();
  }

  lose(): void {
    this.closeMedia();
    this.feed.loseCall();
  }

  private async begin(choices: readonly StreamChoice[]): Promise<Result<void, SiprecErrorCode>> {
    this.feed.startCall(this.start);
    if (this.isOver) return err('SIP_BUSY');
    try {
      const received = await this.receiveStreams(choices);
      if (!received.ok) this.lose();
      return received;
    } catch (error) {
      // No port can be bound, for example because the process has no file left: nobody else knows of this recording yet.
      this.lose();
      throw error;
    }
  }

  private async receiveStreams(choices: readonly StreamChoice[]): Promise<Result<void, SiprecErrorCode>> {
    const received = await this.streams.receiveStreams(choices);
    if (!received.ok) return received;
    if (received.value > 0) this.reportProblem('STREAM_NOT_TAKEN');
    this.expectsAudioSinceMs = this.tools.context.clock.nowMs();
    const { arePaused } = this.streams;
    if (arePaused !== this.isPaused) this.feed.setPause({ isPaused: arePaused });
    this.isPaused = arePaused;
    return ok(undefined);
  }

  private readMetadata(metadata: string | undefined): void {
    this.reportProblem(this.roster.readMetadata(metadata));
    for (const change of this.roster.takeChanges(this.streams.labels)) this.feed.changeRoster(change);
  }

  /** We cannot ask the other side to wait: what comes while the call takes nothing more is missing. */
  private receivePart(part: JoinedAudio): void {
    if (part.kind === 'audio') {
      if (!this.isReadingPaused) return this.feed.receiveAudio(part.samples);
      const { channelCount, codec } = this.start.format;
      const samples = part.samples.length / (channelCount * bytesPerSample[codec]);
      return this.feed.declareGap({ samples, reason: 'FRAMES_LOST' });
    }
    const { tracks, samples, reason } = part;
    if (tracks === 'ALL') this.feed.declareGap({ samples, reason });
    else if (!this.isReadingPaused) this.feed.declareGap({ samples, tracks, reason });
  }

  private receiveRefusal(code: CallRefusalCode): void {
    if (REFUSALS_OF_THE_ID.includes(code) && !this.hasOwnId) {
      this.hasOwnId = true;
      return this.feed.startCall(withOwnId(this.start, newCallId(this.tools.context)));
    }
    this.closeMedia();
    this.request.hangUp();
  }

  private reportProblem(code: SiprecProblemCode | null): void {
    if (code !== null) this.feed.reportProblem({ code, message: siprecProblems[code] });
  }

  private closeMedia(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.media.close().catch((error: unknown) => {
      this.tools.context.telemetry.logger.error({ err: error }, 'could not close the RTP ports of a recording session');
    });
  }
}

const newCallId = ({ newId }: SourceContext): CallId => callIdSchema.parse(newId());

function findRefusal(choices: readonly StreamChoice[]): SiprecErrorCode | undefined {
  const refused = choices.find((choice) => choice?.ok === false);
  return refused?.ok === false ? refused.error : undefined;
}
