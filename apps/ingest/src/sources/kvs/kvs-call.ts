import { callIdSchema, isCallId, type CallRefusalCode } from '@earshot/contracts';
import {
  JoinedStreams,
  kvsErrors,
  VoiceConnectorCall,
  type KvsErrorCode,
  type LegAction,
  type LegStream,
  type StreamPart,
  type VoiceConnectorEvent,
} from '@earshot/media/kvs';
import { siprecProblems } from '@earshot/media/siprec';
import { toAudioAction, type JoinedAudio } from '@earshot/media/tracks';
import type { CallStart } from '../../call/call-start.js';
import type { CallOrigin } from '../../limits/client-quota.js';
import { CallFeed } from '../call-feed.js';
import type { SourceContext } from '../media-source.js';
import { LegRoster, type KnownSides } from './leg-roster.js';
import { StreamReader, type StreamTools } from './stream-reader.js';

type StartedEvent = Extract<VoiceConnectorEvent, { readonly kind: 'started' }>;

export interface KvsCallTools extends StreamTools {
  readonly context: SourceContext;
  readonly origin: CallOrigin;
  readonly silentMs: number;
}

/** How the call is no longer read here. `REFUSED`: another attempt may be accepted. */
export type KvsCallEnding = 'OVER' | 'REFUSED';

/** A call that no store knows by then is new. */
const LONGEST_DECISION_MS = 10_000;
const SAMPLE_RATE_HZ = 8_000;
const TRACKS = 2;
/** A track whose audio is this much ahead of one that catches up waits for it. */
const LONGEST_LEAD_MS = 10_000;
/** Another attempt to start the call would be refused, too. */
const FINAL_REFUSALS: readonly CallRefusalCode[] = ['CALL_ALREADY_ENDED', 'AUDIO_FORMAT_CHANGED', 'CALL_TAKEN_OVER'];

/** One call of Amazon Chime: reads its streams, and brings it as one call of two tracks. */
export class KvsCall {
  readonly platformCallId: string;
  private readonly plan: VoiceConnectorCall;
  private readonly roster = new LegRoster();
  private readonly feed: CallFeed;
  private joined = new JoinedStreams({ trackCount: TRACKS, sampleRateHz: SAMPLE_RATE_HZ });
  private readonly readers = new Map<StreamReader, number>();
  /** The stream that carries each track now. */
  private readonly newest = new Map<number, StreamReader>();
  private readonly drainedTracks = new Set<number>();
  private readonly customerNumber: string | undefined;
  private lastAudioAtMs: number;
  private isReadingPaused = false;
  private isOver = false;
  private isGone = false;
  /** Audio before this wall clock was received by another process, or is declared as missing. */
  private fromMs: number | undefined;
  private readonly startedAtMs: number;
  /** Streams that are opened when it is known whether the call goes on after another process. */
  private waitingStreams: Extract<LegAction, { kind: 'open-stream' }>[] = [];
  private cancelDecision = () => {};

  constructor(
    private readonly first: StartedEvent,
    /** Another process may have read the call before. */
    private isUndecided: boolean,
    private readonly tools: KvsCallTools,
    private readonly onGone: (ending: KvsCallEnding) => void,
  ) {
    this.plan = new VoiceConnectorCall(tools.silentMs);
    this.platformCallId = first.detail.callId;
    this.customerNumber = first.detail.fromNumber;
    this.lastAudioAtMs = this.startedAtMs = tools.clock.nowMs();
    this.feed = new CallFeed(tools.origin, tools.context, {
      onStarted: (_, resumedAtMs) => this.receiveStart(resumedAtMs),
      onRefused: (code) => this.receiveRefusal(code),
      onEnded: () => this.leave('OVER'),
      onEndRefused: () => this.leave('OVER'),
      pauseReading: () => this.setReadingPaused(true),
      resumeReading: () => this.setReadingPaused(false),
    });
  }

  /** Starts the call. It may be refused at once. */
  begin(): void {
    const actions = this.plan.receiveEvent(this.first, this.tools.clock.nowMs());
    this.readMetadataOf(actions);
    if (this.isUndecided) this.cancelDecision = this.tools.clock.schedule(LONGEST_DECISION_MS, () => this.decide());
    this.feed.startCall(this.toCallStart(this.first));
    for (const action of actions) if (action.kind !== 'read-metadata') this.apply(action);
  }

  receiveEvent(event: VoiceConnectorEvent): void {
    if (this.isOver) return;
    const actions = this.plan.receiveEvent(event, this.tools.clock.nowMs());
    this.readMetadataOf(actions);
    this.changeRoster();
    for (const action of actions) if (action.kind !== 'read-metadata') this.apply(action);
  }

  tick(): void {
    for (const reader of this.readers.keys()) reader.tick();
    this.updateReading();
    for (const action of this.plan.tick(this.tools.clock.nowMs(), this.lastAudioAtMs)) this.apply(action);
  }

  /** The process stops: another one goes on with the call. */
  lose(): void {
    this.stopReaders();
    this.receiveJoined(this.joined.flush());
    this.isOver = true;
    this.feed.loseCall();
  }

  private get sides(): KnownSides {
    const { areCallers, labels } = this.plan;
    return { areCallers, labels, customerNumber: this.customerNumber };
  }

  private toCallStart({ detail }: StartedEvent): CallStart {
    const { fromNumber, toNumber } = detail;
    const isKnownId = isCallId(this.platformCallId);
    return {
      ...this.roster.takeRoster(this.sides),
      callId: callIdSchema.parse(isKnownId ? this.platformCallId : this.tools.context.newId()),
      isNewId: !isKnownId,
      source: 'chime-voice-connector',
      isTimed: true,
      format: { codec: 'L16', sampleRateHz: SAMPLE_RATE_HZ, channelCount: TRACKS },
      ...(fromNumber !== undefined && { customerNumber: fromNumber }),
      ...(toNumber !== undefined && { systemNumber: toNumber }),
    };
  }

  private readMetadataOf(actions: readonly LegAction[]): void {
    for (const action of actions) {
      if (action.kind !== 'read-metadata') continue;
      const code = this.roster.readMetadata(action.metadata);
      if (code !== null) this.feed.reportProblem({ code, message: siprecProblems[code] });
    }
  }

  private changeRoster(): void {
    for (const change of this.roster.takeChanges(this.sides)) this.feed.changeRoster(change);
  }

  private apply(action: LegAction): void {
    if (this.isOver) return;
    if (action.kind === 'open-stream' && this.isUndecided) this.waitingStreams.push(action);
    else if (action.kind === 'open-stream') this.openStream(action.track, action.stream);
    if (action.kind === 'report-failure') this.report('KVS_STREAMING_FAILED');
    if (action.kind === 'end-call') {
      if (action.isUnannounced) this.report('KVS_END_NEVER_CAME');
      this.endCall();
    }
    if (action.kind !== 'expect-end') return;
    for (const [reader, track] of this.readers) if (track === action.track) reader.expectEnd(action.endsAtMs);
  }

  private openStream(track: number, stream: LegStream): void {
    const format = { callTag: 'CallId', platformCallId: this.platformCallId, sampleRateHz: SAMPLE_RATE_HZ } as const;
    const reader: StreamReader = new StreamReader(
      stream,
      format,
      {
        onSession: () => this.joined.startSession(track),
        onParts: (parts) => this.receiveParts(reader, track, parts),
        onDrained: () => this.receiveDrained(reader, track),
        onUnreadable: () => this.report('KVS_STREAM_UNREADABLE'),
      },
      this.tools,
    );
    this.readers.set(reader, track);
    this.drainedTracks.delete(track);
    this.newest.set(track, reader);
    if (this.isReadingPaused) reader.pauseReading();
    reader.read(this.fromMs).catch((error: unknown) => {
      this.tools.logger.error({ err: error }, 'the reader of a stream failed');
    });
  }

  private receiveParts(reader: StreamReader, track: number, parts: readonly StreamPart[]): void {
    const { metrics } = this.tools.context.telemetry;
    for (const part of parts) {
      if (this.isOver) return;
      if (part.kind === 'recycled') return this.receiveRecycled(reader, track);
      const fromSample = ((this.fromMs ?? 0) * SAMPLE_RATE_HZ) / 1_000;
      const late = Math.max(0, fromSample - part.fromSample);
      const samples = part.samples.subarray(late * 2);
      if (samples.length === 0) continue;
      this.lastAudioAtMs = this.tools.clock.nowMs();
      metrics.framesReceived.add(1);
      metrics.bytesReceived.add(samples.length);
      this.receiveJoined(this.joined.receive(track, part.fromSample + late, samples));
    }
    this.updateReading();
  }

  private receiveRecycled(reader: StreamReader, track: number): void {
    if (this.newest.get(track) !== reader) return this.stopReader(reader);
    this.report('KVS_STREAM_REUSED');
    this.endCall();
  }

  /** A stream that a re-INVITE replaced is read to its end, and no longer. */
  private receiveDrained(reader: StreamReader, track: number): void {
    if (this.newest.get(track) !== reader) return this.stopReader(reader);
    this.receiveJoined(this.joined.endTrack(track));
    this.drainedTracks.add(track);
    if (this.drainedTracks.size === this.newest.size) this.plan.finishEnds(this.tools.clock.nowMs());
  }

  private stopReader(reader: StreamReader): void {
    reader.stop();
    this.readers.delete(reader);
  }

  private receiveJoined(joined: readonly JoinedAudio[]): void {
    for (const part of joined) {
      const action = toAudioAction(part);
      if (action.kind === 'audio') this.feed.receiveAudio(action.samples);
      else this.feed.declareGap(action.gap);
    }
  }

  /** The call goes on after another process: what lies before its start here is a gap already. */
  private receiveStart(resumedAtMs: number | undefined): void {
    if (resumedAtMs === undefined || this.fromMs !== undefined) return;
    this.fromMs = this.startedAtMs;
    this.joined = new JoinedStreams({ trackCount: TRACKS, sampleRateHz: SAMPLE_RATE_HZ });
    this.decide();
  }

  private decide(): void {
    this.cancelDecision();
    this.isUndecided = false;
    for (const action of this.waitingStreams.splice(0)) this.apply(action);
  }

  private receiveRefusal(code: CallRefusalCode): void {
    this.leave(FINAL_REFUSALS.includes(code) ? 'OVER' : 'REFUSED');
  }

  private setReadingPaused(isPaused: boolean): void {
    this.isReadingPaused = isPaused;
    this.updateReading();
  }

  private updateReading(): void {
    for (const [reader, track] of this.readers) {
      if (this.isReadingPaused || this.joined.findLeadMs(track) > LONGEST_LEAD_MS) reader.pauseReading();
      else reader.resumeReading();
    }
  }

  private report(code: KvsErrorCode): void {
    this.feed.reportProblem({ code, message: kvsErrors[code] });
  }

  private endCall(): void {
    if (this.isOver) return;
    for (const reader of this.readers.keys()) reader.finish();
    this.receiveJoined(this.joined.flush());
    this.isOver = true;
    this.stopReaders();
    // The end is known some seconds after it.
    this.feed.endCall(this.lastAudioAtMs);
  }

  private leave(ending: KvsCallEnding): void {
    if (this.isGone) return;
    this.isGone = true;
    this.isOver = true;
    this.stopReaders();
    this.onGone(ending);
  }

  private stopReaders(): void {
    this.cancelDecision();
    for (const reader of this.readers.keys()) reader.stop();
    this.readers.clear();
  }
}
