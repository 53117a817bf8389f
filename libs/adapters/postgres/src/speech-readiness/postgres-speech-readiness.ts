import type { LiveSpeechReadiness, SpeechReadiness, SpeechReadinessStore } from '@earshot/ports';
import type { Database } from '../database.js';
import { runStatement } from '../run-statement.js';
import { storableJson, storableText } from '../storable-text.js';
import * as sql from './speech-readiness-statements.js';

/** One row per transcription process. */
export class PostgresSpeechReadiness implements SpeechReadinessStore {
  constructor(private readonly database: Database) {}

  async publish(processId: string, { engine, reason, engines }: SpeechReadiness): Promise<void> {
    await this.database.transaction(async (client) => {
      await runStatement(client, 'delete-stale-readiness', sql.deleteStaleReadiness, []);
      const values = [processId, engine, storableText(reason), storableJson(engines)];
      await runStatement(client, 'upsert-readiness', sql.upsertReadiness, values);
    });
  }

  findLive(): Promise<readonly LiveSpeechReadiness[]> {
    return this.database.transaction((client) =>
      runStatement<LiveSpeechReadiness>(client, 'find-live-readiness', sql.findLiveReadiness, []),
    );
  }

  async remove(processId: string): Promise<void> {
    await this.database.transaction((client) =>
      runStatement(client, 'delete-readiness', sql.deleteReadiness, [processId]),
    );
  }
}
