import type { Database } from '../database.js';
import * as sql from './shared-settings-statements.js';

/** One running process, as the others see it. */
export interface ProcessIdentity {
  /** Unique among all processes. */
  readonly id: string;
  /** The name of its program, e.g. `persistence`. */
  readonly name: string;
}

/** A setting for which another live process uses another value. */
export interface SettingDifference {
  readonly key: string;
  /** The value of the other process. */
  readonly value: string;
  /** The name of the other process. */
  readonly processName: string;
}

/** The shared settings of each live process. A process counts as live until 90 s after its last `publish`. */
export interface SharedSettingsStore {
  /** Stores the settings of a process and that it is live. No value may be a secret. */
  publish(process: ProcessIdentity, settings: Readonly<Record<string, string>>): Promise<void>;
  /** Each key, value and process name once. */
  findDifferences(
    process: ProcessIdentity,
    settings: Readonly<Record<string, string>>,
  ): Promise<readonly SettingDifference[]>;
  /** Removes a process that stops. */
  remove(process: ProcessIdentity): Promise<void>;
}

/** Shared settings as one row per process and key. */
export class PostgresSharedSettings implements SharedSettingsStore {
  constructor(private readonly database: Database) {}

  async publish({ id, name }: ProcessIdentity, settings: Readonly<Record<string, string>>): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query({ text: sql.deleteStaleSettings });
      await client.query({
        text: sql.upsertSettings,
        values: [id, name, Object.keys(settings), Object.values(settings)],
      });
    });
  }

  async findDifferences(
    { id }: ProcessIdentity,
    settings: Readonly<Record<string, string>>,
  ): Promise<readonly SettingDifference[]> {
    const values = [id, Object.keys(settings), Object.values(settings)];
    return this.database.transaction(
      async (client) => (await client.query<SettingDifference>({ text: sql.findDifferences, values })).rows,
    );
  }

  async remove({ id }: ProcessIdentity): Promise<void> {
    await this.database.transaction((client) => client.query({ text: sql.deleteSettings, values: [id] }));
  }
}
