import { formatSegmentId, parseSegmentId, type CallId, type EventData } from '@earshot/contracts';
import { Failure, type Clock, type SegmentView, type Sentiment } from '@earshot/ports';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import { CallState, type CreateRedactor } from '../call/call-state.js';
import { countFinal, countWords, matchCategories, type FollowUpTools, type SaidFinal } from '../call/follow-ups.js';
import { Past } from './past.js';
import { isStored, storedFinals, type CallHistory } from './stored-finals.js';

/** A call first heard of later than this had a beginning that this process did not hear. */
const BEGINNING_MS = 30_000;
/** Of a call in its beginning nothing was said so long before: had another process heard of it, this one would have too. */
const OWNED_BEFORE_MS = 120_000;
/** So far back redaction looks for what was spoken of and for digits that may go on. */
const REDACTION_REACH_MS = 300_000;
/** Finals of a call that are read; the figures of a longer one are left as they are. Some 24 hours of talk. */
const MAX_FINALS = 25_000;
/** Tries of a message whose predecessor is not stored yet; a second or two. */
const TRIES_FOR_PREDECESSOR = 4;
/** Tries of a call's end while not everything said before it is stored; half a minute and more. */
const TRIES_FOR_TAIL = 12;
const CHECK_EVERY_MS = 1_000;

type Met = Pick<EventData<'transcript.segment'>, 'segmentId' | 'startMs'>;

/** How a call came to be known here. */
export interface Meeting {
  readonly met: Met;
  /** Of the message. */
  readonly attempt: number;
  /** So long before, by the events' own time, this process had the partition already. */
  readonly ownedForMs: number;
}

export interface TakeOverTools extends FollowUpTools {
  readonly clock: Clock;
  /** Where other processes' calls are read; null where calls never change their process. */
  readonly history: CallHistory | null;
  /** Whether messages outlive a process: then what another one published last may be stored after a call is met. */
  readonly isShared: boolean;
  readonly createRedactor: CreateRedactor;
  readonly metrics: Pick<EnrichmentMetrics, 'stepFailures' | 'takenOverCalls' | 'tailFinals'>;
}

/**
 * Makes the state of calls that this process meets for the first time: of a new call an empty one, of a call that
 * another process had one rebuilt from the stored finals. What that process published last may not be stored yet; it is
 * counted as soon as it is.
 */
export class TakeOver {
  constructor(private readonly tools: TakeOverTools) {}

  /** Whether there is no store to ask. */
  get isBlind(): boolean {
    return this.tools.history === null;
  }

  /** Rejects with a retryable `Failure`. */
  async stateOf(callId: CallId, { met, attempt, ownedForMs }: Meeting): Promise<CallState> {
    const { history, isShared, createRedactor, metrics } = this.tools;
    if (history === null) return this.withoutHistory(met.startMs);
    const call = new CallState(createRedactor, new Past(false));
    const recent: SegmentView[] = [];
    let count = 0;
    for await (const finals of storedFinals(history, callId)) {
      count += finals.length;
      call.hasWholeFigures &&= count <= MAX_FINALS;
      if (!call.hasWholeFigures) break;
      for (const final of finals) this.recall(call, final, recent);
    }
    if (isShared && attempt < TRIES_FOR_PREDECESSOR && lacksPredecessor(call, met))
      throw new Failure('HISTORY_BEHIND', 'what was said just before is not stored yet', { retryable: true });
    this.remind(call, recent);
    const isOurs = count === 0 && met.startMs <= BEGINNING_MS && ownedForMs > OWNED_BEFORE_MS;
    call.past.isSettled = isOurs || !isShared || !call.hasWholeFigures;
    if (count > 0) metrics.takenOverCalls.add();
    return call;
  }

  /** Without a store: what was before cannot be known. */
  withoutHistory(atMs: number): CallState {
    const call = new CallState(this.tools.createRedactor, new Past(true));
    call.hasWholeFigures = atMs <= BEGINNING_MS;
    return call;
  }

  /**
   * Counts what another process said last, once that is stored. Between finals asked now and then, and nothing waits for
   * it; returns whether something was added.
   */
  async catchUp(callId: CallId, call: CallState): Promise<boolean> {
    const { history, clock } = this.tools;
    const { past } = call;
    if (past.isSettled || history === null || past.firstOwn === null) return false;
    if (clock.nowMs() - past.checkedAtMs < CHECK_EVERY_MS) return false;
    past.checkedAtMs = clock.nowMs();
    try {
      return (await isStored(history, callId, past.firstOwn)) && (await this.addTail(history, callId, call));
    } catch (error) {
      this.tools.logger.debug({ callId, err: error }, 'what another process said last cannot be read yet');
      return false;
    }
  }

  /** The same at the end of the call, which waits for it. `isWhole`: whether all of it came. */
  async finish(callId: CallId, call: CallState, attempt: number): Promise<{ isWhole: boolean; isChanged: boolean }> {
    const { history } = this.tools;
    const { past } = call;
    if (past.isSettled || history === null) return { isWhole: true, isChanged: false };
    const isWhole = past.firstOwn === null || (await isStored(history, callId, past.firstOwn));
    if (!isWhole && attempt < TRIES_FOR_TAIL)
      throw new Failure('HISTORY_BEHIND', 'what was said before the end is not stored yet', { retryable: true });
    return { isWhole, isChanged: await this.addTail(history, callId, call) };
  }

  private async addTail(history: CallHistory, callId: CallId, call: CallState): Promise<boolean> {
    let added = 0;
    for await (const finals of storedFinals(history, callId)) {
      for (const final of finals) {
        if (!call.revisions.isNew(final.id, final.revision, false)) continue;
        const isKnown = call.revisions.isFinal(final.id);
        call.revisions.setFinal(final.id, final.revision);
        if (isKnown) call.recount(final.id, countWords(final.text));
        else countFinal(call, saidFinal(final), sentimentOf(final), this.tools);
        added++;
      }
    }
    call.past.isSettled = true;
    this.tools.metrics.tailFinals.add(added);
    return added > 0;
  }

  private recall(call: CallState, final: SegmentView, recent: SegmentView[]): void {
    const said = saidFinal(final);
    call.revisions.setFinal(final.id, final.revision);
    call.past.addStored(final.id, matchCategories(call, said, this.tools));
    countFinal(call, said, sentimentOf(final), this.tools);
    recent.push(final);
    const fromMs = final.startMs - REDACTION_REACH_MS;
    while ((recent[0]?.startMs ?? Infinity) < fromMs) recent.shift();
  }

  /** Tells redaction what was spoken of. */
  private remind(call: CallState, finals: readonly SegmentView[]): void {
    for (const { id: segmentId, callId: _callId, sentiment: _label, sentimentScore: _score, ...final } of finals) {
      try {
        call.redactor.recall({ ...final, segmentId, words: [...final.words] });
      } catch (error) {
        call.redactor = this.tools.createRedactor();
        this.tools.metrics.stepFailures.add(1, { step: 'take-over' });
        this.tools.logger.error({ segmentId, error: (error as Error).name }, 'redaction failed on stored words');
      }
    }
  }
}

const saidFinal = ({ id: segmentId, channel, startMs, endMs, text }: SegmentView): SaidFinal => ({
  segmentId,
  channel,
  startMs,
  endMs,
  text,
});

const sentimentOf = ({ sentiment: label, sentimentScore: score }: SegmentView): Sentiment | null =>
  label === null || score === null ? null : { label, score };

/** Ordinals of a stint follow one another: the one before this was published, whoever did it. */
function lacksPredecessor(call: CallState, { segmentId }: Met): boolean {
  const parts = parseSegmentId(segmentId);
  if (parts === null || parts.ordinal === 0) return false;
  const before = formatSegmentId({ stint: parts.stint, ordinal: parts.ordinal - 1 });
  return !call.revisions.isFinal(segmentId) && !call.revisions.isFinal(before);
}
