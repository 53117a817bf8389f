import type { CallPlan, LegAction } from './call-plan.js';
import type { EndedDetail, StartedDetail, VoiceConnectorEvent } from './platform-events.js';

type LegState = 'EXPECTED' | 'STARTED' | 'ENDED';

interface Leg {
  state: LegState;
  isCaller: boolean | undefined;
  mediaLabel: string | undefined;
  streamArn: string | undefined;
  startFragmentNumber: string | undefined;
}

const LEGS = 2;
/** After an end, the last fragments come. */
const END_GRACE_MS = 10_000;
/** After both ends, a re-INVITE may begin new streams. */
const REINVITE_MS = 3_000;

/**
 * Pairs the two legs of a call that a Voice Connector streams. The leg with `isCaller` false is on track 0, the other on track 1;
 * a leg that does not say so takes the free track. A leg that begins again after a re-INVITE keeps its track.
 */
export class VoiceConnectorCall implements CallPlan {
  private readonly legs: readonly Leg[];
  private readonly seenStreams = new Set<string>();
  /** Ends that came before their start: queues do not keep order. */
  private readonly earlyEnds = new Map<string, EndedDetail>();
  private endsAtMs: number | null = null;

  constructor(private readonly silentMs: number) {
    this.legs = Array.from({ length: LEGS }, () => ({
      state: 'EXPECTED',
      isCaller: undefined,
      mediaLabel: undefined,
      streamArn: undefined,
      startFragmentNumber: undefined,
    }));
  }

  get areCallers(): readonly (boolean | undefined)[] {
    return this.legs.map(({ isCaller }) => isCaller);
  }

  get labels(): readonly (string | undefined)[] {
    return this.legs.map(({ mediaLabel }) => mediaLabel);
  }

  receiveEvent(event: VoiceConnectorEvent, nowMs: number): readonly LegAction[] {
    if (event.kind === 'started') return this.startLeg(event.detail, nowMs);
    if (event.kind === 'ended') return this.endLeg(event.detail, nowMs);
    if (event.kind === 'failed') return [{ kind: 'report-failure' }];
    return metadataOf(event.detail);
  }

  /** Nothing more is waited for than a re-INVITE. */
  finishEnds(nowMs: number): void {
    const isOver = this.legs.every(({ state }) => state !== 'STARTED');
    if (this.endsAtMs !== null && isOver) this.endsAtMs = Math.min(this.endsAtMs, nowMs + REINVITE_MS);
  }

  tick(nowMs: number, lastAudioAtMs: number): readonly LegAction[] {
    const isEnded = this.endsAtMs !== null && nowMs >= this.endsAtMs;
    const isSilent = nowMs - lastAudioAtMs >= this.silentMs;
    return isEnded || isSilent ? [{ kind: 'end-call', isUnannounced: !isEnded }] : [];
  }

  private startLeg(detail: StartedDetail, nowMs: number): readonly LegAction[] {
    const key = keyOf(detail);
    if (this.seenStreams.has(key)) return [];
    this.seenStreams.add(key);
    const track = this.trackOf(detail.isCaller);
    const leg = this.legs[track] as Leg;
    const { streamArn, startFragmentNumber, isCaller = leg.isCaller } = detail;
    const mediaLabel = detail.sdp?.mediaLabel ?? leg.mediaLabel;
    Object.assign(leg, { state: 'STARTED', streamArn, startFragmentNumber, isCaller, mediaLabel });
    this.endsAtMs = null;
    const stream = { arn: streamArn, startFragmentNumber, startedAtMs: detail.startTime };
    const earlyEnd = this.earlyEnds.get(key);
    const ends = earlyEnd === undefined ? [] : this.endLeg(earlyEnd, nowMs);
    return [{ kind: 'open-stream', tracks: [{ track }], stream }, ...metadataOf(detail), ...ends];
  }

  private endLeg(detail: EndedDetail, nowMs: number): readonly LegAction[] {
    const { streamArn } = detail;
    const track = this.legs.findIndex((leg) => leg.state === 'STARTED' && isOf(leg, detail));
    if (track < 0) {
      if (streamArn !== undefined && this.earlyEnds.size < LEGS * LEGS) this.earlyEnds.set(keyOf(detail), detail);
      return [];
    }
    (this.legs[track] as Leg).state = 'ENDED';
    this.endsAtMs ??= nowMs + END_GRACE_MS;
    return [{ kind: 'expect-end', track, endsAtMs: detail.endTime }];
  }

  /** Roles are never given by the order of arrival: a leg that says nothing only needs some track. */
  private trackOf(isCaller: boolean | undefined): number {
    if (isCaller !== undefined) return this.trackOfSide(isCaller);
    const free = this.legs.findIndex(({ state, isCaller: known }) => state === 'EXPECTED' && known === undefined);
    const ended = this.legs.findIndex(({ state }) => state === 'ENDED');
    return free >= 0 ? free : Math.max(0, ended);
  }

  /** A leg that did not say who it is may have the track already. */
  private trackOfSide(isCaller: boolean): number {
    const usual = isCaller ? 1 : 0;
    const [leg, other] = [this.legs[usual], this.legs[1 - usual]];
    const isTaken = leg?.state !== 'EXPECTED' && leg?.isCaller === undefined;
    return other?.isCaller === isCaller || (isTaken && other?.state === 'EXPECTED') ? 1 - usual : usual;
  }
}

const metadataOf = ({ siprecMetadata }: Pick<StartedDetail, 'siprecMetadata'>): readonly LegAction[] =>
  siprecMetadata === undefined ? [] : [{ kind: 'read-metadata', metadata: siprecMetadata }];

const keyOf = ({ streamArn, startFragmentNumber }: Pick<EndedDetail, 'streamArn' | 'startFragmentNumber'>): string =>
  `${streamArn} ${startFragmentNumber}`;

/** An end of the stream that a leg had before a re-INVITE is not the end of the leg. */
const isOf = (leg: Leg, { streamArn, startFragmentNumber, isCaller }: EndedDetail): boolean =>
  streamArn === undefined
    ? leg.isCaller === isCaller
    : leg.streamArn === streamArn && (startFragmentNumber ?? leg.startFragmentNumber) === leg.startFragmentNumber;
