import type { CallId } from '@earshot/contracts';
import {
  Failure,
  type Clock,
  type ErasedPlacement,
  type ErasureQueue,
  type ErasureTask,
  type Logger,
  type RecordingEraser,
} from '@earshot/ports';
import { PeriodicTask, type EventPublisher } from '@earshot/runtime';
import type { PersistenceMetrics } from '../persistence.metrics.js';

const CHECK_EVERY_MS = 1_000;
/** Calls that are erased at the same time. */
const AT_ONCE = 8;
/** A process that does not finish within this time has died; another one goes on. */
const LEASE_MS = 60_000;
/**
 * By now the source was told, every process dropped the call and forgot its key, and all its audio left the bus: what a process
 * wrote in between is still there, and nothing more comes.
 */
const SECOND_LOOK_MS = 120_000;

/**
 * Erases calls for good. Each step may be repeated: after a crash, this process or another one begins the call again. What somebody asks
 * for is done twice, because a process that recorded the call may have written something after the first time.
 */
export class CallEraser {
  private readonly erasing: PeriodicTask;

  constructor(
    private readonly queue: ErasureQueue,
    private readonly recordings: Pick<RecordingEraser, 'removeRecording'>,
    private readonly publisher: EventPublisher<'persistence'>,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly metrics: Pick<PersistenceMetrics, 'erasedCalls' | 'erasureFailures'>,
  ) {
    this.erasing = new PeriodicTask(
      clock,
      CHECK_EVERY_MS,
      () => this.eraseCalls(),
      (error) => logger.warn({ err: error }, 'looking for calls to erase failed; trying again'),
    );
  }

  start(): void {
    this.erasing.start();
  }

  stop(): Promise<void> {
    return this.erasing.stop();
  }

  /** Does what is to do now. A call that fails does not hold back the others. */
  async eraseCalls(): Promise<void> {
    const { queue, clock } = this;
    for (;;) {
      const limits = { first: AT_ONCE, nowMs: clock.nowMs(), leaseMs: LEASE_MS, secondLookMs: SECOND_LOOK_MS };
      const tasks = await queue.takeErasures(limits);
      const done = await Promise.all(tasks.map((task) => this.tryToErase(task)));
      if (tasks.length < AT_ONCE || !done.includes(true)) return;
    }
  }

  private async tryToErase(task: ErasureTask): Promise<boolean> {
    const { callId, isLastLook } = task;
    try {
      await this.eraseCall(task);
      this.metrics.erasedCalls.add(1, { look: isLastLook ? 'last' : 'first' });
      return true;
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'UNEXPECTED';
      this.metrics.erasureFailures.add(1, { code });
      this.logger.warn({ callId, code, err: error }, 'a call could not be erased; trying again in a minute');
      return false;
    }
  }

  /** The rows and the key first: without them the recording is unreadable, whatever happens next. */
  private async eraseCall(task: ErasureTask): Promise<void> {
    const { callId } = task;
    const placement = await this.queue.removeRows(callId);
    if (task.isFirstLook) await this.announceErasure(callId, placement);
    const removed = await this.recordings.removeRecording(callId);
    await this.queue.finishStep(task, removed, this.clock.nowMs());
  }

  private announceErasure(callId: CallId, placement: ErasedPlacement): Promise<void> {
    return this.publisher.emit('calls.control', 'call.erased', callId, placement);
  }
}
