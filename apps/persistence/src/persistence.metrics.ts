import type { Metrics } from '@earshot/ports';

const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** The figures of this stage, by name in one place. */
export function persistenceMetrics(metrics: Metrics) {
  const figures = {
    batchFacts: metrics.histogram('earshot_store_batch_facts', 'Facts written in one transaction', batchSizes),
    batchSeconds: metrics.histogram('earshot_store_batch_seconds', 'Duration of one transaction', seconds),
    storeFailures: metrics.counter('earshot_store_failures_total', 'Transactions that failed', ['code']),
    completed: metrics.counter('earshot_calls_completed_total', 'Calls that became complete', ['status']),
    mismatches: metrics.counter(
      'earshot_ledger_mismatch_calls_total',
      'Completed calls whose ledger does not add up; must be 0',
    ),
    undeclaredGapMs: metrics.counter(
      'earshot_ledger_settled_gap_ms_total',
      'Audio that no stage had accounted for when its call was completed; 0 in an undisturbed run',
    ),
    givenUp: metrics.counter('earshot_calls_given_up_total', 'Calls completed without their last pieces', ['reason']),
    recording: metrics.gauge('earshot_recordings_open', 'Recordings being written'),
    duplicateSamples: metrics.counter(
      'earshot_recording_duplicate_samples_total',
      'Samples that came again and were passed over',
    ),
    filledSamples: metrics.counter(
      'earshot_recording_silence_samples_total',
      'Samples of silence written for audio that never came',
    ),
    replayed: metrics.counter('earshot_dead_letters_replayed_total', 'Messages put back on their topic', [
      'stage',
      'code',
    ]),
    recordingFailures: metrics.counter('earshot_recording_failures_total', 'Failed writes of recordings', ['code']),
  };
  // A counter that never counted is absent; these two are watched for being 0.
  figures.mismatches.add(0);
  figures.undeclaredGapMs.add(0);
  return figures;
}
export type PersistenceMetrics = ReturnType<typeof persistenceMetrics>;
