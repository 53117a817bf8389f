import type { CallId, RedactionKind } from '@earshot/contracts';
import { mutedSamplesOf, withMargin } from '@earshot/domain';
import {
  Failure,
  type AudioRemovals,
  type AudioToRemove,
  type Clock,
  type Logger,
  type RecordingEraser,
} from '@earshot/ports';
import { PeriodicTask } from '@earshot/runtime';
import type { PersistenceMetrics } from '../persistence.metrics.js';

const CHECK_EVERY_MS = 10_000;
const PAGE_SIZE = 50;

/** Which hidden words must not stay in stored audio, and how much around them. */
export interface RemovalRules {
  readonly kinds: readonly RedactionKind[];
  readonly marginMs: number;
}

/**
 * Overwrites card numbers, security codes and the like in the recordings of calls that are over. The database knows what is left to
 * remove, so a crash or a failure only delays it, and a later correction is removed as well. Replicas may remove the same words twice.
 */
export class AudioRemover {
  private removing: PeriodicTask | undefined;

  constructor(
    private readonly removals: AudioRemovals,
    private readonly recordings: RecordingEraser,
    private readonly rules: RemovalRules,
    private readonly logger: Logger,
    private readonly metrics: Pick<PersistenceMetrics, 'audioRemovals' | 'audioRemovalFailures' | 'audioToRemove'>,
  ) {}

  start(clock: Clock): void {
    this.removing = new PeriodicTask(
      clock,
      CHECK_EVERY_MS,
      () => this.removeHiddenAudio(),
      (error) => this.logger.warn({ err: error }, 'looking for audio to remove failed'),
    );
    this.removing.start();
  }

  async stop(): Promise<void> {
    await this.removing?.stop();
  }

  /** Tries each call once. A call whose recording cannot be written does not hold back the others. */
  async removeHiddenAudio(): Promise<void> {
    const { kinds } = this.rules;
    if (kinds.length === 0) return;
    let failures = 0;
    let after: CallId | undefined;
    for (;;) {
      const page = await this.removals.findAudioToRemove({ kinds, first: PAGE_SIZE, after });
      for (const call of page) if (!(await this.tryToRemove(call))) failures++;
      after = page.at(-1)?.callId;
      if (page.length < PAGE_SIZE) break;
    }
    this.metrics.audioToRemove.set(failures);
  }

  private async tryToRemove(call: AudioToRemove): Promise<boolean> {
    const { callId } = call;
    try {
      await this.removeAudio(call);
      this.metrics.audioRemovals.add(1);
      return true;
    } catch (error) {
      const code = error instanceof Failure ? error.code : 'UNEXPECTED';
      this.metrics.audioRemovalFailures.add(1, { code });
      this.logger.warn(
        { callId, code, err: error },
        'hidden words could not be removed from a recording; trying again',
      );
      return false;
    }
  }

  /** First the audio, then the mark: after a crash in between, the same words are overwritten again. */
  private async removeAudio(call: AudioToRemove): Promise<void> {
    await this.recordings.eraseSamples(call.callId, ({ sampleRateHz }) =>
      call.tracks.flatMap(({ track, spans }) =>
        mutedSamplesOf(track, withMargin(spans, this.rules.marginMs), sampleRateHz),
      ),
    );
    await this.removals.markAudioRemoved(call);
  }
}
