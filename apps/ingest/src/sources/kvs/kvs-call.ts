import { callIdSchema, isCallId, type CallChange, type CallRefusalCode } from '@earshot/contracts';
import { kvsErrors, type KvsErrorCode, type LegAction } from '@earshot/media/kvs';
import { siprecProblems } from '@earshot/media/siprec';
import { toAudioAction, type JoinedAudio } from '@earshot/media/tracks';
import type { CallStartAnswer } from '@earshot/ports';
import type { CallStart } from '../../call/call-start.js';
import type { CallOrigin } from '../../limits/client-quota.js';
import { CallFeed } from '../call-feed.js';
import type { SourceContext } from '../media-source.js';
import type { CallEvent, CallOpening } from './call-opening.js';
import { CallStreams, SAMPLE_RATE_HZ, TRACKS, type OpenStream } from './call-streams.js';
import { LegRoster, type KnownSides } from './leg-roster.js';
import type { StreamTools } from './stream-reader.js';
import { applyAnswer } from './apply-answer.js';

export interface KvsCallTools extends StreamTools {
  readonly context: SourceContext;
  readonly origin: CallOrigin;
}

/** How the call is no longer read here. `REFUSED`: another attempt may be accepted. */
export type KvsCallEnding = 'OVER' | 'REFUSED';

/** A call that no store knows by then is new. */
const LONGEST_DECISION_MS = 10_000;
/** Another attempt to start the call would be refused, too. */
const FINAL_REFUSALS: readonly CallRefusalCode[] = ['CALL_ALREADY_ENDED', 'AUDIO_FORMAT_CHANGED', 'CALL_TAKEN_OVER'];

/** One call of Amazon Chime or Amazon Connect: reads its streams, and brings it as one call of two tracks. */
export class KvsCall {
  private readonly roster = new LegRoster();
  private readonly feed: CallFeed;
  private readonly streams: CallStreams;
  private startedAtMs: number;
  private lastAudioAtMs: number;
  /** When audio came last, or was known to wait. */
  private lastNewsAtMs: number;
  private isSwapped = false;
  private isOver = false;
  private isGone = false;
  /** Streams that are opened when it is known whether the call goes on after another process. */
  private waitingStreams: OpenStream[] = [];
  private cancelDecision = () => {};
  private isContinued = false;

  constructor(
    private readonly opening: CallOpening,
    /** Another process may have read the call before. */
    private isUndecided: boolean,
    private readonly tools: KvsCallTools,
    private readonly onGone: (ending: KvsCallEnding) => void,
  ) {
    const { metrics } = tools.context.telemetry;
    this.lastNewsAtMs = this.lastAudioAtMs = this.startedAtMs = tools.clock.nowMs();
    this.feed = new CallFeed(tools.origin, tools.context, {
      onStarted: (_, resumedAtMs) => this.receiveStart(resumedAtMs),
      onRefused: (code) => this.leave(FINAL_REFUSALS.includes(code) ? 'OVER' : 'REFUSED'),
      onEnded: () => this.leave('OVER'),
      onEndRefused: () => this.leave('OVER'),
      pauseReading: () => this.streams.setPaused(true),
      resumeReading: () => this.streams.setPaused(false),
    });
    this.streams = new CallStreams(
      opening,
      {
        onPiece: (bytes) => {
          this.lastNewsAtMs = this.lastAudioAtMs = tools.clock.nowMs();
          metrics.framesReceived.add(1);
          metrics.bytesReceived.add(bytes);
        },
        onJoined: (joined) => this.receiveJoined(joined),
        onRecycled: () => {
          this.report('KVS_STREAM_REUSED');
          this.endCall();
        },
        onDrained: () => opening.plan.finishEnds(tools.clock.nowMs()),
        onUnreadable: () => this.report('KVS_STREAM_UNREADABLE'),
      },
      tools,
    );
  }

  /** Starts the call with its first event. It may be refused at once. `answer`: what a customer's program said about it. */
  begin(first: CallEvent, answer: CallStartAnswer | null): void {
    // Not before: the answer of a program may have taken long, and a call that goes on has no place for that time twice.
    this.lastNewsAtMs = this.lastAudioAtMs = this.startedAtMs = this.tools.clock.nowMs();
    const actions = this.opening.receiveEvent(first, this.startedAtMs);
    this.isSwapped = answer?.isCaller === false;
    this.readMetadataOf(actions);
    if (this.isUndecided) this.cancelDecision = this.tools.clock.schedule(LONGEST_DECISION_MS, () => this.decide());
    this.feed.startCall(applyAnswer(this.toCallStart(), answer));
    if (answer?.problem !== undefined) this.feed.reportProblem(answer.problem);
    for (const action of actions) this.apply(action);
  }

  receiveEvent(event: CallEvent): void {
    if (this.isOver) return;
    const actions = this.opening.receiveEvent(event, this.tools.clock.nowMs());
    this.readMetadataOf(actions);
    for (const change of this.roster.takeChanges(this.sides)) this.feed.changeRoster(change);
    for (const action of actions) this.apply(action);
  }

  /** Returns whether the call is changed. Otherwise it may be later. */
  changeCall(change: CallChange): boolean {
    return this.feed.changeCall(change).ok;
  }

  tick(): void {
    const nowMs = this.tools.clock.nowMs();
    this.streams.tick();
    // Audio that waits at the service is no silence, and belongs to the call.
    if (this.streams.isBehind) this.lastNewsAtMs = nowMs;
    for (const action of this.opening.plan.tick(nowMs, this.lastNewsAtMs))
      if (action.kind !== 'end-call' || !this.streams.isBehind) this.apply(action);
  }

  /** The process stops: another one goes on with the call. */
  lose(): void {
    this.cancelDecision();
    this.streams.finish();
    this.isOver = true;
    this.feed.loseCall();
  }

  private get sides(): KnownSides {
    const { areCallers, labels } = this.opening.plan;
    const { customerNumber } = this.opening;
    const swap = (isCaller: boolean | undefined) => (isCaller === undefined ? undefined : !isCaller);
    return { areCallers: this.isSwapped ? areCallers.map(swap) : areCallers, labels, customerNumber };
  }

  private toCallStart(): CallStart {
    const { platformCallId, source, customerNumber, systemNumber, agentId } = this.opening;
    const isKnownId = isCallId(platformCallId);
    return {
      ...this.roster.takeRoster(this.sides),
      callId: callIdSchema.parse(isKnownId ? platformCallId : this.tools.context.newId()),
      isNewId: !isKnownId,
      source,
      isTimed: true,
      format: { codec: 'L16', sampleRateHz: SAMPLE_RATE_HZ, channelCount: TRACKS },
      ...(customerNumber !== undefined && { customerNumber }),
      ...(systemNumber !== undefined && { systemNumber }),
      ...(agentId !== undefined && { agentId }),
    };
  }

  private readMetadataOf(actions: readonly LegAction[]): void {
    for (const action of actions) {
      if (action.kind !== 'read-metadata') continue;
      const code = this.roster.readMetadata(action.metadata);
      if (code !== null) this.feed.reportProblem({ code, message: siprecProblems[code] });
    }
  }

  private apply(action: LegAction): void {
    if (this.isOver) return;
    if (action.kind === 'open-stream' && this.isUndecided) this.waitingStreams.push(action);
    else if (action.kind === 'open-stream') this.streams.open(action);
    if (action.kind === 'expect-end') this.streams.expectEnd(action.track, action.endsAtMs);
    if (action.kind === 'report-failure') this.report('KVS_STREAMING_FAILED');
    if (action.kind !== 'end-call') return;
    if (action.isUnannounced) this.report('KVS_END_NEVER_CAME');
    this.endCall();
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
    if (resumedAtMs === undefined || this.isContinued) return;
    this.isContinued = true;
    this.streams.continueFrom(this.startedAtMs);
    this.decide();
  }

  private decide(): void {
    this.cancelDecision();
    this.isUndecided = false;
    for (const action of this.waitingStreams.splice(0)) this.apply(action);
  }

  private report(code: KvsErrorCode): void {
    this.feed.reportProblem({ code, message: kvsErrors[code] });
  }

  private endCall(): void {
    if (this.isOver) return;
    this.streams.finish();
    this.isOver = true;
    // The end is known some seconds after it.
    this.feed.endCall(this.lastAudioAtMs);
  }

  private leave(ending: KvsCallEnding): void {
    if (this.isGone) return;
    this.isGone = true;
    this.isOver = true;
    this.cancelDecision();
    this.streams.stop();
    this.onGone(ending);
  }
}
