import type { CallRefusalCode } from '@earshot/contracts';
import type { KnownCall } from '@earshot/ports';
import type { IngestTelemetry } from '../ingest.metrics.js';
import { checkKnownCall } from '../registry/check-known-call.js';
import type { KnownCalls } from '../registry/known-calls.js';
import { locateCall } from '../registry/locate-call.js';
import type { CallClient } from './call-client.js';
import type { CallPipeline } from './call-pipeline.js';
import { ingestProblem, type CallProblem } from './call-problems.js';
import { callSessionTransitions, type CallEnding, type CallSessionState } from './call-session-states.js';
import type { CallStart } from './call-start.js';

/** One call from START to END, across the connections that bring it. */
export class CallSession {
  private state: CallSessionState = 'CONNECTED';
  private client: CallClient | null = null;
  /** The client that sent END and waits for the confirmation. */
  private endingClient: CallClient | null = null;
  private mustBeKnown = false;
  private stopAsking = () => {};
  private stopWaiting = () => {};

  constructor(
    readonly start: CallStart,
    private readonly pipeline: CallPipeline,
    private readonly knownCalls: KnownCalls,
    private readonly onGone: (ending: CallEnding) => void,
    private readonly telemetry: IngestTelemetry<'moved'>,
  ) {}

  get callId() {
    return this.start.callId;
  }

  get isOver(): boolean {
    return this.state === 'OVER';
  }

  /** Position on the call clock, milliseconds; undefined while it is not known. */
  get positionMs(): number | undefined {
    return this.pipeline.isPlaced ? this.pipeline.positionMs : undefined;
  }

  /** Whether the registry still decides if the call is accepted: new calls are refused now, and it may be one. */
  get isUndecided(): boolean {
    return this.mustBeKnown && !this.pipeline.isPlaced;
  }

  /** Begins the call. `mustBeKnown`: accept it only if it continues from another process. */
  open(client: CallClient, mustBeKnown: boolean): void {
    this.mustBeKnown = mustBeKnown;
    this.client = client;
    this.pipeline.connect(client);
    if (this.start.isNewId) return this.acceptOrRefuse(null);
    this.stopAsking = this.knownCalls.findStartedCall(this.callId, {
      onAnswer: (known) => this.acceptOrRefuse(known),
      onUnavailable: () => this.reportProblem(ingestProblem('CALL_REGISTRY_UNAVAILABLE')),
    });
  }

  /** Keeps views on `samples` until the bus has them. */
  receiveAudio(samples: Uint8Array): void {
    this.pipeline.receiveAudio(samples);
  }

  reportProblem(problem: CallProblem): void {
    this.pipeline.reportProblem(problem);
  }

  /** The client sent END. */
  end(): void {
    this.endingClient = this.client;
    this.enter('OVER');
    this.close('ENDED');
  }

  /** The connection was lost without END. */
  loseConnection(): void {
    if (this.state !== 'CONNECTED') return;
    this.enter('LOST');
    this.pipeline.flush();
    this.stopWaiting = this.knownCalls.awaitReturn({
      callId: this.callId,
      getPublished: () => (this.pipeline.isPlaced ? this.pipeline.published : null),
      onNobodyReturned: () => this.interrupt(),
      onMoved: () => this.leaveToOtherProcess(),
    });
  }

  /** Another client carries the call on; the one that still has it is told. */
  carryOn(client: CallClient, nowMs: number): void {
    const before = this.client;
    this.enter('CONNECTED');
    this.client = client;
    before?.refuseCall('CALL_TAKEN_OVER');
    const mayHaveMoved = this.pipeline.isPlaced && this.knownCalls.isShared;
    if (mayHaveMoved) this.pipeline.holdInputs();
    this.pipeline.resumeAfterLoss(nowMs);
    if (mayHaveMoved) this.askWhereItWent(nowMs);
    this.pipeline.connect(client);
  }

  /** Resolves when the bus has what was received until now. */
  publishReceived(): Promise<void> {
    return this.pipeline.publishReceived();
  }

  /** The process stops: publishes everything received; the call stays open for the next process. */
  handOver(): Promise<void> {
    this.stopWaiting();
    return this.publishReceived();
  }

  /** Discards what could not be published in time. */
  abandon(): void {
    this.stopAsking();
    this.stopWaiting();
    this.pipeline.abandon();
  }

  private interrupt(): void {
    this.enter('OVER');
    this.close('INTERRUPTED');
  }

  /** Another process carries the call on: this one publishes nothing more of it. */
  private leaveToOtherProcess(): void {
    this.enter('OVER');
    this.stopAsking();
    this.pipeline.discardInputs();
    this.telemetry.metrics.moved.add();
    this.telemetry.logger.info({ callId: this.callId }, 'a call continues in another process');
    this.onGone('MOVED');
  }

  /** A client that returns here may have been with another process in between. */
  private askWhereItWent(nowMs: number): void {
    this.stopAsking = this.knownCalls.findReturnedCall(this.callId, (known) => {
      const isElsewhere = locateCall(known, this.pipeline.published) === 'ELSEWHERE';
      if (isElsewhere && known?.state === 'CLOSED') return this.refuse('CALL_ALREADY_ENDED');
      if (isElsewhere && known !== null) this.pipeline.continueFrom(known, nowMs);
      this.pipeline.releaseInputs();
      this.client?.confirmResume(this.pipeline.positionMs);
    });
  }

  private acceptOrRefuse(known: KnownCall | null): void {
    const refusal = checkKnownCall(known, this.start.format, this.mustBeKnown);
    if (refusal !== null) return this.refuse(refusal);
    if (known === null) return this.pipeline.begin();
    this.pipeline.continueFrom(known, this.pipeline.startedAtMs);
    this.client?.confirmResume(this.pipeline.positionMs);
    this.pipeline.releaseInputs();
  }

  private refuse(code: CallRefusalCode): void {
    const { client, endingClient } = this;
    this.stopWaiting();
    this.state = 'OVER';
    this.disconnect();
    this.pipeline.discardInputs();
    this.onGone(code === 'CALL_ALREADY_ENDED' ? 'ENDED' : 'REFUSED');
    client?.refuseCall(code);
    endingClient?.refuseEnd(code);
  }

  private close(reason: 'ENDED' | 'INTERRUPTED'): void {
    this.pipeline.close(reason, (isPublished) => {
      const confirm = (isSafe: boolean) => {
        this.onGone('ENDED');
        if (isSafe) this.endingClient?.confirmEnd(this.pipeline.positionMs);
      };
      isPublished.then(confirm).catch((error: unknown) => {
        const fields = { callId: this.callId, error: String(error) };
        this.telemetry.logger.error(fields, 'could not confirm the end of the call to the client');
      });
    });
  }

  private enter(state: CallSessionState): void {
    if (!callSessionTransitions[this.state].includes(state)) {
      throw new Error(`a call cannot go from ${this.state} to ${state}`);
    }
    this.stopWaiting();
    this.state = state;
    this.disconnect();
  }

  private disconnect(): void {
    this.client = null;
    this.pipeline.disconnect();
  }
}
