import { Failure, type Clock, type Logger } from '@earshot/ports';
import type { EnrichedCall } from '../call/enriched-call.js';
import type { EnrichmentMetrics } from '../enrichment.metrics.js';
import type { StoredFinalReplay } from './stored-final-replay.js';
import type { StoredFinals } from './stored-finals.js';

/** Up to this attempt the end of a call waits until all earlier finals are stored: more than half a minute. */
const ATTEMPTS_FOR_LATE_FINALS = 12;
const CHECK_EVERY_MS = 1_000;

/** Counts the last finals of a former process, which are stored only after this process took the call over. */
export class LateFinalCounter {
  constructor(
    private readonly storedFinals: StoredFinals | null,
    private readonly replay: StoredFinalReplay,
    private readonly clock: Clock,
    private readonly metrics: Pick<EnrichmentMetrics, 'lateFinals'>,
    private readonly logger: Logger,
  ) {}

  /**
   * Counts the late finals if all of them are stored by now. Runs with each final and reads the store at most once a
   * second; no final waits for a store that is unavailable.
   */
  async countIfStored(call: EnrichedCall): Promise<void> {
    const { storedFinals, clock } = this;
    const { callId, takeover } = call;
    if (takeover.hasAllFinals || storedFinals === null || takeover.firstOwnFinal === null) return;
    if (clock.nowMs() - takeover.checkedAtMs < CHECK_EVERY_MS) return;
    takeover.checkedAtMs = clock.nowMs();
    try {
      if (await storedFinals.isStored(callId, takeover.firstOwnFinal)) await this.countFinals(call, storedFinals);
    } catch (error) {
      this.logger.debug({ callId, err: error }, 'finals of the former process cannot be read yet');
    }
  }

  /**
   * Counts the late finals at the end of the call, which waits for them. `isComplete` is false when some did not arrive
   * in time; `isChanged` tells whether the metrics changed.
   */
  async countAtEnd(call: EnrichedCall, attempt: number): Promise<{ isComplete: boolean; isChanged: boolean }> {
    const { storedFinals } = this;
    const { callId, takeover } = call;
    if (takeover.hasAllFinals || storedFinals === null) return { isComplete: true, isChanged: false };
    const isComplete = takeover.firstOwnFinal === null || (await storedFinals.isStored(callId, takeover.firstOwnFinal));
    if (!isComplete && attempt < ATTEMPTS_FOR_LATE_FINALS)
      throw new Failure('HISTORY_BEHIND', 'Some finals of the call are not stored yet.', { retryable: true });
    return { isComplete, isChanged: await this.countFinals(call, storedFinals) };
  }

  private async countFinals(call: EnrichedCall, storedFinals: StoredFinals): Promise<boolean> {
    let added = 0;
    for await (const finals of storedFinals.readPages(call.callId))
      for (const final of finals) if (this.replay.countLateFinal(call, final)) added++;
    call.takeover.hasAllFinals = true;
    this.metrics.lateFinals.add(added);
    return added > 0;
  }
}
