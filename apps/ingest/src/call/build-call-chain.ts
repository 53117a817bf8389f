import type { Clock, NewId } from '@earshot/ports';
import { CallClock } from '../audio/call-clock.js';
import { StallDetector } from '../audio/stall-detector.js';
import { CallEvents } from '../bus/call-events.js';
import { CallOutbox, type ReplaceRefused } from '../bus/call-outbox.js';
import type { EventDelivery } from '../bus/event-delivery.js';
import type { IngestTelemetry } from '../ingest.metrics.js';
import type { CallBuffer } from '../limits/call-buffer.js';
import { CallProblems, ingestProblem } from './call-problems.js';
import type { CallStart } from './call-start.js';
import { HeldInputs } from './held-inputs.js';

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
}

export type BuildCallChain = (start: CallStart, buffer: CallBuffer) => CallChain;

/** Builds the chain of a call that starts now, its end first: held inputs → stall detector → call clock → outbox. */
export function buildCallChain(start: CallStart, buffer: CallBuffer, options: CallChainOptions): CallChain {
  const { delivery, clock, newId, telemetry, stallMs, longestAbsenceMs } = options;
  const { callId, format } = start;
  const events = new CallEvents(start, clock, newId, telemetry.metrics);
  const replaceRefused: ReplaceRefused = (refused) => {
    problems.report(ingestProblem('EVENT_REFUSED_BY_BUS'));
    return events.replaceRefused(refused);
  };
  const outbox = new CallOutbox(callId, delivery, buffer, replaceRefused, telemetry);
  const problems = new CallProblems((problem) => outbox.push(events.problem(problem)));
  const callClock = new CallClock(format, clock.nowMs(), longestAbsenceMs, events, outbox);
  const stallDetector = new StallDetector(format, stallMs, clock, buffer, callClock);
  const inputs = new HeldInputs(buffer, stallDetector);
  return { inputs, stallDetector, callClock, outbox, problems };
}
