import type { CallWrite, ProblemView, StreamProgress } from '@earshot/ports';
import type { CallRow } from './call-row.js';

export const MAX_PROBLEMS = 20;
/** A live call's stored duration moves in steps of this size: it is indexed, and each move costs every index. */
export const DURATION_STEP_MS = 10_000;

/** What writing a call's other rows brought to light. */
export interface Findings {
  /** Matches that were not known, in their order. */
  readonly newMatches: readonly { readonly category: string; readonly isAlert: boolean }[];
  readonly progress: StreamProgress | null;
  readonly nowMs: number;
}

/**
 * The row after these writes, the same object when they change nothing. Facts may come in any order and again: the
 * first start and end stand, the newest engine, the highest revision of the figures.
 */
export function mergeCallRow(row: CallRow, writes: readonly CallWrite[], findings: Findings): CallRow {
  let next = row;
  for (const write of writes) next = { ...next, ...changesOf(next, write, findings) };
  for (const { category, isAlert } of findings.newMatches) {
    const categories = next.categories.includes(category) ? next.categories : [...next.categories, category];
    next = { ...next, categories, alertCount: next.alertCount + (isAlert ? 1 : 0) };
  }
  if (findings.progress && next.endReason === null) {
    const { positionSample, sampleRateHz } = findings.progress;
    const durationMs = (positionSample / sampleRateHz) * 1_000;
    if (durationMs >= next.durationMs + DURATION_STEP_MS) next = { ...next, durationMs };
  }
  return sameRow(row, next) ? row : next;
}

function changesOf(row: CallRow, write: CallWrite, { nowMs }: Findings): Partial<CallRow> {
  switch (write.kind) {
    case 'started':
      return row.isStarted ? {} : startedBy(write.data);
    case 'ended':
      return row.endReason !== null ? {} : endedBy(write.data, nowMs);
    case 'engine':
      if (row.engineAtMs !== null && row.engineAtMs > Math.round(write.atMs)) return {};
      return { engine: write.data.engine, engineReason: write.data.reason, engineAtMs: Math.round(write.atMs) };
    case 'metrics':
      return write.data.revision > row.metricsRevision ? figuresOf(write.data) : {};
    case 'problem':
      return { problems: withProblem(row.problems, { ...write.data, atMs: Math.round(write.atMs) }) };
    case 'audio-done':
      return { audioDone: true };
    case 'transcript-done':
      return { transcriptDone: true };
    default:
      return {};
  }
}

type DataOf<K extends CallWrite['kind']> = Extract<CallWrite, { kind: K; data: unknown }>['data'];

const startedBy = (data: DataOf<'started'>): Partial<CallRow> => ({
  isStarted: true,
  source: data.source,
  startedAtMs: Math.round(data.startedAtMs),
  customerNumber: data.customerNumber ?? null,
  systemNumber: data.systemNumber ?? null,
  agentId: data.agentId ?? null,
});

const endedBy = (data: DataOf<'ended'>, nowMs: number): Partial<CallRow> => ({
  endReason: data.reason,
  endedAtMs: Math.round(data.endedAtMs),
  endKnownAtMs: nowMs,
  durationMs: data.durationMs,
});

function figuresOf({ revision, silenceMs, overlapMs, channels }: DataOf<'metrics'>): Partial<CallRow> {
  const customerSentiment = channels.find(({ channel }) => channel === 'CUSTOMER')?.averageSentiment ?? null;
  return { metricsRevision: revision, metrics: { silenceMs, overlapMs, channels }, customerSentiment };
}

/** The first ones are kept: they tell how it began, and a stage that fails for ever must not fill the row. */
export function withProblem(problems: readonly ProblemView[], problem: ProblemView): readonly ProblemView[] {
  const { stage, code, message, atMs } = problem;
  const isKnown = problems.some((known) => known.stage === stage && known.code === code && known.atMs === atMs);
  return isKnown || problems.length >= MAX_PROBLEMS ? problems : [...problems, { stage, code, message, atMs }];
}

const sameRow = (a: CallRow, b: CallRow): boolean =>
  (Object.keys(a) as (keyof CallRow)[]).every((field) => a[field] === b[field]);
