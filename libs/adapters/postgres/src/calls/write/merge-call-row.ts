import type { ErrorCode } from '@earshot/contracts';
import { DEFAULT_TENANT, type SearchedFields } from '@earshot/domain';
import type { CallWrite, ProblemView, StreamProgress } from '@earshot/ports';
import { searchTextOfSealed, searchTextToStore } from '../read/searched-text.js';
import { changesByFacts } from '../facts/fact-row.js';
import type { StoredFacts } from '../facts/fact-statements.js';
import type { CallRow } from './call-row.js';
import { customerSentimentOf } from './customer-sentiment.js';

export const MAX_PROBLEMS = 20;
/** Digests that a search finds a call by. A number has up to six. Beyond this, a number that changes again is not found. */
const MAX_DIGESTS = 512;
/** The stored duration of a live call grows in steps of this size, because each change of a row costs every index. */
export const DURATION_STEP_MS = 10_000;

/** Facts from other rows of a call that change its own row. */
export interface MergeInputs {
  /** Category matches that are new, in their order. */
  readonly newMatches: readonly { readonly category: string; readonly isAlert: boolean }[];
  readonly progress: StreamProgress | null;
  /** What is known of the call beside its start. Null if nothing about it came. */
  readonly facts: StoredFacts | null;
  readonly nowMs: number;
}

/**
 * Applies the writes to the row of their call. Returns the same object if they change nothing. Facts may come in any
 * order and more than once. The row keeps the first start, the first end, the newest engine and the highest revision of
 * the metrics.
 */
export function mergeCallRow(row: CallRow, writes: readonly CallWrite[], inputs: MergeInputs): CallRow {
  let next = row;
  for (const write of writes) next = { ...next, ...changesBy(next, write, inputs) };
  if (inputs.facts !== null) next = { ...next, ...changesByStoredFacts(next, inputs.facts, inputs.nowMs) };
  for (const { category, isAlert } of inputs.newMatches) {
    const categories = next.categories.includes(category) ? next.categories : [...next.categories, category];
    next = { ...next, categories, alertCount: next.alertCount + (isAlert ? 1 : 0) };
  }
  if (inputs.progress && next.endReason === null) {
    const { positionSample, sampleRateHz } = inputs.progress;
    const durationMs = (positionSample / sampleRateHz) * 1_000;
    if (durationMs >= next.durationMs + DURATION_STEP_MS) next = { ...next, durationMs };
  }
  return isSameRow(row, next) ? row : next;
}

function changesBy(row: CallRow, write: CallWrite, { nowMs }: MergeInputs): Partial<CallRow> {
  switch (write.kind) {
    case 'started':
      return row.isStarted ? {} : changesByStart(row, write.data, write.numberDigests ?? null);
    case 'ended':
      return row.endReason !== null ? {} : changesByEnd(row, write.data, nowMs);
    case 'engine':
      return changesByEngine(row, write.data, Math.round(write.atMs));
    case 'metrics':
      return write.data.revision > row.metricsRevision ? changesByMetrics(write.data) : {};
    case 'problem':
      return { problems: addProblem(row.problems, { ...write.data, atMs: Math.round(write.atMs) }) };
    case 'audio-done':
      return { audioDone: true };
    case 'transcript-done':
      return { transcriptDone: true };
    default:
      return {};
  }
}

type DataOf<K extends CallWrite['kind']> = Extract<CallWrite, { kind: K; data: unknown }>['data'];

function changesByStart(
  row: CallRow,
  data: DataOf<'started'>,
  digestsAtStart: readonly string[] | null,
): Partial<CallRow> {
  const numberDigests = digestsAtStart && mergeDigests(row.numberDigests, digestsAtStart);
  const searched = {
    customerNumber: data.customerNumber ?? null,
    systemNumber: data.systemNumber ?? null,
    agentId: data.agentId ?? null,
  };
  return {
    ...searched,
    name: data.name ?? null,
    language: data.language ?? null,
    awaitsStart: data.awaitsStart === true,
    isStarted: true,
    source: data.source,
    tenant: data.tenant ?? DEFAULT_TENANT,
    startedBy: data.startedBy ?? null,
    queue: data.queue ?? null,
    startedAtMs: Math.round(data.startedAtMs),
    // No audio comes, so none is waited for.
    ...(data.textOnly && { longestQuietMs: data.textOnly.longestQuietMs, audioDone: true }),
    searchText: searchTextOf({ id: row.id, ...searched, name: data.name ?? null, numberDigests }),
    numberDigests,
  };
}

const searchTextOf = (row: SearchedFields & Pick<CallRow, 'numberDigests'>): string | null =>
  row.numberDigests === null ? searchTextToStore(row) : searchTextOfSealed(row);

/** A call is found by its earlier numbers, too. */
const addDigests = ({ numberDigests }: CallRow, added: readonly string[]): Partial<CallRow> =>
  added.every((digest) => numberDigests?.includes(digest)) ? {} : { numberDigests: mergeDigests(numberDigests, added) };

const mergeDigests = (known: readonly string[] | null, added: readonly string[]): readonly string[] =>
  [...new Set([...(known ?? []), ...added])].slice(0, MAX_DIGESTS).toSorted();

/**
 * Nothing is taken over before it is known whose call it is. The digests are kept: each holds the tenant of whoever made the change, so
 * nobody else finds the call by it.
 */
function changesByStoredFacts(row: CallRow, { facts, isCut, digests }: StoredFacts, nowMs: number): Partial<CallRow> {
  if (!row.isStarted) return addDigests(row, digests);
  const next = { ...row, ...changesByFacts(facts, row.tenant), ...addDigests(row, digests) };
  const problems = isCut ? addProblem(row.problems, metadataLeftOut(nowMs)) : row.problems;
  return { ...next, problems, searchText: searchTextOf(next) };
}

const metadataLeftOut = (atMs: number): ProblemView => ({
  ...{ stage: 'persistence', code: 'METADATA_LEFT_OUT', atMs },
  message: 'The call has more metadata than Earshot keeps. The newest entries were left out.',
});

const changesByEnd = (row: CallRow, data: DataOf<'ended'>, nowMs: number): Partial<CallRow> => ({
  endReason: data.reason,
  endedAtMs: Math.round(data.endedAtMs),
  endKnownAtMs: nowMs,
  durationMs: durationAtEnd(row, data),
});

/** Without audio, only the wall clock tells how long a call was. */
const durationAtEnd = (
  { longestQuietMs, startedAtMs }: CallRow,
  { endedAtMs, durationMs }: Pick<DataOf<'ended'>, 'endedAtMs' | 'durationMs'>,
): number => (longestQuietMs === null ? durationMs : Math.max(durationMs, endedAtMs - startedAtMs));

/** An older report does not replace a newer one. */
const changesByEngine = (row: CallRow, { engine, reason }: DataOf<'engine'>, atMs: number): Partial<CallRow> =>
  row.engineAtMs !== null && row.engineAtMs > atMs ? {} : { engine, engineReason: reason, engineAtMs: atMs };

const changesByMetrics = ({ revision, silenceMs, overlapMs, participants }: DataOf<'metrics'>): Partial<CallRow> => ({
  metricsRevision: revision,
  metrics: { silenceMs, overlapMs, participants },
  customerSentiment: customerSentimentOf(participants),
});

/** Each new owner of a call finds these again; a call shows each of them once. */
const problemsOfWholeCalls: ReadonlySet<string> = new Set<ErrorCode>(['TRACKS_IDENTICAL', 'TRACKS_CROSS_TALK']);

/** Keeps the first problems: they show how the trouble began, and a stage that keeps failing must not fill the row. */
export function addProblem(problems: readonly ProblemView[], problem: ProblemView): readonly ProblemView[] {
  const { stage, code, message, atMs } = problem;
  const isSame = (known: ProblemView) => known.atMs === atMs || problemsOfWholeCalls.has(code);
  const isKnown = problems.some((known) => known.stage === stage && known.code === code && isSame(known));
  return isKnown || problems.length >= MAX_PROBLEMS ? problems : [...problems, { stage, code, message, atMs }];
}

const isSameRow = (a: CallRow, b: CallRow): boolean =>
  (Object.keys(a) as (keyof CallRow)[]).every((field) => a[field] === b[field]);
