import type { EventData, Word } from '@earshot/contracts';

/** Words as an engine gives them. Times are milliseconds of the audio written to this run of the engine. */
export interface EngineWords {
  readonly isFinal: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  readonly words: readonly Word[];
  /** The engine gives no word times, so those of `words` are estimates within the span. */
  readonly areWordTimesEstimated?: boolean | undefined;
  /** BCP 47 tag of the words. Undefined when the engine does not know it. */
  readonly language?: string | undefined;
  /** What the engine says about the words besides their text. Finals only. */
  readonly insights?: EngineInsights | undefined;
}

export type EngineInsights = Pick<
  EventData<'transcript.segment'>,
  'sentiment' | 'sentimentScore' | 'issues' | 'entities'
>;

/** One run of an engine on a track. */
export interface EngineRunPlace {
  /** Call-clock position of the first sample written to the run. */
  readonly startMs: number;
  /** Name of the engine. */
  readonly engine: string;
}

/** The same words with times on the call clock. An end before its start is moved to the start. */
export function placeOnCall(result: EngineWords, { startMs: runStartMs }: EngineRunPlace): EngineWords {
  return {
    ...result,
    startMs: runStartMs + result.startMs,
    endMs: runStartMs + Math.max(result.startMs, result.endMs),
    words: result.words.map((word) => ({
      ...word,
      startMs: runStartMs + word.startMs,
      endMs: runStartMs + Math.max(word.startMs, word.endMs),
    })),
    ...(result.insights?.issues !== undefined && {
      insights: {
        ...result.insights,
        issues: result.insights.issues.map((issue) => ({
          ...issue,
          startMs: runStartMs + issue.startMs,
          endMs: runStartMs + Math.max(issue.startMs, issue.endMs),
        })),
      },
    }),
  };
}
