import type { Clock, NewId } from '@earshot/ports';
import { AudioAccount } from '../audio/audio-account.js';
import { CallClock } from '../audio/call-clock.js';
import { RateMonitor } from '../audio/rate-monitor.js';
import { StallDetector } from '../audio/stall-detector.js';
import { CallEvents } from '../bus/call-events.js';
import { CallOutbox, type ReplaceRefused } from '../bus/call-outbox.js';
import type { EventDelivery } from '../bus/event-delivery.js';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { CallBuffer } from '../limits/call-buffer.js';
import { CallProblems, ingestProblem, wrongRateProblem } from './call-problems.js';
import type { CallStart } from './call-start.js';
import { HeldInputs } from './held-inputs.js';

/** A call that comes this close to the pace limit is probably held back by it. */
const PACED_SHARE = 0.95;

/** The links that one call's audio passes through. Each link holds the next one; problems go straight to the outbox. */
export interface CallChain {
  readonly inputs: HeldInputs;
  readonly stallDetector: StallDetector;
  readonly callClock: CallClock;
  readonly outbox: CallOutbox;
  readonly problems: CallProblems;
}

export interface CallChainOptions {
  readonly delivery: EventDelivery;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly telemetry: IngestTelemetry<'secondsReceived' | 'gaps' | 'gapSeconds' | 'bytesLost'>;
  readonly stallMs: number;
  readonly longestAbsenceMs: number;
  /** The pace at which a call is read at most, 1 for real time; 0: no limit, so that fast audio is no problem. */
  readonly paceRate: number;
  /** How far a call may run ahead of the wall clock, as far as there is a limit of the pace. */
  readonly burstMs: number;
}

export type BuildCallChain = (start: CallStart, buffer: CallBuffer) => CallChain;

/** Builds the chain of a call that starts now, its end first: held inputs → stall detector → call clock → outbox. */
export function buildCallChain(start: CallStart, buffer: CallBuffer, options: CallChainOptions): CallChain {
  const { delivery, newId, telemetry, stallMs, longestAbsenceMs, paceRate, burstMs } = options;
  const { callId, format, recordedClock: clock = options.clock } = start;
  const events = new CallEvents(start, options.clock, newId, telemetry.metrics);
  const replaceRefused: ReplaceRefused = (refused) => {
    problems.report(ingestProblem('EVENT_REFUSED_BY_BUS'));
    return events.replaceRefused(refused);
  };
  const outbox = new CallOutbox(callId, delivery, buffer, replaceRefused, telemetry);
  const problems = new CallProblems((problem) => outbox.push(events.problem(problem)));
  const startedAtMs = clock.nowMs();
  const rateMonitor = new RateMonitor();
  const account = new AudioAccount(format, startedAtMs, (durationMs, atMs, isPause) => {
    const rate = rateMonitor.receiveAudio(durationMs, atMs, isPause);
    if (rate === null) return;
    // A call that catches up after a stall is fast for a while.
    const isWelcome = rate > 1 && (paceRate === 0 || account.missingAtEndMs(atMs) > 0);
    const isPaced = paceRate > 0 && rate >= paceRate * PACED_SHARE;
    if (!isWelcome) problems.report(wrongRateProblem(format.sampleRateHz, rate, isPaced));
  });
  const callClock = new CallClock(format, startedAtMs, longestAbsenceMs, events, outbox);
  const longestLeadMs = paceRate > 0 ? burstMs : longestAbsenceMs;
  const stallLimits = { stallMs, isTimed: start.isTimed === true, longestLeadMs };
  const stallDetector = new StallDetector(account, stallLimits, clock, buffer, callClock, () =>
    problems.report(ingestProblem('SOURCE_CLOCK_WRONG')),
  );
  const inputs = new HeldInputs(buffer, stallDetector);
  return { inputs, stallDetector, callClock, outbox, problems };
}
