import type { CallId } from '@earshot/contracts';
import type {
  ProgressSave,
  TakenProgress,
  TranscriptProgress,
  TranscriptProgressStore,
  TranscriptWork,
} from '@earshot/ports';
import type { Database, SqlClient } from '../database.js';
import { storableJson } from '../storable-text.js';
import { forgetProgress, saveProgress, takeProgress } from './progress-statements.js';
import { keyOf, TakeBatch } from './take-batch.js';

interface TakenRow {
  readonly callId: CallId;
  readonly requestId: string;
  readonly epoch: number;
  readonly progress: TranscriptProgress | null;
}

/** Old rows are looked for after so many calls were taken: the table holds the calls of two days and little more. */
const FORGET_EVERY = 500;

/** Progress as one row per call; the row's epoch decides whether a save counts. */
export class PostgresTranscriptProgress implements TranscriptProgressStore {
  private readonly batch = new TakeBatch((works) => this.takeAll(works));
  private takenSinceForgetting = 0;

  constructor(private readonly database: Database) {}

  take(work: TranscriptWork): Promise<TakenProgress> {
    return this.batch.take(work);
  }

  async save(saves: readonly ProgressSave[]): Promise<readonly ProgressSave[]> {
    if (saves.length === 0) return [];
    const rows = await this.database.transaction((client) =>
      query<TranscriptWork & { epoch: number }>(client, 'save-progress', saveProgress, [
        saves.map(({ callId }) => callId),
        saves.map(({ requestId = '' }) => requestId),
        saves.map(({ epoch }) => epoch),
        saves.map(({ progress }) => storableJson(progress)),
      ]),
    );
    const epochs = new Map(rows.map((row) => [keyOf(row), row.epoch]));
    return saves.filter((save) => epochs.get(keyOf(save)) !== save.epoch);
  }

  private takeAll(works: readonly TranscriptWork[]): Promise<ReadonlyMap<string, TakenProgress>> {
    this.takenSinceForgetting += works.length;
    const forgets = this.takenSinceForgetting >= FORGET_EVERY;
    if (forgets) this.takenSinceForgetting = 0;
    return this.database.transaction(async (client) => {
      if (forgets) await query(client, 'forget-progress', forgetProgress, []);
      const rows = await query<TakenRow>(client, 'take-progress', takeProgress, [
        works.map(({ callId }) => callId),
        works.map(({ requestId = '' }) => requestId),
      ]);
      return new Map(rows.map((row) => [keyOf(row), { epoch: row.epoch, saved: row.progress }]));
    });
  }
}

const query = async <R>(client: SqlClient, name: string, text: string, values: unknown[]): Promise<R[]> =>
  (await client.query<R>({ name: `earshot-${name}`, text, values })).rows;
