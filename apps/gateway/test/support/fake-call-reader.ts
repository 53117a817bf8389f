import type { CallId, SegmentId } from '@earshot/contracts';
import { DEFAULT_TENANT, foldText } from '@earshot/domain';
import {
  Failure,
  type AgentQuery,
  type CallPlacement,
  type CallQuery,
  type CallReader,
  type CallView,
  type CategoryMatchView,
  type Page,
  type ReadScope,
  type RecordingAccount,
  type SegmentView,
  type TrackAssignmentView,
} from '@earshot/ports';

const DEFAULT_PLACEMENT: CallPlacement = { tenant: DEFAULT_TENANT, agentId: null, queue: null };

/** Calls and segments in memory, in the order in which a test put them. It records the reads, and ignores their scope. */
export class FakeCallReader implements CallReader {
  readonly reads: string[] = [];
  /** The scope of each list of calls. */
  readonly scopes: ReadScope[] = [];
  /** Calls whose start is not stored. */
  readonly unstarted = new Set<string>();
  /** The next `times` reads fail with `error`. */
  private broken = { times: 0, error: new Error('database is away') };
  private readonly callRows = new Map<string, CallView>();
  private readonly segmentRows = new Map<string, SegmentView>();
  private readonly matches = new Map<string, CategoryMatchView[]>();
  private readonly accounts = new Map<string, RecordingAccount>();
  private readonly assignments = new Map<string, TrackAssignmentView[]>();

  putCall(call: CallView): void {
    this.callRows.set(call.id, call);
  }

  putSegment(segment: SegmentView): void {
    this.segmentRows.set(`${segment.callId}\n${segment.id}`, segment);
  }

  putMatches(callId: CallId, matches: CategoryMatchView[]): void {
    this.matches.set(callId, matches);
  }

  putAssignments(callId: CallId, assignments: TrackAssignmentView[]): void {
    this.assignments.set(callId, assignments);
  }

  putRecordingAccount(callId: CallId, account: RecordingAccount): void {
    this.accounts.set(callId, account);
  }

  failReads(times: number, error = new Error('database is away')): void {
    this.broken = { times, error };
  }

  async calls(scope: ReadScope, query: CallQuery): Promise<Page<CallView>> {
    this.scopes.push(scope);
    this.recordRead('calls');
    const found = [...this.callRows.values()]
      .filter((call) => query.filter.status?.includes(call.status) ?? true)
      .filter((call) => query.filter.startedFromMs === undefined || call.startedAtMs >= query.filter.startedFromMs);
    return pageOf(found, query, (call) => call.id);
  }

  /** Finds by the whole folded id only: the real store also finds by words. */
  async agents(_scope: ReadScope, { prefix, first }: AgentQuery): Promise<readonly string[]> {
    this.recordRead('agents');
    const agents = [...this.callRows.values()].flatMap(({ agentId }) => agentId ?? []);
    return [...new Set(agents)].filter((agent) => foldText(agent).startsWith(foldText(prefix))).slice(0, first);
  }

  async callsById(_scope: ReadScope, ids: readonly CallId[]): Promise<readonly (CallView | null)[]> {
    this.recordRead('callsById', ids.length);
    return ids.map((id) => this.callRows.get(id) ?? null);
  }

  /** Every call has an placement, unless a test says otherwise, because the tests of feeds store only segments. */
  async placementsById(_scope: ReadScope, ids: readonly CallId[]): Promise<readonly (CallPlacement | null)[]> {
    this.recordRead('placementsById', ids.length);
    return ids.map((id) => this.callRows.get(id) ?? (this.unstarted.has(id) ? null : DEFAULT_PLACEMENT));
  }

  async segments(
    _scope: ReadScope,
    callId: CallId,
    page: { first: number; after?: string },
  ): Promise<Page<SegmentView>> {
    this.recordRead('segments');
    const found = [...this.segmentRows.values()].filter((segment) => segment.callId === callId);
    return pageOf(found, page, (segment) => segment.id);
  }

  async segmentsById(
    _scope: ReadScope,
    ids: readonly { callId: CallId; id: SegmentId }[],
  ): Promise<readonly (SegmentView | null)[]> {
    this.recordRead('segmentsById', ids.length);
    return ids.map(({ callId, id }) => this.segmentRows.get(`${callId}\n${id}`) ?? null);
  }

  async categoryMatches(_scope: ReadScope, callId: CallId): Promise<readonly CategoryMatchView[]> {
    this.recordRead('categoryMatches');
    return this.matches.get(callId) ?? [];
  }

  async trackAssignments(_scope: ReadScope, callId: CallId): Promise<readonly TrackAssignmentView[]> {
    this.recordRead('trackAssignments');
    return this.assignments.get(callId) ?? [];
  }

  /** Without an account from the test, everything of a known call is transcribed and nothing is hidden. */
  async recordingAccount(_scope: ReadScope, callId: CallId): Promise<RecordingAccount | null> {
    this.recordRead('recordingAccount');
    const account = this.accounts.get(callId);
    const call = this.callRows.get(callId);
    if (account !== undefined || call === undefined) return account ?? null;
    const covered = [{ from: 0, to: 1e12 }];
    const tracks = [0, 1].map((track) => ({ track, covered, gaps: [], hidden: [] }));
    return { isOver: call.status !== 'LIVE', updatedAtMs: call.updatedAtMs, tracks };
  }

  private recordRead(read: string, rows?: number): void {
    this.reads.push(rows === undefined ? read : `${read}:${rows}`);
    if (this.broken.times === 0) return;
    this.broken.times -= 1;
    throw this.broken.error;
  }
}

function pageOf<T>(rows: T[], page: { first: number; after?: string }, cursorOf: (row: T) => string): Page<T> {
  const start = page.after === undefined ? 0 : rows.findIndex((row) => cursorOf(row) === page.after) + 1;
  if (page.after !== undefined && start === 0) throw new Failure('BAD_CURSOR', 'This is not a cursor.');
  const items = rows.slice(start, start + page.first).map((item) => ({ cursor: cursorOf(item), item }));
  return { items, hasNextPage: start + page.first < rows.length };
}
