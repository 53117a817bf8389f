import type { Metrics } from '@earshot/ports';

const batchSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** The metrics of persistence, with their names and labels. */
export function createPersistenceMetrics(metrics: Metrics) {
  const created = {
    batchFacts: metrics.histogram('earshot_store_batch_facts', 'Facts written in one transaction', batchSizes),
    batchSeconds: metrics.histogram('earshot_store_batch_seconds', 'Duration of one transaction', seconds),
    storeFailures: metrics.counter('earshot_store_failures_total', 'Transactions that failed', ['code']),
    completed: metrics.counter('earshot_calls_completed_total', 'Completed calls', ['status']),
    mismatches: metrics.counter(
      'earshot_ledger_mismatch_calls_total',
      'Completed calls whose ledger does not add up; must be 0',
    ),
    doubledFinals: metrics.counter(
      'earshot_doubled_finals_total',
      'Finals that were refused because stored finals already cover their audio; 0 without faults',
    ),
    undeclaredGapMs: metrics.counter(
      'earshot_ledger_settled_gap_ms_total',
      'Undeclared gaps: audio that no stage had accounted for when its call was completed; 0 without faults',
    ),
    forcedCompletions: metrics.counter(
      'earshot_calls_given_up_total',
      'Abandoned calls that were completed with what there was',
      ['reason'],
    ),
    recording: metrics.gauge('earshot_recordings_open', 'Calls that are being recorded'),
    duplicateSamples: metrics.counter(
      'earshot_recording_duplicate_samples_total',
      'Redelivered samples that were not written again',
    ),
    filledSamples: metrics.counter(
      'earshot_recording_silence_samples_total',
      'Samples of silence written for missing audio',
    ),
    notifications: metrics.counter('earshot_notifications_total', 'Attempts to send notifications', ['outcome']),
    replayed: metrics.counter('earshot_dead_letters_replayed_total', 'Dead letters published again on their topic', [
      'stage',
      'code',
    ]),
    audioRemovals: metrics.counter(
      'earshot_recording_removals_total',
      'Recordings from which hidden words were removed; a later correction counts again',
    ),
    audioRemovalFailures: metrics.counter(
      'earshot_recording_removal_failures_total',
      'Failed attempts to remove hidden words from a recording',
      ['code'],
    ),
    audioToRemove: metrics.gauge(
      'earshot_recordings_to_remove_from',
      'Recordings that still hold words that must not be stored, after the last attempt; must be 0',
    ),
    droppedFacts: metrics.counter('earshot_erased_facts_total', 'Facts of erased calls that arrived later; not stored'),
    erasedCalls: metrics.counter(
      'earshot_calls_erased_total',
      'Calls erased, by look: what somebody asked for takes a first and a last one',
      ['look'],
    ),
    erasureFailures: metrics.counter('earshot_erasure_failures_total', 'Failed attempts to erase a call', ['code']),
    recordingFailures: metrics.counter('earshot_recording_failures_total', 'Failed writes of recordings', ['code']),
  };
  // A counter is absent until it counts. Operators watch that these are 0.
  created.mismatches.add(0);
  created.undeclaredGapMs.add(0);
  created.doubledFinals.add(0);
  created.audioToRemove.set(0);
  return created;
}
export type PersistenceMetrics = ReturnType<typeof createPersistenceMetrics>;
