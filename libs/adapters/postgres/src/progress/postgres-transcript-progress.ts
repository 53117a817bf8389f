import type { CallId } from '@earshot/contracts';
import type {
  ProgressSave,
  TakenProgress,
  TranscriptProgress,
  TranscriptProgressStore,
  TranscriptWork,
  UnfinishedTranscript,
  UnfinishedTranscriptFinder,
} from '@earshot/ports';
import type { Database } from '../database.js';
import { runStatement } from '../run-statement.js';
import { storableJson } from '../storable-text.js';
import { deleteOldProgress, findUnfinished, saveProgress, takeProgress } from './progress-statements.js';
import { workKey, TakeBatcher } from './take-batcher.js';

interface TakenRow {
  readonly callId: CallId;
  readonly requestId: string;
  readonly epoch: number;
  readonly progress: TranscriptProgress | null;
}

/** Taken calls after which old rows are deleted, so that the table holds little more than the calls of two days. */
const DELETE_OLD_EVERY = 500;

/** Progress as one row per call. A save counts only if its epoch is that of the row. */
export class PostgresTranscriptProgress implements TranscriptProgressStore, UnfinishedTranscriptFinder {
  private readonly batcher = new TakeBatcher((works) => this.takeAll(works));
  private takenSinceDeletion = 0;

  constructor(private readonly database: Database) {}

  take(work: TranscriptWork): Promise<TakenProgress> {
    return this.batcher.take(work);
  }

  async save(saves: readonly ProgressSave[]): Promise<readonly ProgressSave[]> {
    if (saves.length === 0) return [];
    const rows = await this.database.transaction((client) =>
      runStatement<TranscriptWork & { epoch: number }>(client, 'save-progress', saveProgress, [
        saves.map(({ callId }) => callId),
        saves.map(({ requestId = '' }) => requestId),
        saves.map(({ epoch }) => epoch),
        saves.map(({ progress }) => storableJson(progress)),
      ]),
    );
    const epochs = new Map(rows.map((row) => [workKey(row), row.epoch]));
    return saves.filter((save) => epochs.get(workKey(save)) !== save.epoch);
  }

  findUnfinished(untouchedMs: number): Promise<readonly UnfinishedTranscript[]> {
    return this.database.read((manager) => manager.query<UnfinishedTranscript[]>(findUnfinished, [untouchedMs]));
  }

  private takeAll(works: readonly TranscriptWork[]): Promise<ReadonlyMap<string, TakenProgress>> {
    this.takenSinceDeletion += works.length;
    const deletesOld = this.takenSinceDeletion >= DELETE_OLD_EVERY;
    if (deletesOld) this.takenSinceDeletion = 0;
    return this.database.transaction(async (client) => {
      if (deletesOld) await runStatement(client, 'delete-old-progress', deleteOldProgress, []);
      const rows = await runStatement<TakenRow>(client, 'take-progress', takeProgress, [
        works.map(({ callId }) => callId),
        works.map(({ requestId = '' }) => requestId),
      ]);
      return new Map(rows.map((row) => [workKey(row), { epoch: row.epoch, saved: row.progress }]));
    });
  }
}
