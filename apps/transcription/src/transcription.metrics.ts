import type { Metrics, SpeechResult } from '@earshot/ports';

/** The metrics of transcription: names and labels in one place. */
export class TranscriptionMetrics {
  private readonly instruments;
  private calls = 0;
  private streams = 0;

  constructor(metrics: Metrics) {
    const prefix = 'earshot_transcription';
    this.instruments = {
      calls: metrics.gauge(`${prefix}_calls`, 'Calls being transcribed'),
      streams: metrics.gauge(`${prefix}_engine_streams`, 'Engine streams open'),
      results: metrics.counter(`${prefix}_results_total`, 'Results of speech engines', ['engine', 'kind']),
      failures: metrics.counter(`${prefix}_engine_failures_total`, 'Engine streams that failed', ['engine', 'code']),
      restarts: metrics.counter(`${prefix}_engine_restarts_total`, 'Engine streams opened after a failure', ['engine']),
      replaced: metrics.counter(
        `${prefix}_engine_fallbacks_total`,
        'Calls on which another engine took the place of one that failed',
        ['from', 'to'],
      ),
      gaps: metrics.counter(`${prefix}_gap_seconds_total`, 'Audio that became a gap in the transcript, by reason', [
        'reason',
      ]),
      lag: metrics.histogram(
        `${prefix}_lag_seconds`,
        'Received audio that is not transcribed yet, measured whenever an engine covers more',
        [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120],
        ['track'],
      ),
      refused: metrics.counter(
        `${prefix}_frames_refused_total`,
        'Audio frames left out because they do not fit their call',
        ['code'],
      ),
      fenced: metrics.counter(
        `${prefix}_fenced_total`,
        'Calls that this process let go because another process took them',
      ),
      backfills: metrics.counter(`${prefix}_backfills_total`, 'Requests to transcribe recorded audio, by outcome', [
        'outcome',
      ]),
    };
  }

  /** The returned function counts the call as closed. */
  callOpened(): () => void {
    this.instruments.calls.set((this.calls += 1));
    return once(() => this.instruments.calls.set((this.calls -= 1)));
  }

  /** The returned function counts the stream as closed. */
  streamOpened(): () => void {
    this.instruments.streams.set((this.streams += 1));
    return once(() => this.instruments.streams.set((this.streams -= 1)));
  }

  countResult(engine: string, result: SpeechResult): void {
    const kind = result.kind !== 'words' ? result.kind : result.isFinal ? 'final' : 'partial';
    this.instruments.results.add(1, { engine, kind });
  }

  engineFailed(engine: string, code: string): void {
    this.instruments.failures.add(1, { engine, code });
  }

  engineRestarted(engine: string): void {
    this.instruments.restarts.add(1, { engine });
  }

  engineReplaced(from: string, to: string): void {
    this.instruments.replaced.add(1, { from, to });
  }

  addGap(reason: string, ms: number): void {
    this.instruments.gaps.add(ms / 1_000, { reason });
  }

  observeLag(track: number, ms: number): void {
    this.instruments.lag.observe(ms / 1_000, { track: String(track) });
  }

  frameRefused(code: string): void {
    this.instruments.refused.add(1, { code });
  }

  callTakenOver(): void {
    this.instruments.fenced.add();
  }

  countBackfill(outcome: 'done' | 'failed' | 'given-up'): void {
    this.instruments.backfills.add(1, { outcome });
  }
}

/** A function that does nothing after its first call. */
function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
