import type {
  ProgressSave,
  TakenProgress,
  TranscriptProgress,
  TranscriptProgressStore,
  TranscriptWork,
} from '@earshot/ports';

/** Progress in memory, shared by all owners that get this object. */
export class InMemoryTranscriptProgress implements TranscriptProgressStore {
  private readonly rows = new Map<string, { epoch: number; progress: TranscriptProgress | null }>();

  async take(work: TranscriptWork): Promise<TakenProgress> {
    const row = this.rows.get(keyOf(work));
    const epoch = Math.max(row?.epoch ?? 0, this.newestEpoch(work)) + 1;
    this.rows.set(keyOf(work), { epoch, progress: row?.progress ?? null });
    return { epoch, saved: row?.progress ?? null };
  }

  async save(saves: readonly ProgressSave[]): Promise<readonly ProgressSave[]> {
    return saves.filter((save) => {
      const row = this.rows.get(keyOf(save));
      if (row?.epoch !== save.epoch) return true;
      // A database returns a copy too.
      row.progress = JSON.parse(JSON.stringify(save.progress)) as TranscriptProgress;
      return false;
    });
  }

  savedOf(work: TranscriptWork): TranscriptProgress | null {
    return this.rows.get(keyOf(work))?.progress ?? null;
  }

  private newestEpoch({ callId, requestId }: TranscriptWork): number {
    const ofSameKind = [...this.rows].filter(([key]) => {
      const [id = '', ...call] = key.split('\n');
      return call.join('\n') === callId && (id === '') === (requestId === undefined);
    });
    return Math.max(0, ...ofSameKind.map(([, { epoch }]) => epoch));
  }
}

const keyOf = ({ callId, requestId = '' }: TranscriptWork): string => `${requestId}\n${callId}`;
