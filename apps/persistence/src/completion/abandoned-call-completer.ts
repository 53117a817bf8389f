import type { Clock, Logger } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { RecordingCoordinator } from '../recording/recording-coordinator.js';
import { CHECK_EVERY_MS, type AbandonedCall, type AbandonedCallFinder } from './abandoned-call-finder.js';
import { abandonmentCode, type ForcedCompletion } from './forced-completion.js';

/**
 * Completes calls that their source abandoned, or whose last transcript or audio does not arrive. No call stays live
 * for ever.
 */
export class AbandonedCallCompleter {
  private readonly checking: PeriodicTask;

  constructor(
    private readonly finder: AbandonedCallFinder,
    private readonly completion: ForcedCompletion,
    private readonly recordings: RecordingCoordinator,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    this.checking = new PeriodicTask(
      clock,
      CHECK_EVERY_MS,
      () => this.completeAbandonedCalls(),
      (error) => this.logger.warn({ err: error }, 'looking for abandoned calls failed'),
    );
  }

  start(): void {
    this.finder.start(this.clock.nowMs());
    this.checking.start();
  }

  stop(): void {
    void this.checking.stop();
  }

  async completeAbandonedCalls(): Promise<void> {
    const nowMs = this.clock.nowMs();
    this.finder.noteCheck(nowMs);
    try {
      // Audio that this process received but did not save yet must not look like silence.
      await this.recordings.saveProgress();
      await this.completion.repeatAnnouncements();
      const abandoned = await this.finder.findCalls(nowMs);
      // In parallel, because a call could become active again while it waits for the others.
      await Promise.all(abandoned.map((call) => this.completeCall(call)));
      await this.recordings.closeIdleRecorders(nowMs - this.finder.limits.silenceMs);
    } catch (error) {
      this.finder.noteFailedCheck(nowMs);
      throw error;
    }
  }

  private async completeCall(call: AbandonedCall): Promise<void> {
    const { callId } = call;
    this.logger.warn(
      { callId, code: abandonmentCode(call) },
      'completing an abandoned call without the facts that never arrived',
    );
    await this.recordings.finishCall(callId);
    await this.completion.completeCall(call);
  }
}
