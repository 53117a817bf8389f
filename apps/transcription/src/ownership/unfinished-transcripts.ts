import type { Clock, Logger, UnfinishedTranscriptFinder } from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { OwnedCalls } from './owned-calls.js';

const CHECK_EVERY_MS = 30_000;
/** A live owner takes or saves the progress of a call that is over much more often. */
const UNTOUCHED_MS = 60_000;

/**
 * Completes the transcripts of calls that are over and have no owner: it died, and every message of the call had been
 * acknowledged. Completing a transcript requests the audio that has no words.
 */
export class UnfinishedTranscripts {
  private readonly checking: PeriodicTask;

  constructor(
    private readonly finder: UnfinishedTranscriptFinder,
    private readonly calls: Pick<OwnedCalls, 'has' | 'completeUnfinished'>,
    clock: Clock,
    private readonly logger: Logger,
  ) {
    this.checking = new PeriodicTask(
      clock,
      CHECK_EVERY_MS,
      () => this.completeTranscripts(),
      (error) => logger.warn({ err: error }, 'looking for unfinished transcripts failed; trying again in 30 s'),
    );
  }

  start(): void {
    this.checking.start();
  }

  stop(): Promise<void> {
    return this.checking.stop();
  }

  private async completeTranscripts(): Promise<void> {
    for (const transcript of await this.finder.findUnfinished(UNTOUCHED_MS)) {
      const { callId } = transcript;
      if (this.calls.has(callId)) continue;
      this.logger.warn({ callId }, 'the call is over and nobody completed its transcript; completing it');
      await this.calls.completeUnfinished(transcript);
    }
  }
}
