import type { Channel } from '@earshot/contracts';
import type { Metrics, SpeechResult } from '@earshot/ports';

/** Transcription's figures, names and labels in one place. */
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
      failures: metrics.counter(`${prefix}_engine_failures_total`, 'Engine streams lost', ['engine', 'code']),
      restarts: metrics.counter(`${prefix}_engine_restarts_total`, 'Engine streams opened again after a failure', [
        'engine',
      ]),
      gaps: metrics.counter(`${prefix}_gap_seconds_total`, 'Audio no engine heard', ['reason']),
      lag: metrics.histogram(
        `${prefix}_lag_seconds`,
        'Audio received that no engine has finished hearing, at each span that one has',
        [0.25, 0.5, 1, 2, 5, 10, 30, 60, 120],
        ['channel'],
      ),
      refused: metrics.counter(`${prefix}_frames_refused_total`, 'Audio frames that do not fit their call', ['code']),
      fenced: metrics.counter(`${prefix}_fenced_total`, 'Calls let go because another process had taken them'),
      backfills: metrics.counter(`${prefix}_backfills_total`, 'Requests to transcribe recorded audio, by outcome', [
        'outcome',
      ]),
    };
  }

  /** Counts a call in; the returned function counts it out. */
  callOpened(): () => void {
    this.instruments.calls.set((this.calls += 1));
    return once(() => this.instruments.calls.set((this.calls -= 1)));
  }

  /** Counts an engine stream in; the returned function counts it out. */
  streamOpened(): () => void {
    this.instruments.streams.set((this.streams += 1));
    return once(() => this.instruments.streams.set((this.streams -= 1)));
  }

  result(engine: string, result: SpeechResult): void {
    const kind = result.kind === 'covered' ? 'covered' : result.isFinal ? 'final' : 'partial';
    this.instruments.results.add(1, { engine, kind });
  }

  engineFailed(engine: string, code: string): void {
    this.instruments.failures.add(1, { engine, code });
  }

  engineRestarted(engine: string): void {
    this.instruments.restarts.add(1, { engine });
  }

  gap(reason: string, ms: number): void {
    this.instruments.gaps.add(ms / 1_000, { reason });
  }

  lag(channel: Channel, ms: number): void {
    this.instruments.lag.observe(ms / 1_000, { channel });
  }

  frameRefused(code: string): void {
    this.instruments.refused.add(1, { code });
  }

  fenced(): void {
    this.instruments.fenced.add();
  }

  backfill(outcome: 'done' | 'failed' | 'given-up'): void {
    this.instruments.backfills.add(1, { outcome });
  }
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}
